// What the other modules share: the words of the page, a fetch that carries the CSRF token, a toast.

/** The page's own sentences, in the reader's language (core/parts/words.html). */
export const words = document.getElementById("words")?.dataset ?? {};

const token = document.querySelector('meta[name="csrf"]')?.content ?? "";

/** POST fields to a URL; resolves to the response, rejects when the line is down or the answer is an error. */
export async function post(url, fields, { keepalive = false, signal } = {}) {
  const answer = await fetch(url, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "X-CSRFToken": token, "X-Requested-With": "fetch" },
    credentials: "same-origin",
    keepalive,
    signal,
  });
  if (!answer.ok) throw new Error(`${answer.status} from ${url}`);
  return answer;
}

/** GET an HTML fragment as text. `HX-Request` tells the server that only the part is wanted. */
export async function fragment(url, { signal } = {}) {
  const answer = await fetch(url, { headers: { "HX-Request": "true" }, credentials: "same-origin", signal });
  if (!answer.ok) throw new Error(`${answer.status} from ${url}`);
  return answer.text();
}

/** Say something in the corner of the page for a few seconds. */
export function toast(sentence) {
  const corner = document.getElementById("toasts");
  const mould = document.getElementById("toast");
  if (!corner || !mould) return;
  const slip = mould.content.firstElementChild.cloneNode(true);
  slip.querySelector("p").textContent = sentence;
  corner.append(slip);
  setTimeout(() => slip.remove(), 6000);
}

/** Whether keys now belong to a field. */
export function isTyping(element = document.activeElement) {
  return Boolean(element?.closest?.('input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"]), textarea, select, [contenteditable]'));
}

/** Whether a Korean (or Chinese, Japanese) syllable is still being put together. */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

/** Run `act` once things have been quiet for `wait` milliseconds. */
export function quietly(wait, act) {
  let timer;
  const later = (...given) => {
    clearTimeout(timer);
    timer = setTimeout(act, wait, ...given);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}

document.addEventListener("htmx:config:request", (event) => {
  event.detail.ctx.request.headers["X-CSRFToken"] = token;
});
