// Presence: an element with data-presence="/url" tells the server that somebody is here, or writing,
// and shows the fragment it gets back (who else is here). On <body> it only tells.
import { post } from "./wire.js";

const EVERY = 20_000;
const WRITES_FOR = 6000;

let wroteAt = 0;

async function ping(element, state, keepalive = false) {
  try {
    const answer = await post(element.dataset.presence, { state }, { keepalive });
    if (keepalive || element === document.body || answer.status === 204) return;
    element.innerHTML = await answer.text();
  } catch {
    // presence is a courtesy: the next ping will do
  }
}

function pingAll() {
  if (document.hidden) return;
  const state = Date.now() - wroteAt < WRITES_FOR ? "writing" : "here";
  for (const element of document.querySelectorAll("[data-presence^='/']")) ping(element, state);
}

document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-writing]")) return;
  const isNew = Date.now() - wroteAt > WRITES_FOR;
  wroteAt = Date.now();
  if (isNew) pingAll();
});
document.addEventListener("visibilitychange", pingAll);
window.addEventListener("pagehide", () => {
  for (const element of document.querySelectorAll("[data-presence^='/']")) ping(element, "away", true);
});
setInterval(pingAll, EVERY);
pingAll();
