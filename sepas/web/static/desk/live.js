// What changes elsewhere shows here: by a stream where there is one, else by asking from time to time.
"use strict";

(() => {
  const news = document.getElementById("news");
  const inbox = document.getElementById("inbox");
  const address = document.body.dataset.live;
  let streaming = false;
  let opened = 0;
  let late = null;

  const notified = () => document.body.dispatchEvent(new CustomEvent("notified"));

  // The parts of a case that hold no form of ours are put in place anew; what is being typed stays.
  const PARTS = ["posts", "clocks", "timeline", "case-state"];
  const refresh = () => {
    if (!news || !window.htmx) return;
    const box = document.getElementById("id_body");
    const typing = document.querySelector("details.verb[open]") || (box && box.value.trim());
    const parts = [...PARTS, ...(typing ? [] : ["seen", "verbs"])].filter((id) => document.getElementById(id));
    const before = new Set([...document.querySelectorAll("#posts .post")].map((post) => post.id));
    window.htmx
      .ajax("GET", location.pathname + location.search, {
        target: "#news",
        swap: "none",
        selectOOB: parts.map((id) => `#${id}:outerHTML`).join(","),
      })
      .then(() => {
        document.querySelectorAll("#posts .post[id]").forEach((post) => post.classList.toggle("post-new", !before.has(post.id)));
        if (typing) news.hidden = false;
      });
  };
  const soon = () => {
    clearTimeout(late);
    late = setTimeout(refresh, 400);
  };
  document.addEventListener("case-changed", soon);

  const heard = (event) => {
    if (news && event.code === news.dataset.case) soon();
    if (inbox && event.name === "case.opened") {
      opened += 1;
      const bar = document.getElementById("inbox-news");
      if (!bar) return;
      bar.querySelector("[data-number]").textContent = new Intl.NumberFormat(document.documentElement.lang === "fa" ? "fa-IR" : "en").format(opened);
      bar.querySelector("a").href = location.href;
      bar.hidden = false;
    }
    document.body.dispatchEvent(new CustomEvent("live-case", { detail: event }));
  };

  // A person's newest tabs have streams. Whose place was taken asks from time to time, and comes back when it is looked at.
  let stream = null;
  let replaced = 0;
  const listen = () => {
    stream = new EventSource(address, { withCredentials: true });
    let failed = 0;
    replaced = 0;
    stream.onopen = () => {
      streaming = true;
      failed = 0;
    };
    stream.onerror = () => {
      streaming = false;
      failed += 1;
      if (failed > 5) stream.close();
    };
    stream.addEventListener("case", (event) => heard(JSON.parse(event.data)));
    stream.addEventListener("notified", notified);
    stream.addEventListener("reread", soon);
    stream.addEventListener("replaced", () => {
      stream.close();
      streaming = false;
      replaced = Date.now();
    });
  };
  if (address && window.EventSource) {
    listen();
    window.addEventListener("pagehide", () => stream.close());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden || !replaced) return;
      soon();
      notified();
      if (Date.now() - replaced > 30000) listen();
    });
  }
  setInterval(() => {
    if (!streaming && !document.hidden) soon();
  }, 45000);
})();
