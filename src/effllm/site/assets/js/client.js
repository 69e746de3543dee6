// @ts-check
/** Asking the worker. It starts with the first question. */

/** @type {Worker | undefined} */
let worker;
/** @type {Map<number, {resolve: (answer: any) => void, reject: (error: Error) => void}>} */
const waiting = new Map();
let last = 0;
/** After how many milliseconds without an answer it is said that one is on its way. */
const SOON = 150;
/** Tells with an event "fuller" when the authors of papers have come, which lists show: the order of answers stays. */
export const news = new EventTarget();

function started() {
  if (!worker) {
    worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => {
      if (data.fuller) news.dispatchEvent(new Event("fuller"));
      const asker = waiting.get(data.number);
      waiting.delete(data.number);
      if (data.error) asker?.reject(new Error(data.error));
      else asker?.resolve(data.answer);
    });
    worker.addEventListener("error", () => {
      worker?.terminate();
      worker = undefined; // the next question makes another: the connection may be back
      for (const asker of waiting.values()) asker.reject(new Error("the search could not start"));
      waiting.clear();
    });
  }
  return worker;
}

/**
 * @param {"ask" | "keys" | "find"} task
 * @param {import("./library.js").Question} question
 * @param {number} limit
 * @returns {Promise<any>}
 */
export function ask(task, question, limit = 50) {
  last += 1;
  const number = last;
  return new Promise((resolve, reject) => {
    waiting.set(number, { resolve, reject });
    started().postMessage({ number, task, question, limit });
  });
}

/**
 * An answer, and word of it where it takes longer than a blink.
 * @template T
 * @param {Promise<T>} answer
 * @param {() => void} say says that it is on its way
 */
export async function awaited(answer, say) {
  const told = setTimeout(say, SOON);
  try {
    return await answer;
  } finally {
    clearTimeout(told);
  }
}

/**
 * An element with attributes and children; texts stay texts.
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** The way from this page to the site's root. */
export const root = new URL("../../", import.meta.url);
