// Light or dark, dense or roomy: set on <html>, remembered on this device.
const root = document.documentElement;

function remember(look, value) {
  root.dataset[look] = value;
  try {
    localStorage.setItem(`gwidam.${look}`, value);
  } catch {
    // not remembered, still applied
  }
}

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-theme-toggle]")) remember("theme", isDark() ? "light" : "dark");
  if (event.target.closest?.("[data-density-toggle]")) {
    remember("density", root.dataset.density === "dense" ? "roomy" : "dense");
  }
});
