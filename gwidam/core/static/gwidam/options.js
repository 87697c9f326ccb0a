// A list of role="option" under a field, moved through with the arrow keys: palette and suggestions share it.
import { isComposing } from "./wire.js";

let serial = 0;

export class Options {
  /** `field` has the focus, `list` holds the options, `choose(option, event)` is what Enter and a click do. */
  constructor(field, list, choose) {
    this.field = field;
    this.list = list;
    this.choose = choose;
    list.addEventListener("click", (event) => {
      const option = event.target.closest('[role="option"]');
      if (option) this.choose(option, event);
    });
  }

  all() {
    return [...this.list.querySelectorAll('[role="option"]')];
  }

  chosen() {
    return this.list.querySelector('[aria-selected="true"]');
  }

  fill(html) {
    this.list.innerHTML = html;
    for (const option of this.all()) {
      option.id ||= `option-${++serial}`;
      option.tabIndex = -1;
    }
    this.field.setAttribute("aria-expanded", String(this.all().length > 0));
    this.mark(this.all()[0]);
  }

  clear() {
    this.list.replaceChildren();
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  mark(option) {
    for (const other of this.all()) other.setAttribute("aria-selected", String(other === option));
    if (!option) return this.field.removeAttribute("aria-activedescendant");
    this.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  /** Answer a key pressed in the field; true when it was one of ours. */
  key(event) {
    if (isComposing(event)) return false;
    const options = this.all();
    if (!options.length) return false;
    const at = options.indexOf(this.chosen());
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.mark(options[(at + step + options.length) % options.length]);
      return true;
    }
    if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      this.choose(options[at], event);
      return true;
    }
    return false;
  }
}
