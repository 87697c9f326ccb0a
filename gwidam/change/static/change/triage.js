// Deciding on many ideas by keyboard: A, D, F, R work on the chosen rows, or on the one that has the focus; U takes
// the last act back. J, K and X are those of every list (desks/rows.js). These keys come before those of the page.
const board = () => document.getElementById("triage");

const isElsewhere = () =>
  document.querySelector("dialog[open]") ||
  document.activeElement?.closest?.('input:not([type="checkbox"]), textarea, select, [contenteditable], details.menu[open]');

const boxes = () => [...(board()?.querySelectorAll("input[name=idea]") ?? [])];

/** Without a choice the row that has the focus is meant. */
function choose() {
  if (boxes().some((box) => box.checked)) return true;
  const box = document.activeElement?.closest?.(".row")?.querySelector("input[name=idea]");
  if (!box) return false;
  box.checked = true;
  count();
  return true;
}

function count() {
  const all = boxes();
  const chosen = all.filter((box) => box.checked).length;
  const told = board()?.querySelector("[data-chosen]");
  if (told) told.textContent = chosen;
  const every = board()?.querySelector("[data-all]");
  if (every) every.checked = chosen > 0 && chosen === all.length;
}

document.addEventListener(
  "keydown",
  (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.isComposing || event.keyCode === 229 || isElsewhere()) return;
    const letter = /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase();
    const button = letter && document.querySelector(`[data-triage-key="${letter}"]`);
    if (!button || (letter !== "u" && !choose())) return;
    event.preventDefault();
    event.stopPropagation();
    button.click();
  },
  true,
);

// A button that opens a dialog needs a choice, too.
document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.("#triage [data-triage-key]");
    if (button && !boxes().some((box) => box.checked)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      boxes()[0]?.focus();
    }
  },
  true,
);

document.addEventListener("change", (event) => {
  if (event.target.matches?.("#triage [data-all]")) boxes().forEach((box) => (box.checked = event.target.checked));
  if (event.target.closest?.("#triage")) count();
});
document.addEventListener("htmx:after:swap", count);
