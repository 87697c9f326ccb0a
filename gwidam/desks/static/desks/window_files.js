// Files in the customer's window: on their way with a bar and a way to stop, and saved when they are asked for.
import { put, upload } from "./uploads.js";

/** What the window does with files. `of` tells it words, key, how to ask, where to put a line and what to say. */
export function filesOf(of) {
  const { words } = of;
  const picker = document.getElementById("file");

  function send(file) {
    if (file.size > Number(words.mostBytes)) return of.complain(put(words.tooLarge, { name: file.name }));
    const key = of.draw(16);
    const element = of.lineOf({ side: "customer", text: file.name, at: new Date().toISOString() });
    const stopping = new AbortController();
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", put(words.sending, { name: file.name, percent: "" }).trim());
    const stop = document.createElement("button");
    stop.type = "button";
    stop.className = "button bare small";
    stop.textContent = words.stop;
    stop.setAttribute("aria-label", `${words.stop}: ${file.name}`);
    stop.addEventListener("click", () => stopping.abort());
    element.classList.add("waiting");
    element.append(bar, stop);
    of.wait(key, element);
    return carry(file, key, { element, bar, stop, signal: stopping.signal });
  }

  async function carry(file, key, { element, bar, stop, signal }) {
    try {
      const { status, told } = await upload({
        url: `${words.base}/files`,
        headers: { Authorization: of.authorization() },
        fields: () => ({ key, language: words.language, after: of.after(), file }),
        onProgress: (share) => {
          const isNextQuarter = Math.floor(4 * share) > Math.floor(4 * bar.value); // who listens is not told each step
          bar.value = share;
          if (isNextQuarter) of.whisper(put(words.sending, { name: file.name, percent: Math.round(100 * share) }));
        },
        onTrouble: () => of.complain(words.failed),
        signal,
      });
      if (status === 200 && told) {
        of.complain("");
        of.apply(told);
        of.whisper(put(words.sent, { name: file.name }));
      } else {
        of.dismiss(key);
        of.complain(told?.refused ?? words.failed);
      }
    } catch {
      of.dismiss(key); // stopped by hand
    }
    if (document.activeElement === stop || !element.isConnected) picker.focus();
    bar.remove();
    stop.remove();
  }

  async function save(line) {
    try {
      const answer = await fetch(`${words.base}/files/${line.number}?language=${words.language}`, {
        headers: { Authorization: of.authorization() },
        credentials: "omit",
        cache: "no-store",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await answer.blob());
      link.download = line.text;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    } catch {
      of.complain(words.notSaved);
    }
  }

  picker?.addEventListener("change", () => {
    for (const file of picker.files) send(file);
    picker.value = "";
  });

  return {
    /** The words of a line with a file: its name, its size, and a button that saves it. */
    shown(line) {
      const place = document.createElement("span");
      place.className = "talk-file";
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button small";
      button.textContent = words.save;
      button.setAttribute("aria-label", `${words.save}: ${line.text}`);
      button.addEventListener("click", () => save(line));
      const name = document.createElement("span");
      name.textContent = `${line.text} (${sizeOf(line.size)})`;
      place.append(name, button);
      return place;
    },
  };
}

const sizeOf = (bytes) => (bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);
