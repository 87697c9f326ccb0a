// Live pages. <body data-live="URL"> names a stream of server-sent events, each one JSON:
//   id: 4711
//   data: {"kind": "case", "topics": ["case:123", "desk:45"], ...}
// Each becomes a DOM event gwidam:<kind> on document, and every element with
// data-live-on="case:123" hx-get="..." hx-trigger="live" is fetched again; "case:*" hears of every case.
// A browser opens six connections to a host, and people keep more tabs than that:
// one tab holds the stream and tells the others.
import { isTyping, toast, words } from "./wire.js";

const url = document.body.dataset.live;
const POLL = 30_000;
const GATHER = 250; // milliseconds in which several news become one fetch
const SPREAD = 400; // so that a hundred desks do not all ask in the same instant
const LATELY = 60_000; // how long news is kept for pages that were drawn before they could listen

const EVERYTHING = "*"; // said when news may have been missed

const waiting = new Set();

function isBusy(element) {
  if (element.contains(document.activeElement) && isTyping()) return true;
  if (element.querySelector("dialog[open], details.menu[open]")) return true;
  return [...element.querySelectorAll("textarea, input[type=text], input[type=search], input:not([type])")].some(
    (field) => field.value !== field.defaultValue,
  );
}

function putOff(element) {
  waiting.add(element);
  element.dataset.liveStale = "";
}

/** Fetch an element again, or later: when somebody is writing in it, or nobody looks at the page. */
function refresh(element) {
  if (!element.isConnected) return;
  if (document.hidden || isBusy(element)) {
    putOff(element);
    return;
  }
  waiting.delete(element);
  delete element.dataset.liveStale;
  window.htmx?.trigger(element, "live");
}

const timers = new WeakMap();

function refreshSoon(element) {
  clearTimeout(timers.get(element));
  timers.set(element, setTimeout(refresh, GATHER + Math.random() * SPREAD, element));
}

function refreshAll() {
  for (const element of document.querySelectorAll("[data-live-on]")) refreshSoon(element);
}

/** Tell the page about one piece of news. */
export function tell(news) {
  document.dispatchEvent(new CustomEvent(`gwidam:${news.kind}`, { detail: news }));
  const topics = new Set((news.topics ?? []).flatMap((topic) => [topic, topic.replace(/:.*/, ":*")]));
  for (const element of document.querySelectorAll("[data-live-on]")) {
    const concerns = (topic) => topics.has(topic) || topics.has(EVERYTHING);
    if (element.dataset.liveOn.split(/\s+/).some(concerns)) refreshSoon(element);
  }
}

// Somebody may have begun to write while the answer was on its way.
document.addEventListener("htmx:before:swap", (event) => {
  const { sourceElement: element, sourceEvent: cause } = event.detail.ctx;
  if (cause?.type !== "live" || !isBusy(element)) return;
  event.preventDefault();
  putOff(element);
});

document.addEventListener("focusout", () => setTimeout(() => waiting.forEach(refresh), 50));
document.addEventListener("visibilitychange", () => waiting.forEach(refresh));
document.addEventListener("submit", () => setTimeout(() => waiting.forEach(refresh), 1000));

if (url) follow(url);

function follow(address) {
  const others = new BroadcastChannel(`gwidam.live ${address}`);
  const lately = []; // [moment, news], where this tab holds the stream
  let isDown = false;
  let poll = 0;
  let wait = 2000;

  const setDown = (down) => {
    if (down === isDown) return;
    isDown = down;
    clearInterval(poll);
    if (down) poll = setInterval(refreshAll, POLL);
    else refreshAll(); // something may have happened in between
    toast(down ? words.offline : words.online);
  };

  others.onmessage = ({ data }) => {
    if (data.news) tell(data.news);
    if ("down" in data) setDown(data.down);
    if (data.ask && isDown) others.postMessage({ down: true });
    if (data.ask) {
      for (const [moment, news] of lately) if (moment > Date.now() - data.age - GATHER) others.postMessage({ news });
    }
  };
  // A tab that opens while the stream is down must poll, too; and it wants what came since its page was drawn.
  others.postMessage({ ask: true, age: performance.now() });

  const keep = (news) => {
    lately.push([Date.now(), news]);
    while (lately[0][0] < Date.now() - LATELY) lately.shift();
  };

  const share = (message) => {
    others.onmessage({ data: message });
    others.postMessage(message);
  };

  const listen = () => {
    const stream = new EventSource(`${address}?age=${Math.ceil(performance.now())}`, { withCredentials: true });
    let grace = 0;
    stream.onopen = () => {
      clearTimeout(grace);
      wait = 2000;
      share({ down: false });
    };
    stream.onmessage = (event) => {
      try {
        const news = JSON.parse(event.data);
        keep(news);
        share({ news });
      } catch {
        // a line we cannot read is no reason to stop listening
      }
    };
    stream.onerror = () => {
      clearTimeout(grace);
      grace = setTimeout(() => share({ down: true }), 8000); // short breaks pass unnoticed
      if (stream.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      wait = Math.min(wait * 2, 60_000);
      setTimeout(listen, wait * (0.5 + Math.random()));
    };
  };

  if (navigator.locks) navigator.locks.request(`gwidam.live ${address}`, () => new Promise(listen));
  else listen();
}
