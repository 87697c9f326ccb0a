// The pulse is read calmly: it is fetched again once a minute, and not while nobody looks, or somebody reads a table.
const EVERY = 60_000;

setInterval(() => {
  const pulse = document.getElementById("pulse");
  if (!pulse || document.hidden || pulse.querySelector("details[open]")) return;
  window.htmx?.trigger(pulse, "live");
}, EVERY);
