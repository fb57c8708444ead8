// The page of a case: areas as tabs, quoting, ready texts, the seconds in which an answer can be taken back.
"use strict";

const root = document.documentElement;
root.classList.add("scripted");

const areaOf = (hash) => {
  const at = hash && document.getElementById(hash.slice(1));
  return (at && at.closest(".case-areas > .area")) || document.getElementById("area-talk");
};
const showArea = (area) => {
  document.querySelectorAll(".case-areas > .area").forEach((each) => each.classList.toggle("area-shown", each === area));
  document.querySelectorAll(".part-tabs a").forEach((tab) => {
    if (tab.getAttribute("href") === `#${area.id}`) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  });
};
if (document.querySelector(".part-tabs")) {
  showArea(areaOf(location.hash));
  const wrong = document.querySelector(".case-areas .field-wrong");
  if (wrong) showArea(wrong.closest(".case-areas > .area"));
}

const answer = () => document.getElementById("id_body");

document.addEventListener("click", (event) => {
  const tab = event.target.closest(".part-tabs a");
  if (tab) {
    event.preventDefault();
    showArea(areaOf(tab.hash));
    return;
  }
  const quote = event.target.closest("[data-quote]");
  if (quote && answer()) {
    const words = document.querySelector(`#${quote.dataset.quote} .post-body`).textContent.trim();
    const quoted = words.split("\n").map((line) => `> ${line}`).join("\n");
    write(answer().value ? `${answer().value.trimEnd()}\n\n${quoted}\n` : `${quoted}\n`);
    return;
  }
  const ready = event.target.closest("#ready-list [data-ready]");
  if (ready && answer()) {
    event.preventDefault();
    const text = ready.querySelector(".ready-text").textContent;
    document.getElementById("canned").value = ready.dataset.ready;
    write(answer().value.trim() ? `${answer().value.trimEnd()}\n${text}` : text);
    ready.closest("details").open = false;
  }
});

const write = (text) => {
  const box = answer();
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
};

document.addEventListener("toggle", (event) => {
  if (event.target.matches && event.target.matches(".ready-box") && event.target.open) {
    document.getElementById("ready-text").focus();
  }
}, true);

// A sign of life says whether an answer is being written.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt.id !== "company") return;
  event.detail.parameters.answering = answer() && answer().value.trim() && document.activeElement === answer() ? "yes" : "no";
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const elt = event.detail.elt;
  if (elt.id === "company" && document.hidden) event.preventDefault();
  if (elt.id === "draft-kept" && elt.closest("form").dataset.sent) event.preventDefault();
});

const count = () => {
  document.querySelectorAll("[data-until]").forEach((chip) => {
    const left = Math.ceil((Date.parse(chip.dataset.until) - Date.now()) / 1000);
    const place = chip.querySelector("[data-seconds]");
    const number = new Intl.NumberFormat(root.lang === "fa" ? "fa-IR" : "en").format(left);
    place.textContent = left > 0 ? `(${number})` : "";
    if (left <= -4 && !chip.dataset.over) {
      chip.dataset.over = "yes";
      document.dispatchEvent(new CustomEvent("case-changed"));
    }
  });
};
count();
setInterval(count, 1000);
