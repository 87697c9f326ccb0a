// The customer's window. Its key is made here and is the whole of its right to the talk. What is written goes into an
// outbox first, each line with a key of its own, and is sent until the house has it; what comes down has numbers, and
// whoever comes back says the last one they have. So nothing is lost, and nothing comes twice.
import { put } from "./uploads.js";
import { filesOf } from "./window_files.js";

const root = document.getElementById("chat");
const words = root.dataset;
const at = (id) => document.getElementById(id);
const [lines, form, text, stands, over] = ["lines", "write", "text", "stands", "over"].map(at);
const hostOrigin = new URLSearchParams(location.search).get("host") ?? "";
const SHELF = `gwidam.chat ${words.base}`;
const FIRST_WAIT = 500; // milliseconds, doubled up to
const LONGEST_WAIT = 10_000;
const WRITING_EVERY = 3000;
const WRITES_FOR = 6000;

// A browser may forbid a frame to keep anything; the talk then lasts as long as the page around it.
const shelf = {
  read() {
    try {
      return JSON.parse(localStorage.getItem(SHELF)) ?? {};
    } catch {
      return {};
    }
  },
  write(kept) {
    try {
      if (kept) localStorage.setItem(SHELF, JSON.stringify(kept));
      else localStorage.removeItem(SHELF);
    } catch {
      // in memory only
    }
  },
};

let { key = "", outbox = [] } = shelf.read();
let after = 0; // number of the last line shown
let state = null;
let isShut = false;
let listening = null; // what ends the stream
const shown = new Map(); // key of a line of one's own -> its element, until it has a number

const keep = () => shelf.write(key ? { key, outbox } : null);
const draw = (bytes) => [...crypto.getRandomValues(new Uint8Array(bytes))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const pause = (wait) => new Promise((later) => setTimeout(later, wait * (0.5 + Math.random())));

// --- asking the house ---------------------------------------------------------------------------------------------

async function ask(path, body) {
  const answer = await fetch(`${words.base}${path}`, {
    method: body ? "POST" : "GET",
    headers: { Authorization: `Talk ${key}`, ...(body && { "Content-Type": "application/json" }) },
    body: body && JSON.stringify({ ...body, language: words.language, after }),
    credentials: "omit",
    cache: "no-store",
  });
  if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
  return { status: answer.status, told: await answer.json() };
}

const look = async () => apply((await ask(`/talk?after=${after}&language=${words.language}`)).told);

let sending = false;

/** Send what is in the outbox, in its order, until it is empty. */
async function flush() {
  if (sending) return;
  sending = true;
  for (let wait = FIRST_WAIT; outbox.length; ) {
    const [next] = outbox;
    try {
      const { status, told } = await ask(next.begins ? "/talk" : "/lines", next);
      outbox.shift();
      keep();
      wait = FIRST_WAIT;
      complain("");
      if (status === 200) {
        apply(told);
        if (next.begins) follow();
      } else refuse(next, told, status);
    } catch {
      complain(words.failed);
      await pause(wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  }
  sending = false;
}

function refuse(line, told, status) {
  shown.get(line.key)?.remove();
  shown.delete(line.key);
  if (!text.value) text.value = line.text;
  if (line.begins || status === 404) forget();
  complain(told.refused ?? words.failed);
  text.focus();
}

function complain(sentence) {
  const place = at("refused");
  place.textContent = sentence;
  place.hidden = !sentence;
}

// --- hearing the house --------------------------------------------------------------------------------------------

/** The stream, and the stream again: fetched rather than an EventSource, so that the key stands in no address. */
async function follow() {
  if (listening || !key) return;
  const mine = (listening = new AbortController());
  for (let wait = FIRST_WAIT; !mine.signal.aborted; ) {
    try {
      const answer = await fetch(words.live, {
        headers: { Authorization: `Talk ${key}`, "Last-Event-ID": String(after) },
        credentials: "omit",
        cache: "no-store",
        signal: mine.signal,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      await read(answer.body, () => (wait = FIRST_WAIT));
    } catch {
      if (mine.signal.aborted) return;
    }
    try {
      await look(); // the pages may answer while the stream does not
    } catch {
      stands.textContent = words.lost;
    }
    await pause(wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
}

/** Server-sent events of a body, one after the other (WHATWG HTML 9.2.6, what this stream uses of it). */
async function read(body, onNews) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let left = ""; ; ) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (left + value).split("\n\n");
    left = events.pop();
    for (const event of events) {
      const told = Object.fromEntries(event.split("\n").map((line) => line.match(/^([a-z]*): ?(.*)$/)?.slice(1) ?? ["", ""]));
      if (!told.data) continue;
      onNews();
      const data = JSON.parse(told.data);
      apply(told.event === "line" ? { lines: [data] } : { state: data, lines: [] });
    }
  }
}

function forget() {
  listening?.abort();
  listening = null;
  [key, outbox, after, state] = ["", [], 0, null];
  keep();
  show();
}

// --- showing ------------------------------------------------------------------------------------------------------

function apply({ state: told, lines: news }) {
  if (told === null) return forget();
  for (const line of news ?? []) {
    if (line.number <= after) continue;
    after = line.number;
    add(line);
  }
  if (told) state = told;
  if (state?.state === "ended") {
    listening?.abort();
    listening = null;
  }
  show();
}

/** A line of one's own that has arrived takes the place of the one that was waiting. Words are text, never markup. */
function add(line) {
  const own = line.key?.startsWith("c-") ? line.key.slice(2) : "";
  const element = shown.get(own) ?? lineOf(line);
  shown.delete(own);
  element.classList.remove("waiting");
  const told = element.querySelector(".talk-text");
  if (line.size) told.replaceChildren(files.shown(line));
  else told.textContent = line.text;
  lines.append(element);
  if (line.side !== "customer" && isShut) tellHost("unread");
  element.scrollIntoView({ block: "nearest" });
}

function lineOf({ side, name, text: said, at: moment }) {
  const element = document.createElement("li");
  element.className = `talk-line ${side}`;
  if (side !== "house") {
    const who = document.createElement("p");
    who.className = "talk-who";
    const time = document.createElement("time");
    time.dateTime = moment;
    time.textContent = new Date(moment).toLocaleTimeString(words.language, { hour: "2-digit", minute: "2-digit" });
    who.append(side === "customer" ? words.you : name, " ", time);
    element.append(who);
  }
  const words_ = document.createElement("p");
  words_.className = "talk-text";
  words_.textContent = said;
  element.append(words_);
  return element;
}

const files = filesOf({
  words,
  draw,
  lineOf,
  complain,
  apply,
  after: () => after,
  authorization: () => `Talk ${key}`,
  whisper: (sentence) => (at("going").textContent = sentence),
  wait(waiting, element) {
    shown.set(waiting, element);
    lines.append(element);
    show();
    element.scrollIntoView({ block: "nearest" });
  },
  dismiss(waiting) {
    shown.get(waiting)?.remove();
    shown.delete(waiting);
    show();
  },
});

let writesUntil = 0;

function show() {
  const isOver = state?.state === "ended";
  at("who").hidden = Boolean(key);
  at("end").hidden = !state || isOver || !at("sure").hidden;
  if (isOver) at("sure").hidden = true;
  if (form) at("give").hidden = !state || isOver;
  at("log").hidden = !lines.childElementCount;
  form.hidden = isOver;
  if (isOver && over.hidden) {
    over.hidden = false;
    at("receipt").textContent = state.receipt;
    at("follow").href = state.follow;
    if (document.hasFocus()) over.focus();
  }
  over.hidden = !isOver;
  stands.textContent = standing(isOver);
  if (state?.writes) {
    clearTimeout(writesUntil);
    writesUntil = setTimeout(() => {
      if (state) state.writes = false;
      show();
    }, WRITES_FOR);
  }
}

function standing(isOver) {
  if (!state) return "";
  if (isOver) return words.over;
  if (state.state === "waiting") return state.place > 1 ? put(words.waits, { place: state.place - 1 }) : words.waitsFirst;
  return put(state.writes ? words.writes : words.with, { name: state.keeper });
}

// --- writing ------------------------------------------------------------------------------------------------------

function send() {
  const said = text.value;
  if (!said.trim()) return text.focus();
  const line = { key: draw(16), text: said };
  if (!key) {
    key = draw(24);
    Object.assign(line, { begins: true, name: at("name").value, contact: at("contact").value });
  }
  outbox.push(line);
  keep();
  const element = lineOf({ side: "customer", text: said, at: new Date().toISOString() });
  element.classList.add("waiting");
  shown.set(line.key, element);
  lines.append(element);
  text.value = "";
  show();
  element.scrollIntoView({ block: "nearest" });
  text.focus();
  flush();
}

let wroteAt = 0;

if (form) {
  form.addEventListener("submit", (event) => (event.preventDefault(), send()));
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  });
  text.addEventListener("input", () => {
    if (!state || state.state !== "running" || Date.now() - wroteAt < WRITING_EVERY) return;
    wroteAt = Date.now();
    ask("/writing", {}).catch(() => {}); // a courtesy
  });
  at("end").addEventListener("click", () => sure(true));
  at("end-no").addEventListener("click", () => sure(false));
  at("end-yes").addEventListener("click", async () => {
    try {
      apply((await ask("/end", {})).told);
    } catch {
      complain(words.failed);
    }
  });
  at("again").addEventListener("click", () => {
    lines.replaceChildren();
    forget();
    text.focus();
  });
  for (const { key: waiting, text: said } of outbox) {
    const element = lineOf({ side: "customer", text: said, at: new Date().toISOString() });
    element.classList.add("waiting");
    shown.set(waiting, element);
    lines.append(element);
  }
  show();
  flush();
  if (key && !outbox[0]?.begins) follow();
}

function sure(asks) {
  at("sure").hidden = !asks;
  at("end").hidden = asks;
  at(asks ? "end-yes" : "end").focus();
}

// --- the page around ----------------------------------------------------------------------------------------------

const isFramed = window.parent !== window && /^https?:\/\//.test(hostOrigin);

function tellHost(told) {
  if (isFramed) window.parent.postMessage({ gwidam: told }, hostOrigin);
}

at("shut").hidden = !isFramed;
at("shut").addEventListener("click", () => tellHost("shut"));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) tellHost("shut");
});
window.addEventListener("message", ({ source, origin, data }) => {
  if (source !== window.parent || origin !== hostOrigin) return;
  isShut = data?.gwidam === "shut";
  if (data?.gwidam === "open") (form && !form.hidden ? text : over).focus();
});
