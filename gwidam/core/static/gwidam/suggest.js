// Suggestions under a field: <input data-suggest="/url"> asks /url?q=... for options.
// An option's data-value goes into the field named by data-suggest-into, its data-label (or text) into the field;
// an option that is a link simply leads there.
import { Options } from "./options.js";
import { fragment, quietly } from "./wire.js";

const lists = new WeakMap();

function intoField(field) {
  return field.dataset.suggestInto ? document.querySelector(field.dataset.suggestInto) : null;
}

function choose(field, options, option) {
  if (option.matches("a[href]")) {
    location.assign(option.href);
    return;
  }
  field.value = option.dataset.label ?? option.textContent.trim();
  const target = intoField(field);
  if (target) {
    target.value = option.dataset.value ?? "";
    target.dispatchEvent(new Event("change", { bubbles: true }));
  }
  options.clear();
  field.dispatchEvent(new CustomEvent("gwidam:chosen", { bubbles: true, detail: { ...option.dataset } }));
}

function attach(field) {
  const attached = {};
  lists.set(field, attached); // before the focus below brings us here again
  const list = document.createElement("div");
  list.className = "suggest-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels?.[0]?.textContent.trim() ?? field.getAttribute("aria-label") ?? "");
  list.id = `${field.id || field.name}-suggestions`;
  const frame = document.createElement("div");
  frame.className = "suggest";
  field.replaceWith(frame);
  frame.append(field, list);
  field.focus();
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  field.autocomplete = "off";

  const options = new Options(field, list, (option) => choose(field, options, option));
  let asked = new AbortController();
  const look = quietly(150, async () => {
    asked.abort();
    asked = new AbortController();
    const query = field.value.trim();
    if (!query) return options.clear();
    try {
      const mark = field.dataset.suggest.includes("?") ? "&" : "?";
      const found = await fragment(`${field.dataset.suggest}${mark}q=${encodeURIComponent(query)}`, { signal: asked.signal });
      if (document.activeElement === field) options.fill(found);
    } catch (error) {
      if (error.name !== "AbortError") options.clear();
    }
  });
  attached.look = look;
  field.addEventListener("blur", () => setTimeout(() => options.clear(), 180)); // leave time for a click on an option
  field.addEventListener("keydown", (event) => {
    if (options.key(event)) return;
    if (event.key === "Escape" && options.all().length) {
      event.preventDefault();
      options.clear();
    }
  });
}

document.addEventListener("focusin", (event) => {
  const field = event.target.closest?.("input[data-suggest]");
  if (field && !lists.has(field)) attach(field);
});
document.addEventListener("input", (event) => {
  const field = event.target.closest?.("input[data-suggest]");
  if (!field) return;
  const target = intoField(field);
  if (target) target.value = ""; // what was chosen before no longer fits the words
  lists.get(field)?.look?.();
});
