// The page of one talk: a line leaves without the page being drawn anew, and is sent again until it has arrived.
// Its key stays the same until then, so that it is one line however often it is sent.
import { post, toast } from "../gwidam/wire.js";

const AGAIN = 2000; // milliseconds
const WRITING_EVERY = 4000; // the customer is shown it for six seconds
const form = document.querySelector("[data-say]");
const text = form?.querySelector("textarea");

const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function toEnd() {
  const last = document.querySelector("#said .talk-line:last-child");
  last?.scrollIntoView({ block: "nearest" });
}

/** Send one line until the house has it; what it refuses is put back with the reason. */
async function send(body, said) {
  const state = form.querySelector("[data-say-state]");
  for (;;) {
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" });
      if (answer.ok) break;
      if (answer.status < 500 && answer.status !== 429) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        toast(page.querySelector("[data-refused], .form-errors")?.textContent.trim() || state.dataset.failed);
        if (!text.value) text.value = said;
        break;
      }
    } catch {
      // the line is down
    }
    state.textContent = state.dataset.failed;
    await new Promise((later) => setTimeout(later, AGAIN));
  }
  state.textContent = "";
  window.htmx?.trigger("#said", "live");
}

let sending = Promise.resolve();

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const said = text.value;
  if (!said.trim()) return;
  const body = new URLSearchParams(new FormData(form));
  form.elements.key.value = newKey();
  text.value = "";
  text.focus();
  sending = sending.then(() => send(body, said)); // one after the other, in the order of writing
});

// The page's presence tells that somebody begins to write; who goes on writing is told here.
let wroteAt = 0;
text?.addEventListener("input", () => {
  const now = Date.now();
  if (now - wroteAt < WRITING_EVERY) return;
  if (now - wroteAt < 2 * WRITING_EVERY)
    post(document.querySelector("main [data-presence]").dataset.presence, { state: "writing" }).catch(() => {});
  wroteAt = now;
});

document.querySelector("[data-ready]")?.addEventListener("change", ({ target }) => {
  if (!target.value) return;
  text.value = text.value ? `${text.value}\n${target.value}` : target.value;
  target.value = "";
  text.focus();
  text.dispatchEvent(new Event("input", { bubbles: true }));
});

// Who keeps the talk, or that it is over, changes what can be done: the page is drawn anew where nothing is lost by it.
let stands = document.getElementById("said")?.dataset.stateNow;
document.addEventListener("htmx:after:swap", () => {
  const now = document.getElementById("said")?.dataset.stateNow;
  toEnd();
  if (now === stands || text?.value) return;
  stands = now;
  if (!document.querySelector("dialog[open]")) location.reload();
});
toEnd();
