// What some components can do besides working without this: copy, drop, close.
"use strict";

// The names of chosen files, or that there are none yet.
const named = (place) => {
  const words = place.querySelector(".photos-chosen");
  const names = [...place.querySelector("input[type=file]").files].map((file) => {
    const name = document.createElement("bdi");
    name.textContent = file.name;
    return name;
  });
  words.replaceChildren(...(names.length ? names : [words.dataset.none]));
};

// Buttons that only work with this file are hidden until it is here.
const revive = (root) => {
  root.querySelectorAll("[data-copy], [data-close], [data-dismiss]").forEach((found) => {
    found.hidden = false;
  });
  root.querySelectorAll("[data-pick]").forEach((place) => {
    place.classList.add("photos-ready");
    place.querySelector(".photos-words").hidden = false;
    named(place);
  });
};
revive(document);
document.addEventListener("htmx:afterSettle", (event) => revive(event.target));

const shut = (dialog) => {
  dialog.open = false;
  dialog.querySelector("summary").focus();
};

document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    const said = copy.parentElement.querySelector(".copy-said");
    try {
      await navigator.clipboard.writeText(copy.dataset.copy);
      said.textContent = copy.dataset.copied;
      setTimeout(() => (said.textContent = ""), 4000);
    } catch {
      getSelection().selectAllChildren(copy.parentElement.querySelector(".copy-text"));
    }
  }
  const close = event.target.closest("[data-close]");
  if (close) shut(close.closest("[data-dialog]"));
  const dismiss = event.target.closest("[data-dismiss]");
  if (dismiss) dismiss.parentElement.remove();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const dialog = document.querySelector("[data-dialog][open]");
  if (dialog) shut(dialog);
});

// A dialog that opens takes the focus to its first field, or to its close button.
document.addEventListener(
  "toggle",
  (event) => {
    const dialog = event.target;
    if (!dialog.matches || !dialog.matches("[data-dialog]") || !dialog.open) return;
    const first = dialog.querySelector(".dialog-sheet :is(input:not([type=hidden]), select, textarea)");
    (first || dialog.querySelector("[data-close]")).focus();
  },
  true,
);

// Tab stays within an open dialog.
document.addEventListener("focusin", (event) => {
  const dialog = document.querySelector("[data-dialog][open]");
  if (dialog && !dialog.contains(event.target)) dialog.querySelector("[data-close]").focus();
});

for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const place = event.target.closest && event.target.closest("[data-drop]");
    if (!place) return;
    event.preventDefault();
    place.classList.toggle("drop-over", name === "dragover");
    if (name !== "drop") return;
    const input = place.querySelector("input[type=file]");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
document.addEventListener("change", (event) => {
  const pick = event.target.closest("[data-pick]");
  if (pick) named(pick);
});
