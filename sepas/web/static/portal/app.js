// The portal as an app: what is written stays on the device until it has arrived, and is sent once, however often
// the network fails. Without this file everything still works; only then a lost connection loses what was typed.
"use strict";

(() => {
  const words = document.getElementById("app-words");
  const say = (name) => (words ? words.dataset[name] : "");

  // --- A drawer on the device: one draft of a request, one form that waits to be sent ---------------------------
  const drawer = (mode, act) => new Promise((resolve, reject) => {
    const opening = indexedDB.open("sepas", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const work = database.transaction("kept", mode);
      const asked = act(work.objectStore("kept"));
      work.oncomplete = () => { database.close(); resolve(asked.result); };
      work.onerror = () => { database.close(); reject(work.error); };
    };
  });
  const keep = (name, value) => drawer("readwrite", (store) => store.put(value, name)).catch(() => undefined);
  const kept = (name) => drawer("readonly", (store) => store.get(name)).catch(() => undefined);
  const forget = (name) => drawer("readwrite", (store) => store.delete(name)).catch(() => undefined);

  // --- Telling ---------------------------------------------------------------------------------------------------
  const tell = (text, action, act) => {
    const place = document.getElementById("alerts");
    if (!place) return;
    place.querySelectorAll("[data-told]").forEach((old) => old.remove());
    if (!text) return;
    const note = document.createElement("div");
    note.className = "notice notice-calm";
    note.dataset.told = "";
    const told = document.createElement("div");
    told.className = "notice-body";
    const line = document.createElement("p");
    line.textContent = text;
    told.append(line);
    note.append(told);
    if (action) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-link";
      button.textContent = action;
      button.addEventListener("click", () => { note.remove(); act(); });
      told.append(button);
    }
    place.append(note);
  };

  // --- The draft of a request -------------------------------------------------------------------------------------
  const DRAFT = ["kind", "about", "description"];
  const draftForm = () => document.querySelector("form[data-draft]");
  const putFiles = (form, files) => {
    const input = form.querySelector("input[type=file][name]");
    if (!input || !files || !files.length) return;
    const carrier = new DataTransfer();
    files.forEach((file) => carrier.items.add(file));
    input.files = carrier.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const saveDraft = (form) => {
    const fields = {};
    DRAFT.forEach((name) => { if (form.elements[name]) fields[name] = form.elements[name].value; });
    const input = form.querySelector("input[type=file][name]");
    if (!fields.description && !fields.about) return forget("draft");
    return keep("draft", { fields, files: input ? [...input.files] : [], at: Date.now() });
  };
  const restoreDraft = async (form) => {
    const draft = await kept("draft");
    if (!draft || form.elements.description.value) return;
    if (Date.now() - draft.at > 14 * 86400000) { forget("draft"); return; }
    DRAFT.forEach((name) => {
      const field = form.elements[name];
      if (field && draft.fields[name] && !(name === "about" && field.value)) field.value = draft.fields[name];
    });
    putFiles(form, draft.files);
    tell(say("restored"), say("forget"), () => { forget("draft"); form.reset(); });
  };
  const watch = () => {
    const form = draftForm();
    if (!form) return;
    let soon = 0;
    const later = () => { clearTimeout(soon); soon = setTimeout(() => saveDraft(form), 400); };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    restoreDraft(form);
  };

  // --- Sending with progress, and again when the network is back --------------------------------------------------
  const show = (text, address) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const main = page.getElementById("main");
    if (!main) { location.assign(address); return; }
    document.getElementById("main").replaceWith(main);
    main.focus({ preventScroll: true });
    // The sign by which camera, copying and the like begin on what was put in place.
    main.dispatchEvent(new CustomEvent("htmx:afterSettle", { bubbles: true }));
    const wrong = main.querySelector(".field-wrong input, .field-wrong select, .field-wrong textarea");
    if (wrong) wrong.focus();
    const form = draftForm();
    if (form) kept("draft").then((draft) => { if (draft) putFiles(form, draft.files); });
    watch();
  };
  const send = (action, body, progress) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", action);
    request.timeout = 600000;
    request.upload.onprogress = (event) => {
      if (progress && event.lengthComputable) { progress.hidden = false; progress.value = event.loaded / event.total; }
    };
    request.onload = () => resolve(request);
    request.onerror = request.ontimeout = request.onabort = () => reject(new Error("network"));
    request.send(body);
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.matches("form[data-leave]")) { forget("draft"); forget("waiting"); return; }
    if (!form.matches("form[data-sending]")) return;
    event.preventDefault();
    if (form.dataset.sending === "now") return;
    form.dataset.sending = "now";
    const entries = [...new FormData(form, event.submitter)];
    if (form.matches("[data-draft]")) await saveDraft(form);
    const button = form.querySelector("[type=submit], button:not([type])");
    if (button) button.setAttribute("aria-busy", "true");
    const progress = form.querySelector("progress");
    try {
      const body = new FormData();
      entries.forEach(([name, value]) => body.append(name, value));
      const answer = await send(form.action, body, progress);
      await forget("waiting");
      if (answer.status >= 500) tell(say("failed"));
      else if (answer.status >= 400) show(answer.responseText, form.action);
      else {
        // The request is there: whoever goes on at once must not meet its draft again.
        if (form.matches("[data-wait]")) await forget("draft");
        location.assign(answer.responseURL);
        return;
      }
    } catch {
      if (form.matches("[data-wait]")) {
        await keep("waiting", { action: form.action, entries, at: Date.now() });
        tell(say("waiting"), say("now"), sendWaiting);
      } else tell(say("lost"));
    } finally {
      form.dataset.sending = "";
      delete form.dataset.sent;
      if (button) button.removeAttribute("aria-busy");
      if (progress) progress.hidden = true;
    }
  });
  let busy = false;
  const sendWaiting = async () => {
    const waiting = await kept("waiting");
    if (!waiting || busy) return;
    if (Date.now() - waiting.at > 86400000) { await forget("waiting"); return; }
    busy = true;
    tell(say("sending"));
    try {
      const body = new FormData();
      // The form's own key goes along: the server does it once, whether or not the first sending had arrived.
      waiting.entries.forEach(([name, value]) => body.append(name, value));
      const answer = await send(waiting.action, body, null);
      if (answer.status < 500) await forget("waiting");
      if (answer.status < 400) { await forget("draft"); location.assign(answer.responseURL); }
      else if (answer.status < 500) show(answer.responseText, waiting.action);
      else tell(say("failed"), say("now"), sendWaiting);
    } catch {
      tell(say("waiting"), say("now"), sendWaiting);
    } finally { busy = false; }
  };
  window.addEventListener("online", sendWaiting);

  // What to photograph follows what is needed.
  document.addEventListener("change", (event) => {
    if (event.target.name !== "kind") return;
    document.querySelectorAll(".shots").forEach((part) => { part.hidden = part.dataset.for !== event.target.value; });
  });

  // --- Beginning --------------------------------------------------------------------------------------------------
  if (document.querySelector("[data-arrived]")) { forget("draft"); forget("waiting"); }
  else { watch(); sendWaiting(); }
  document.querySelectorAll("[data-reload]").forEach((button) => button.addEventListener("click", () => location.reload()));
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => undefined);
})();
