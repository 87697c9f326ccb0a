// Runs before the first paint: a remembered light or dark, dense or roomy, is there at once.
(() => {
  const root = document.documentElement;
  root.dataset.script = "";
  for (const look of ["theme", "density"]) {
    try {
      const kept = localStorage.getItem(`gwidam.${look}`);
      if (kept) root.dataset[look] = kept;
    } catch {
      // storage is closed to us: the defaults of the system stay
    }
  }
})();
