// Sharing a link: the device's own sheet where there is one, else the clipboard.
"use strict";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-share]");
  if (!button) return;
  const url = button.dataset.share;
  try {
    if (navigator.share) await navigator.share({ url });
    else {
      await navigator.clipboard.writeText(url);
      const label = button.querySelector("span") || button;
      const before = label.textContent;
      label.textContent = button.dataset.done;
      setTimeout(() => { label.textContent = before; }, 2000);
    }
  } catch { /* The person closed the sheet, or the browser forbids it: the address stands in the field. */ }
});
