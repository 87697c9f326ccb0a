// The command palette: Ctrl+K or Cmd+K, type, arrows, Enter. The server answers /palette?q= with options.
import { Options } from "./options.js";
import { fragment, quietly, words } from "./wire.js";

const dialog = document.getElementById("palette");
if (dialog) {
  const field = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  let asked = new AbortController();

  const options = new Options(field, list, (option, event) => {
    const link = option.closest("a") ?? option.querySelector("a");
    dialog.close();
    if (link && event.type !== "click") link.click();
    else if (option.dataset.click) document.querySelector(option.dataset.click)?.click();
  });

  const look = async () => {
    asked.abort();
    asked = new AbortController();
    try {
      const found = await fragment(`/palette?q=${encodeURIComponent(field.value.trim())}`, { signal: asked.signal });
      options.fill(found);
      if (!options.all().length) sayNothing(words.none);
    } catch (error) {
      if (error.name !== "AbortError") sayNothing(words.failed);
    }
  };
  const lookSoon = quietly(120, look);

  const sayNothing = (sentence) => {
    options.clear();
    const line = document.createElement("p");
    line.setAttribute("role", "presentation");
    line.textContent = sentence ?? "";
    list.append(line);
  };

  const open = () => {
    if (dialog.open) return;
    dialog.showModal();
    field.select();
    look();
  };

  field.addEventListener("input", lookSoon);
  field.addEventListener("keydown", (event) => options.key(event));
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-palette]")) open();
  });
  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyK" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else open();
  });
}
