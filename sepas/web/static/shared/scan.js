// Serial numbers and codes read by the camera or from a photo, beside every field that asks for one. The browser's own
// BarcodeDetector where it is there; else jsQR, which is fetched only once somebody presses the button.
"use strict";

(() => {
  const FORMATS = ["qr_code", "data_matrix", "code_128", "code_39", "ean_13", "ean_8", "itf"];
  const SIDE = 1280; // pixels of the longer side that are looked at
  let reader = null;

  function script(address) {
    return new Promise((resolve, reject) => {
      const tag = document.createElement("script");
      tag.src = address;
      tag.onload = resolve;
      tag.onerror = reject;
      document.head.append(tag);
    });
  }

  async function detector() {
    if (!("BarcodeDetector" in window)) return null;
    try {
      const known = await window.BarcodeDetector.getSupportedFormats();
      const formats = FORMATS.filter((name) => known.includes(name));
      return formats.includes("qr_code") ? new window.BarcodeDetector({ formats }) : null;
    } catch {
      return null;
    }
  }

  // A function from a canvas to the text of a code in it, or "".
  async function makeReader(address) {
    const own = await detector();
    if (own) return async (canvas) => ((await own.detect(canvas))[0] || { rawValue: "" }).rawValue;
    if (!window.jsQR) await script(address);
    return async (canvas) => {
      const picture = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const found = window.jsQR(picture.data, picture.width, picture.height);
      return found ? found.data : "";
    };
  }

  function draw(canvas, source, width, height) {
    const scale = Math.min(1, SIDE / Math.max(width, height));
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    canvas.getContext("2d", { willReadFrequently: true }).drawImage(source, 0, 0, canvas.width, canvas.height);
  }

  // What goes into the field: of a GS1 Digital Link or one of our own links the serial number, else all that was read.
  function serialOf(text) {
    const plain = text.trim();
    if (!/^https?:\/\//i.test(plain)) return plain;
    try {
      const url = new URL(plain);
      const parts = url.pathname.split("/").map(decodeURIComponent);
      const place = parts.lastIndexOf("21");
      const named = place > 0 ? parts[place + 1] : "";
      return named || url.searchParams.get("21") || url.searchParams.get("serial") || plain;
    } catch {
      return plain;
    }
  }

  function set(box) {
    const field = document.getElementById(box.dataset.scan);
    const said = box.querySelector("[data-scan-said]");
    const frame = box.querySelector("[data-scan-frame]");
    const video = box.querySelector("[data-scan-video]");
    const button = box.querySelector("[data-scan-camera]");
    const photo = box.querySelector("[data-scan-photo]");
    const canvas = document.createElement("canvas");
    let stream = null;
    if (!field) return;

    const say = (what, kind = "", more = "") => {
      said.textContent = what ? box.dataset[what] + (more ? ` ${more}` : "") : "";
      said.className = `scan-said ${kind && `scan-said-${kind}`}`;
    };

    const stop = () => {
      if (stream) stream.getTracks().forEach((track) => track.stop());
      stream = null;
      video.srcObject = null;
      frame.hidden = true;
      button.disabled = false;
    };

    const take = (text) => {
      field.value = serialOf(text);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
      say("sayFound", "good", field.value);
      field.focus();
    };

    const load = async () => {
      try {
        reader = reader || (await makeReader(box.dataset.reader));
      } catch {
        say("sayFailed", "bad");
      }
      return reader;
    };

    const look = async (read) => {
      if (!stream) return;
      if (video.readyState >= 2 && video.videoWidth) {
        draw(canvas, video, video.videoWidth, video.videoHeight);
        const text = await read(canvas).catch(() => "");
        if (!stream) return;
        if (text) {
          stop();
          take(text);
          return;
        }
      }
      setTimeout(() => look(read), 120);
    };

    button.addEventListener("click", async () => {
      const media = navigator.mediaDevices;
      if (!media || !media.getUserMedia) return say("sayNone", "bad");
      button.disabled = true;
      say("sayStarting");
      const read = await load();
      if (!read) return (button.disabled = false);
      try {
        stream = await media.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
        video.srcObject = stream;
        frame.hidden = false;
        await video.play();
        say("sayAim");
        look(read);
      } catch (problem) {
        stop();
        say(problem.name === "NotAllowedError" || problem.name === "SecurityError" ? "sayDenied" : "sayNone", "bad");
      }
    });

    box.querySelector("[data-scan-stop]").addEventListener("click", () => {
      stop();
      say("");
    });

    photo.addEventListener("change", async () => {
      const file = photo.files[0];
      photo.value = "";
      if (!file) return;
      stop();
      const read = await load();
      if (!read) return;
      try {
        const picture = await createImageBitmap(file);
        draw(canvas, picture, picture.width, picture.height);
        const text = await read(canvas);
        if (text) take(text);
        else say("sayUnread", "bad");
      } catch {
        say("sayUnread", "bad");
      }
    });

    window.addEventListener("pagehide", stop);
    box.hidden = false;
  }

  const start = () => document.querySelectorAll("[data-scan]:not([data-scan-set])").forEach((box) => {
    box.setAttribute("data-scan-set", "");
    set(box);
  });
  document.addEventListener("htmx:afterSettle", start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
