// One file on its way, with how far it has come; sent again under its key until the house has it or refuses it.
const FIRST_WAIT = 1000; // milliseconds, doubled up to
const LONGEST_WAIT = 10_000;

const pause = (wait) => new Promise((later) => setTimeout(later, wait * (0.5 + Math.random())));

/** One try. `fetch` tells nothing of an upload's progress, hence the older request. */
function once({ url, headers, fields, onProgress, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total ? loaded / total : 0));
    request.addEventListener("load", () => resolve(request));
    for (const end of ["error", "timeout", "abort"]) request.addEventListener(end, () => reject(new Error(end)));
    signal?.addEventListener("abort", () => request.abort());
    const body = new FormData();
    for (const [name, value] of Object.entries(fields())) body.append(name, value);
    request.send(body);
  });
}

/**
 * Send a file until it has arrived: {status, told} of the answer, told null where that is no JSON (signed out
 * meanwhile, say). Rejects only when `signal` says to stop.
 * `fields` is asked anew for each try; its key stays the same, so that the file is one however often it is sent.
 */
export async function upload({ url, headers = {}, fields, onProgress, onTrouble, signal }) {
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      const { status, responseText } = await once({ url, headers, fields, onProgress, signal });
      if (status < 500 && status !== 429) return { status, told: jsonOf(responseText) };
    } catch (error) {
      if (signal?.aborted) throw error;
    }
    onTrouble();
    await pause(wait);
    if (signal?.aborted) throw new Error("abort");
  }
}

function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The sentence with its places filled. */
export const put = (sentence, place) => Object.entries(place).reduce((all, [name, value]) => all.replace(`{${name}}`, value), sentence);
