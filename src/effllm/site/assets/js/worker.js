// @ts-check
/** The library behind a worker, so that a keystroke never waits for a search. */

import { Library } from "./library.js";

/** @type {Promise<Library> | undefined} */
let library;
/** @type {Library | undefined} */
let filled;

/** @type {Promise<void> | undefined} */
let rest;

/** @param {string} name */
async function read(name) {
  const answer = await fetch(new URL(`../${name}.json`, import.meta.url));
  if (!answer.ok) throw new Error(`${name}.json: ${answer.status}`);
  return answer.json();
}

/** What the first answer need not wait for: authors, other names, ids, pages that are no papers. @param {Library} loaded */
function whole(loaded) {
  rest ??= read("library-more").then((more) => loaded.extend(more));
  return rest;
}

/**
 * @param {{task: string, question: import("./library.js").Question, limit: number}} message
 */
async function answer({ task, question, limit }) {
  library ??= read("library").then((first) => new Library(first));
  const loaded = await library;
  if (task === "find" || loaded.waits(question)) await whole(loaded);
  if (task === "find") return loaded.find(question.q ?? "", limit);
  const { ids, facets } = loaded.ask(question);
  if (task === "keys") return ids.map((id) => loaded.show(id).key);
  return { total: ids.length, facets, papers: ids.slice(0, limit).map((id) => loaded.show(id)) };
}

/** Make the index before anybody types, then read what makes answers fuller, part by part. */
async function ready() {
  const loaded = await library;
  if (!loaded || loaded === filled) return;
  filled = loaded;
  loaded.engine;
  await whole(loaded);
  postMessage({ fuller: true });
  await loaded.deepen(await read("summaries"));
  postMessage({ fuller: true });
}

addEventListener("message", async ({ data }) => {
  try {
    postMessage({ number: data.number, answer: await answer(data) });
    setTimeout(() => ready().catch(() => undefined)); // the answers are good without more
  } catch (error) {
    library = undefined;
    rest = undefined;
    postMessage({ number: data.number, error: String(error) });
  }
});
