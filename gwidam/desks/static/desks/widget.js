// Live chat on any web site: <script src="https://voice.example/widget.js" data-channel="chat" async></script>
// It puts a button into the corner and, once pressed, a frame of the house it came from. The words of the talk stay
// in that frame: no page around it can read them. Nothing here needs a cookie.
(() => {
  "use strict";
  const script = document.currentScript;
  const channel = script?.dataset.channel;
  if (!channel || window.gwidamChat) return;
  window.gwidamChat = true;

  const home = new URL(script.src).origin;
  const asked = (script.dataset.language || document.documentElement.lang || navigator.language || "ko").toLowerCase();
  const language = asked.startsWith("ko") ? "ko" : "en";
  const words = {
    ko: { open: "대화하기", shut: "대화창 닫기", window: "대화창", unread: "새 말" },
    en: { open: "Talk to us", shut: "Close the chat", window: "Chat", unread: "new" },
  }[language];
  const LEFT_OPEN = "gwidam-chat-open"; // of this tab, so that a talk goes on over the pages of the site

  const looks = `
    :host { all: initial; }
    button { position: fixed; inset-block-end: 1rem; inset-inline-end: 1rem; z-index: 2147483000; display: flex;
      align-items: center; gap: .5rem; min-block-size: 3rem; padding: 0 1.1rem; border: 0; border-radius: 99rem;
      background: #263e73; color: #fffdf8; font: 600 1rem/1.3 system-ui, sans-serif; cursor: pointer;
      box-shadow: 0 2px 12px #0004; }
    button:hover { background: #182a54; }
    button:focus-visible { outline: 3px solid #afbff0; outline-offset: 2px; }
    svg { inline-size: 1.4rem; block-size: 1.4rem; fill: none; stroke: currentcolor; stroke-width: 1.7;
      stroke-linecap: round; stroke-linejoin: round; }
    b { min-inline-size: 1.3rem; padding: 0 .35rem; border-radius: 99rem; background: #fffdf8; color: #182a54;
      font-size: .85rem; text-align: center; }
    b:empty { display: none; }
    iframe { position: fixed; inset-block-end: 4.75rem; inset-inline-end: 1rem; z-index: 2147483000;
      inline-size: min(24rem, calc(100vw - 2rem)); block-size: min(38rem, calc(100dvh - 6rem)); border: 1px solid #8c8475;
      border-radius: 8px; background: #f7f4ed; color-scheme: light dark; box-shadow: 0 8px 40px #0004; }
    iframe[hidden] { display: none; }
    @media (max-width: 30rem) {
      iframe { inset: 0; inline-size: 100vw; block-size: 100dvh; border: 0; border-radius: 0; }
    }`;

  const place = document.createElement("div");
  const root = place.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet(); // a style element would need the site's own leave (CSP)
  sheet.replaceSync(looks);
  root.adoptedStyleSheets = [sheet];

  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-haspopup", "dialog");
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M4 5.5h16v10.5h-8.5L7 19.8V16H4z M8 9.2h8 M8 12.3h5");
  picture.append(path);
  const label = document.createElement("span");
  const count = document.createElement("b");
  button.append(picture, label, count);
  root.append(button);

  let frame = null;
  let unread = 0;

  const isOpen = () => Boolean(frame && !frame.hidden);

  function say(told) {
    frame?.contentWindow?.postMessage({ gwidam: told }, home);
  }

  function show() {
    label.textContent = isOpen() ? words.shut : words.open;
    count.textContent = unread ? String(unread) : "";
    count.setAttribute("aria-label", unread ? `${unread} ${words.unread}` : "");
    button.setAttribute("aria-expanded", String(isOpen()));
    try {
      sessionStorage.setItem(LEFT_OPEN, isOpen() ? "1" : "");
    } catch {
      // a site may forbid it; the window then begins closed on the next page
    }
  }

  function open({ takesFocus = true } = {}) {
    if (!frame) {
      frame = document.createElement("iframe");
      frame.title = words.window;
      frame.src = `${home}/chat/${encodeURIComponent(channel)}?language=${language}&host=${encodeURIComponent(location.origin)}`;
      if (takesFocus) frame.addEventListener("load", () => (frame.focus(), say("open")), { once: true });
      root.append(frame);
    }
    frame.hidden = false;
    unread = 0;
    show();
    if (takesFocus) {
      frame.focus();
      say("open");
    }
  }

  function shut() {
    frame.hidden = true;
    say("shut");
    show();
    button.focus();
  }

  button.addEventListener("click", () => (isOpen() ? shut() : open()));
  window.addEventListener("message", ({ origin, source, data }) => {
    if (origin !== home || source !== frame?.contentWindow) return;
    if (data?.gwidam === "shut" && isOpen()) shut();
    if (data?.gwidam === "unread" && !isOpen()) {
      unread += 1;
      show();
    }
  });

  let leftOpen = "";
  try {
    leftOpen = sessionStorage.getItem(LEFT_OPEN) ?? "";
  } catch {
    // not allowed here
  }
  const start = () => {
    document.body.append(place);
    show();
    if (script.dataset.open === "true" || leftOpen) open({ takesFocus: false });
  };
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start, { once: true });
})();
