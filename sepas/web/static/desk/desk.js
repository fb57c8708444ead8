// Small comforts of the desk; every page works without them.
"use strict";

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

// Which groups of the navigation are folded is kept in a cookie, so that the next page comes with them as they are.
document.addEventListener("click", (event) => {
  const summary = event.target.closest("[data-fold] > summary");
  if (!summary) return;
  const group = summary.parentElement;
  const name = group.dataset.fold;
  const kept = (document.cookie.match(/(?:^|; )places=([^;]*)/) || ["", ""])[1].split(".");
  const others = kept.filter((word) => word && word !== name && word !== `-${name}`);
  others.push(group.open ? `-${name}` : name);
  document.cookie = `places=${others.join(".")}; path=/; max-age=31536000; samesite=lax`;
});

// The view that is shown now is in sight, however many stand before it.
document.querySelectorAll(".views [aria-current]").forEach((view) => view.scrollIntoView({ block: "nearest", inline: "nearest" }));
