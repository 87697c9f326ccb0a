// Whoever points at a label, or has it in the focus, sees the words it was read from.
const evidenceOf = (event) => event.target.closest?.("[data-evidence]")?.dataset.evidence;

const show = (name, isShown) => {
  for (const words of document.querySelectorAll(`[data-of~="${CSS.escape(name)}"]`)) {
    words.classList.toggle("is-evidence", isShown);
  }
};

for (const [kind, isShown] of [["pointerover", true], ["focusin", true], ["pointerout", false], ["focusout", false]]) {
  document.addEventListener(kind, (event) => {
    const name = evidenceOf(event);
    if (name) show(name, isShown);
  });
}
