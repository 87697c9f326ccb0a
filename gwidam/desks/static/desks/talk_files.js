// A file for the customer leaves as soon as it is chosen, without the page being drawn anew.
import { put, upload } from "./uploads.js";

const form = document.querySelector("[data-give]");
const chosen = form?.elements.file;
const state = form?.querySelector("[data-give-state]");

const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function give() {
  const [file] = chosen.files;
  if (!file) return;
  const { mostBytes, tooLarge, sending, failed } = form.dataset;
  if (file.size > Number(mostBytes)) {
    state.textContent = put(tooLarge, { name: file.name });
    return;
  }
  const token = form.elements.csrfmiddlewaretoken.value;
  const key = form.elements.key.value;
  form.elements.key.value = newKey();
  chosen.disabled = true;
  const { told } = await upload({
    url: form.action,
    headers: { "X-Requested-With": "fetch" },
    fields: () => ({ csrfmiddlewaretoken: token, key, file }),
    onProgress: (share) => (state.textContent = put(sending, { name: file.name, percent: Math.round(100 * share) })),
    onTrouble: () => (state.textContent = failed),
  });
  chosen.disabled = false;
  chosen.value = "";
  state.textContent = told ? (told.refused ?? "") : failed;
  window.htmx?.trigger("#said", "live");
}

if (form) {
  form.querySelector("button[type=submit]").hidden = true;
  chosen.addEventListener("change", give);
}
