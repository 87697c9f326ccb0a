// How long an answer is as a text message, while it is typed: an element with data-text-size="<ids of radios>" under
// the field it names in data-of. It counts as gwidam/core/texting.py does, which is how Korean carriers count.
const SMS = 90;
const LMS = 2000;
const PLAINER = { "\u00a0": " ", "\u2013": "-", "\u2014": "-", "\u20a9": "원", "\u2022": "·", "\r": "" };
const EDGES = /^(?:[^\S\ufeff]|[\x1c-\x1f\x85])+|(?:[^\S\ufeff]|[\x1c-\x1f\x85])+$/g;

let twoBytes;

/** The letters of CP949 that take two bytes. Browsers know them: the encoding they call euc-kr is CP949. */
function lettersOfTwoBytes() {
  if (twoBytes) return twoBytes;
  const pairs = [];
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x41; trail <= 0xfe; trail += 1) pairs.push(lead, trail);
  }
  const decoded = new TextDecoder("euc-kr").decode(new Uint8Array(pairs));
  twoBytes = new Set([...decoded].filter((letter) => letter > "\u007f" && letter !== "\ufffd"));
  return twoBytes;
}

/** {size in bytes, how many letters a text message has no way to show}. */
export function texted(words) {
  const wide = lettersOfTwoBytes();
  const plain = words.normalize("NFC").replace(/[\u00a0\u2013\u2014\u20a9\u2022\r]/g, (letter) => PLAINER[letter]);
  let size = 0;
  let unshown = 0;
  for (const letter of plain.replace(EDGES, "")) {
    if (letter <= "\u007f") size += 1;
    else if (wide.has(letter)) size += 2;
    else if (!/[\p{M}\p{Cf}]/u.test(letter)) {
      size += 1;
      unshown += 1;
    }
  }
  return { size, unshown };
}

function show(place) {
  const isText = place.dataset.textSize.split(" ").some((id) => document.getElementById(id)?.checked);
  place.hidden = !isText;
  if (!isText) return;
  const { size: ofWords, unshown } = texted(document.getElementById(place.dataset.of).value);
  const size = ofWords + Number(place.dataset.around);
  const fits = size <= LMS;
  const says = fits ? place.dataset.fits : place.dataset.tooLong;
  const filled = says
    .replace("{size}", size.toLocaleString("en"))
    .replace("{most}", (size <= SMS ? SMS : LMS).toLocaleString("en"))
    .replace("{kind}", size <= SMS ? "SMS" : "LMS");
  place.textContent = unshown ? `${filled} · ${place.dataset.unshown.replace("{count}", unshown)}` : filled;
  place.toggleAttribute("data-over", !fits);
}

function showAll(root) {
  for (const place of root.querySelectorAll?.("[data-text-size]") ?? []) show(place);
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form) showAll(form);
});
document.addEventListener("htmx:after:swap", () => showAll(document));
window.addEventListener("pageshow", () => showAll(document));
showAll(document);
