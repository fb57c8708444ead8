// Keys of the desk, by their place on the keyboard: they do the same while it stands on Persian.
"use strict";

(() => {
  const sheet = () => document.querySelector("[data-keys]");
  const typing = (at) => at.closest && at.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll("#inbox tbody tr, .quick a, [data-row]")].filter((row) => row.offsetParent);
  const links = { KeyI: "/desk/", KeyB: "/desk/board/", KeyD: "/desk/calendar/", KeyC: "/desk/customers/", KeyU: "/desk/units/", KeyS: "/desk/search/" };
  let at = -1;
  let gone = 0;

  const go = (step) => {
    const all = rows();
    if (!all.length) return;
    if (all[at]) all[at].classList.remove("row-at");
    at = Math.max(0, Math.min(all.length - 1, at + step));
    all[at].classList.add("row-at");
    all[at].scrollIntoView({ block: "nearest" });
  };
  const link = () => {
    const row = rows()[at];
    return row && (row.matches("a") ? row : row.querySelector("a[href]"));
  };
  const box = () => {
    const row = rows()[at];
    return row && row.querySelector("input[type=checkbox]");
  };
  const ofCase = () => document.querySelector("#case-head");

  // Of a list: the ticked cases, else the one at hand, are seen first with the verb.
  const many = (verb) => {
    const select = document.querySelector("#bulk-verb");
    if (select && document.querySelector("input[name=code]:checked")) {
      select.value = verb;
      select.form.requestSubmit(select.form.querySelector("button:not([name])"));
      return;
    }
    const row = rows()[at];
    const code = row && (row.dataset.card || (box() && box().value));
    if (code) location.assign(`/desk/bulk/?verb=${verb}&code=${code}`);
  };
  // Of a case: the form of a verb opens with its first field at hand.
  const open = (selector) => {
    const form = document.querySelector(selector);
    if (!form) return;
    form.open = true;
    const first = form.querySelector("select, textarea, input:not([type=hidden]), button");
    if (first) first.focus();
  };
  const writing = (mode) => {
    const form = document.querySelector("form#reply");
    if (!form) return;
    form.dataset.mode = mode;
    const tells = form.querySelector("[data-mode-told]");
    if (tells) tells.textContent = tells.dataset[mode];
    const tab = document.querySelector('.part-tabs a[href="#area-talk"]');
    if (tab) tab.click();
    form.querySelector("textarea").focus();
  };
  const codeOf = (href) => (href.match(/\/desk\/cases\/(\d+)\//) || [])[1];
  // The list that somebody came from is kept with its order, so that a case leads to the next one.
  const keepList = () => {
    const codes = [...document.querySelectorAll("#inbox tbody a.row-link, .board-card > a")].map((one) => codeOf(one.href));
    sessionStorage.setItem("desk-list", JSON.stringify(codes));
  };
  const say = (mode) => {
    if (ofCase()) return writing(mode);
    const to = link();
    if (!to || !codeOf(to.href)) return;
    keepList();
    location.assign(`${to.href}#${mode}`);
  };
  if (ofCase() && ["#reply", "#note"].includes(location.hash)) document.addEventListener("DOMContentLoaded", () => writing(location.hash.slice(1)));

  document.addEventListener("click", (event) => {
    const to = event.target.closest && event.target.closest("#inbox a, .board-card a");
    if (to && codeOf(to.href)) keepList();
  });
  const beside = (step) => {
    const here = ofCase() && codeOf(location.pathname + "/");
    let codes = [];
    try { codes = JSON.parse(sessionStorage.getItem("desk-list")) || []; } catch { codes = []; }
    const place = codes.indexOf(here);
    return place < 0 ? undefined : codes[place + step];
  };
  document.querySelectorAll("[data-beside]").forEach((one) => {
    const code = beside(Number(one.dataset.beside));
    if (code) { one.href = `/desk/cases/${code}/`; one.hidden = false; }
  });
  const step = (by) => {
    if (!ofCase()) return go(by);
    const to = document.querySelector(`[data-beside="${by}"]:not([hidden])`);
    if (to) to.click();
  };

  document.addEventListener("keydown", (event) => {
    const search = document.querySelector("[data-search]");
    if (event.target === search && (event.code === "ArrowDown" || event.key === "Escape")) {
      if (event.key === "Escape") return document.querySelector("#quick").replaceChildren();
      const first = document.querySelector(".quick a");
      if (first) { event.preventDefault(); first.focus(); }
      return;
    }
    if (event.target.closest && event.target.closest(".quick") && (event.code === "ArrowDown" || event.code === "ArrowUp")) {
      event.preventDefault();
      const next = event.code === "ArrowDown" ? event.target.nextElementSibling : event.target.previousElementSibling;
      if (next && next.matches("a")) next.focus();
      else if (event.code === "ArrowUp") search.focus();
      return;
    }
    if (event.target.id === "id_body" && event.target.form) {
      const form = event.target.form;
      if (event.code === "Escape") return event.target.blur();
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing && sheet()) {
        event.preventDefault();
        form.requestSubmit(form.querySelector(`button[name=internal][value=${form.dataset.mode === "note" ? "yes" : "no"}]`));
        return;
      }
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (!sheet() || sheet().open) return;
    const code = event.code;
    if (gone && Date.now() - gone < 1500) {
      gone = 0;
      if (links[code]) { event.preventDefault(); location.assign(links[code]); }
      return;
    }
    const doing = {
      KeyJ: () => step(1),
      KeyK: () => step(-1),
      KeyT: () => { const take = document.querySelector("[data-claim]"); if (take) take.click(); else if (!ofCase()) many("claim"); },
      KeyZ: () => (ofCase() ? open(".taking details.aside") : many("snooze")),
      KeyH: () => (ofCase() ? open("#verb-hold") : many("hold")),
      KeyM: () => { const to = document.querySelector("[data-macros]"); if (to) to.click(); },
      KeyR: () => say("reply"),
      KeyN: () => say("note"),
      KeyX: () => { if (box()) box().click(); },
      KeyG: () => { gone = Date.now(); },
      KeyC: () => location.assign("/desk/cases/new/"),
      KeyA: () => {
        const form = document.querySelector("details.verb[data-verb=assign]");
        const verb = document.querySelector("#bulk-verb");
        if (form) form.open = true;
        else if (verb) { verb.value = "assign"; verb.focus(); }
      },
      Enter: () => { if (event.target.closest("a, button, summary, input")) return true; const to = link(); if (to) to.click(); },
      Slash: () => (event.shiftKey ? sheet().showModal() : search && (search.focus(), search.select())),
    }[code];
    if (!doing || (event.shiftKey && code !== "Slash")) return;
    if (doing() !== true) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-open-keys]") && sheet()) sheet().showModal();
    const all = event.target.closest("[data-pick-all]");
    if (all) document.querySelectorAll("input[name=code]").forEach((one) => { one.checked = all.checked; });
    if (event.target.closest("[data-pick-all], input[name=code]")) {
      const chosen = document.querySelectorAll("input[name=code]:checked").length;
      document.querySelectorAll("[data-chosen]").forEach((place) => { place.textContent = chosen ? chosen.toLocaleString(document.documentElement.lang) : ""; });
    }
  });
  document.addEventListener("htmx:afterSettle", (event) => { if (event.target.id === "inbox") at = -1; });

  // A card of the board is carried to another column: its verb's form opens there.
  let carried = null;
  document.addEventListener("dragstart", (event) => {
    carried = event.target.closest && event.target.closest("[data-card]");
    if (carried) event.dataTransfer.setData("text/plain", carried.dataset.card);
  });
  const target = (event) => {
    const column = carried && event.target.closest && event.target.closest("[data-column]");
    return column && carried.querySelector(`[data-to="${column.dataset.column}"]`) ? column : null;
  };
  document.addEventListener("dragover", (event) => {
    document.querySelectorAll(".may-drop").forEach((column) => column.classList.remove("may-drop"));
    const column = target(event);
    if (column) { event.preventDefault(); column.classList.add("may-drop"); }
  });
  document.addEventListener("drop", (event) => {
    const column = target(event);
    if (!column) return;
    event.preventDefault();
    location.assign(carried.querySelector(`[data-to="${column.dataset.column}"]`).href);
  });
  document.addEventListener("dragend", () => document.querySelectorAll(".may-drop").forEach((column) => column.classList.remove("may-drop")));
})();
