// Dialogs, confirmations, menus, copying: small moves that need no server.
import { toast, words } from "./wire.js";

/** Ask in a dialog of the page; resolves to true for "go on". */
export function ask(question) {
  const dialog = document.getElementById("confirm");
  if (!dialog) return Promise.resolve(window.confirm(question));
  dialog.querySelector("#confirm-words").textContent = question;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

async function copy(button) {
  const source = button.dataset.copy;
  const target = source.startsWith("#") ? document.querySelector(source) : null;
  try {
    await navigator.clipboard.writeText(target ? (target.value ?? target.textContent.trim()) : source);
    toast(words.copied);
  } catch {
    toast(words.failed);
  }
}

const agreed = new WeakSet();

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest?.(selector);
  const opener = at("[data-dialog]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.dialog)?.showModal();
  }
  if (at("[data-close]")) at("dialog")?.close();
  if (at("[data-away]")) at("[data-toast]")?.remove();
  if (at("[data-copy]")) copy(at("[data-copy]"));
  if (at("[data-print]")) window.print();
  if (event.target instanceof HTMLDialogElement && !event.target.querySelector("form:not([method=dialog])")) {
    event.target.close(); // a click on the backdrop; a dialog with a form in it stays
  }
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener(
  "submit",
  async (event) => {
    const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (!question || agreed.delete(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { target: form, submitter } = event;
    if (await ask(question)) {
      agreed.add(form);
      form.requestSubmit(submitter);
    }
  },
  true,
);

document.addEventListener("htmx:confirm", async (event) => {
  const { ctx, issueRequest, dropRequest } = event.detail;
  if (!ctx.confirm) return;
  event.preventDefault();
  if (await ask(ctx.confirm)) issueRequest();
  else dropRequest();
});
