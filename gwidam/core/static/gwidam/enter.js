// Enter in a text area: never sends while a syllable is being composed.
// data-enter-sends           Ctrl+Enter (or Cmd+Enter) sends, Enter starts a new line
// data-enter-sends="enter"   Enter sends, Shift+Enter starts a new line
import { isComposing } from "./wire.js";

document.addEventListener("keydown", (event) => {
  const field = event.key === "Enter" && event.target.closest?.("[data-enter-sends]");
  if (!field || isComposing(event)) return;
  const sends = event.ctrlKey || event.metaKey || (field.dataset.enterSends === "enter" && !event.shiftKey);
  if (!sends) return;
  event.preventDefault();
  field.form?.requestSubmit(field.form.querySelector(".button.primary[type=submit], .button.primary:not([type])"));
});
