// Keys of the desk; every page works without them.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = event.target;
  if (at.closest("input, textarea, select, [contenteditable]")) return;
  const search = document.querySelector("[data-search]");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});

// One form of a case is open at a time.
document.addEventListener(
  "toggle",
  (event) => {
    const opened = event.target;
    if (!opened.matches || !opened.matches("details.verb") || !opened.open) return;
    document.querySelectorAll("details.verb[open]").forEach((other) => {
      if (other !== opened) other.open = false;
    });
    const first = opened.querySelector("textarea, select, input:not([type=hidden])");
    if (first && !opened.dataset.quiet) first.focus();
  },
  true,
);
