// Shortcuts: every element with data-key="n" or data-key="shift+c" can be reached with that key.
// Keys go by their place on the keyboard (event.code): with a Korean input method on, event.key is no Latin letter.
import { isComposing, isTyping, words } from "./wire.js";

const PLACES = { "/": "Slash", "?": "shift+Slash", ".": "Period", ",": "Comma", "[": "BracketLeft", "]": "BracketRight" };

/** "n" -> "KeyN", "shift+c" -> "shift+KeyC", "2" -> "Digit2". */
export function placeOf(key) {
  const parts = key.toLowerCase().split("+");
  const last = parts.pop() || "+";
  const place = PLACES[last] ?? (/^[a-z]$/.test(last) ? `Key${last.toUpperCase()}` : /^\d$/.test(last) ? `Digit${last}` : last);
  return [...parts, place].join("+");
}

function pressed(event) {
  return (event.shiftKey ? "shift+" : "") + event.code;
}

const isShown = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;

function keyed() {
  const scope = document.querySelector("dialog[open]") ?? document;
  return [...scope.querySelectorAll("[data-key]")].filter((element) => isShown(element) && !element.disabled);
}

function reach(element) {
  if (isTyping(element)) element.focus();
  else element.click();
}

function nameOf(element) {
  const named = element.getAttribute("aria-label") ?? element.title;
  if (named) return named;
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd, .count, svg").forEach((extra) => extra.remove());
  return copy.textContent.trim() || element.labels?.[0]?.textContent.trim() || "";
}

function line(name, key) {
  const term = document.createElement("dt");
  term.textContent = name;
  const value = document.createElement("dd");
  const cap = document.createElement("kbd");
  cap.textContent = key;
  value.append(cap);
  return [term, value];
}

function showHelp() {
  const dialog = document.getElementById("keys");
  if (!dialog || dialog.open) return;
  const seen = new Set();
  const lines = keyed().flatMap((element) => {
    const key = element.dataset.key;
    if (seen.has(key)) return [];
    seen.add(key);
    return line(nameOf(element), key.length === 1 ? key.toUpperCase() : key);
  });
  const palette = document.querySelector("#palette [aria-label]");
  if (palette) lines.push(...line(palette.getAttribute("aria-label"), modifier() + " K"));
  lines.push(...line(words.help ?? "", "?"));
  dialog.querySelector(".key-list").replaceChildren(...lines);
  dialog.showModal();
}

/** The name of the key that opens the palette on this machine. */
export function modifier() {
  return /Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl";
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isComposing(event) || isTyping(event.target)) return;
  const place = pressed(event);
  if (place === PLACES["?"] || event.key === "?") {
    event.preventDefault();
    showHelp();
    return;
  }
  const element = keyed().find((candidate) => placeOf(candidate.dataset.key) === place);
  if (!element) return;
  event.preventDefault();
  reach(element);
});

for (const hint of document.querySelectorAll("[data-mod]")) hint.textContent = `${modifier()} K`;
