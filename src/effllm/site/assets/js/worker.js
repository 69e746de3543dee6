// @ts-check
/** The library behind a worker, so that a keystroke never waits for a search. */

import { Library } from "./library.js";

/** @type {Promise<Library> | undefined} */
let library;
/** @type {Library | undefined} */
let filled;

async function load() {
  const answer = await fetch(new URL("../library.json", import.meta.url));
  if (!answer.ok) throw new Error(`library.json: ${answer.status}`);
  return new Library(await answer.json());
}

/**
 * @param {{task: string, question: import("./library.js").Question, limit: number}} message
 */
async function answer({ task, question, limit }) {
  library ??= load();
  const loaded = await library;
  if (task === "find") return loaded.find(question.q ?? "", limit);
  const { ids, facets } = loaded.ask(question);
  if (task === "keys") return ids.map((id) => loaded.show(id).key);
  return { total: ids.length, facets, papers: ids.slice(0, limit).map((id) => loaded.show(id)) };
}

/** Make the index before anybody types, then read what the summaries add to it; the answers are good without them. */
async function ready() {
  const loaded = await library;
  if (!loaded || loaded === filled) return;
  filled = loaded;
  loaded.engine;
  const found = await fetch(new URL("../summaries.json", import.meta.url)).catch(() => undefined);
  if (!found?.ok) return;
  await loaded.deepen(await found.json());
  postMessage({ fuller: true });
}

addEventListener("message", async ({ data }) => {
  try {
    postMessage({ number: data.number, answer: await answer(data) });
    setTimeout(ready);
  } catch (error) {
    library = undefined;
    postMessage({ number: data.number, error: String(error) });
  }
});
