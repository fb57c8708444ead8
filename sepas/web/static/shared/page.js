// Small comforts; every page works without them.
"use strict";

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  });
});

// A form that was sent cannot be sent again by a second tap; the server would forgive it anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.dataset.sent) {
    if (form.dataset.sent) event.preventDefault();
    return;
  }
  if (!form.hasAttribute("hx-post")) form.dataset.sent = "yes";
});
const sendable = () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
window.addEventListener("pageshow", sendable);
document.addEventListener("htmx:afterRequest", sendable);

// A new step was put in place: start reading there.
document.addEventListener("htmx:afterSettle", (event) => {
  const wrong = event.target.querySelector("[aria-invalid]");
  if (wrong) wrong.focus();
  else if (event.target.id === "main") event.target.focus({ preventScroll: true });
});

document.addEventListener("DOMContentLoaded", () => {
  const wrong = document.querySelector(".field-wrong input, .field-wrong select, .field-wrong textarea");
  if (wrong && !document.body.hasAttribute("data-still")) wrong.focus();
});
