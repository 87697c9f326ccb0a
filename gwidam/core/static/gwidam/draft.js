// Drafts: what is typed in a field with data-draft="/url" is kept on the server while it is typed,
// once more when the page goes away, and in this tab for as long as the server cannot be reached.
import { post, words } from "./wire.js";

const PAUSE = 800; // milliseconds of quiet before a draft is sent
const AGAIN = 10_000; // until the next try after a failure
const LIMIT = 60_000; // bytes: a browser refuses more from a page that is going away

const drafts = new Map(); // field -> { timer, kept, sending }

const shelf = (field) => `gwidam.draft ${field.dataset.draft}`;

function onShelf(field, text) {
  try {
    if (text === null) sessionStorage.removeItem(shelf(field));
    else sessionStorage.setItem(shelf(field), text);
  } catch {
    // no shelf: the server copy has to do
  }
}

function say(field, sentence) {
  const place = field.form?.querySelector("[data-draft-state]") ?? field.parentElement.querySelector("[data-draft-state]");
  if (place) place.textContent = sentence ?? "";
}

async function keep(field, { keepalive = false } = {}) {
  const draft = drafts.get(field);
  if (!draft || draft.kept === field.value) return;
  const text = field.value;
  clearTimeout(draft.timer);
  say(field, words.saving);
  draft.sending = new AbortController();
  try {
    await post(
      field.dataset.draft,
      { [field.name]: text },
      { keepalive: keepalive && text.length * 3 < LIMIT, signal: draft.sending.signal },
    );
    draft.kept = text;
    if (field.value === text) {
      onShelf(field, null);
      say(field, words.saved);
    }
  } catch (error) {
    if (error.name === "AbortError") return;
    onShelf(field, text);
    say(field, words.unsaved);
    draft.timer = setTimeout(keep, AGAIN, field);
  }
}

function begin(field) {
  if (!drafts.has(field)) drafts.set(field, { timer: 0, kept: field.defaultValue, sending: null });
  return drafts.get(field);
}

/** Put back what this tab could not send before. */
function restore(root) {
  for (const field of root.querySelectorAll?.("[data-draft]") ?? []) {
    let left = null;
    try {
      left = sessionStorage.getItem(shelf(field));
    } catch {
      // nothing on the shelf
    }
    if (left === null || field.value) continue;
    begin(field);
    field.value = left;
    keep(field);
  }
}

document.addEventListener("input", (event) => {
  const field = event.target.closest?.("[data-draft]");
  if (!field) return;
  const draft = begin(field);
  clearTimeout(draft.timer);
  draft.timer = setTimeout(keep, PAUSE, field);
});

// Once sent, the text is no draft any more; a save that comes later would bring it back to life.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented && !event.target.matches("[hx-post], [data-hx-post]")) return;
  for (const [field, draft] of drafts) {
    if (field.form !== event.target) continue;
    clearTimeout(draft.timer);
    draft.sending?.abort();
    onShelf(field, null);
    drafts.delete(field);
  }
});

window.addEventListener("pagehide", () => {
  for (const field of drafts.keys()) if (field.isConnected) keep(field, { keepalive: true });
});

document.addEventListener("htmx:after:swap", (event) => {
  for (const field of drafts.keys()) if (!field.isConnected) drafts.delete(field);
  restore(event.target);
});
restore(document);
