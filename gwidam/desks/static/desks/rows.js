// Lists by keyboard: J and K (or the arrow keys, once a row has the focus) go from row to row, Enter opens it,
// and a key of a row's own button (data-row-key="y") works on the row that has the focus, and on no other.
const isElsewhere = () =>
  document.querySelector("dialog[open]") ||
  document.activeElement?.closest?.("input, textarea, select, [contenteditable], details.menu[open]");

const links = () => [...document.querySelectorAll("[data-rows] .row-title")];

function step(by) {
  const all = links();
  const row = document.activeElement?.closest?.(".row");
  const at = all.findIndex((link) => link.closest(".row") === row);
  all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.isComposing || event.keyCode === 229 || isElsewhere()) return;
  const row = document.activeElement?.closest?.("[data-rows] .row");
  const by = { KeyJ: 1, KeyK: -1, ...(row && { ArrowDown: 1, ArrowUp: -1 }) }[event.code];
  if (by) {
    event.preventDefault();
    step(by);
    return;
  }
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase();
  const button = letter && row?.querySelector(`[data-row-key="${letter}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
