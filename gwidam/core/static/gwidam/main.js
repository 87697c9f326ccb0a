// Everything a page can do beyond links and forms; every page works without it.
import "./wire.js";
import "./toggles.js";
import "./dialogs.js";
import "./keys.js";
import "./enter.js";
import "./draft.js";
import "./palette.js";
import "./suggest.js";
import "./times.js";
import "./live.js";
import "./presence.js";
import "./texting.js";
import { toast, words } from "./wire.js";

const root = document.documentElement;
let asking = 0;

document.addEventListener("htmx:before:request", () => {
  asking += 1;
  root.classList.add("is-waiting");
});
document.addEventListener("htmx:finally:request", () => {
  asking = Math.max(0, asking - 1);
  if (!asking) root.classList.remove("is-waiting");
});
document.addEventListener("htmx:error", () => toast(words.failed));
// A refusal comes as a page; its one sentence is enough here (422 is a form with its errors and is shown in place).
document.addEventListener("htmx:response:error", ({ detail }) => {
  if (detail.ctx.response.status === 422) return;
  const page = new DOMParser().parseFromString(detail.ctx.text ?? "", "text/html");
  toast(page.querySelector("[data-refused]")?.textContent.trim() || words.failed);
});

for (const slip of document.querySelectorAll("[data-toast]")) setTimeout(() => slip.remove(), 8000);
