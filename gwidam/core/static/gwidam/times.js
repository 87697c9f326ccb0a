// Times that keep counting: <time data-ago datetime=...> and promise pills with data-due.
import { words } from "./wire.js";

const SOON = 0.25; // the same quarter as in templatetags/gwidam.py
const EVERY = 15_000;

function fill(pattern, name, value) {
  return (pattern ?? `%(${name})s`).replace(new RegExp(`%\\(${name}\\)[sd]`), value);
}

/** Milliseconds as one unit a person would say. */
export function inWords(span) {
  const minutes = Math.max(0, Math.floor(span / 60_000));
  if (minutes < 60) return fill(words.min, "n", minutes);
  if (minutes < 48 * 60) return fill(words.h, "n", Math.floor(minutes / 60));
  return fill(words.d, "n", Math.floor(minutes / 1440));
}

function tickAgo(element, now) {
  const span = now - Date.parse(element.dateTime);
  if (Math.abs(span) < 60_000) element.textContent = words.now;
  else element.textContent = span > 0 ? fill(words.ago, "span", inWords(span)) : fill(words.in, "span", inWords(-span));
}

function tickDue(pill, now) {
  const due = Date.parse(pill.dataset.due);
  const whole = pill.dataset.from ? due - Date.parse(pill.dataset.from) : 86_400_000;
  const left = due - now;
  pill.dataset.state = left <= 0 ? "late" : left <= whole * SOON ? "soon" : "safe";
  const share = whole > 0 ? Math.min(100, Math.max(0, (100 * left) / whole)) : 0;
  pill.querySelector(".left")?.setAttribute("stroke-dasharray", `${Math.round(share)} 100`);
  const place = pill.querySelector("[data-words]");
  if (place) place.textContent = left > 0 ? fill(words.left, "span", inWords(left)) : fill(words.late, "span", inWords(-left));
}

/** Bring every time on the page up to now. */
export function tick(now = Date.now()) {
  for (const element of document.querySelectorAll("time[data-ago]")) tickAgo(element, now);
  for (const pill of document.querySelectorAll("[data-due]")) tickDue(pill, now);
}

setInterval(() => {
  if (!document.hidden) tick();
}, EVERY);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) tick();
});
