// Two forms under one row of tabs: only the chosen one shows, and both keep what was typed in them.
// Without this file both forms stand one under the other.
for (const section of document.querySelectorAll("[data-panes]")) {
  const tabs = [...section.querySelectorAll("[role=tab]")];
  const paneOf = (tab) => document.getElementById(tab.getAttribute("aria-controls"));

  const show = (chosen, { focus = false } = {}) => {
    for (const tab of tabs) {
      const isChosen = tab === chosen;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      paneOf(tab).hidden = !isChosen;
    }
    if (focus) paneOf(chosen).querySelector("textarea")?.focus();
  };

  section.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) show(tab, { focus: true });
  });
  section.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = tabs.indexOf(event.target.closest("[role=tab]"));
    if (!step || at < 0) return;
    const next = tabs[(at + step + tabs.length) % tabs.length];
    show(next);
    next.focus();
  });
  const wanted = tabs.find((tab) => `#${tab.getAttribute("aria-controls")}` === location.hash);
  if (tabs.length) show(wanted ?? tabs.find((tab) => tab.getAttribute("aria-selected") === "true") ?? tabs[0]);
}
