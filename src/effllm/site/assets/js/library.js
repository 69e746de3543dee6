// @ts-check
/** The knowledge base in memory: search, filters, counts and order. No page and no network, so that it can be tested. */

import { Engine } from "./engine.js";
import { fold, nameWords, short } from "./text.js";

/**
 * A paper in memory is
 * [key, title, name, aliases, author numbers, year, venue number, category numbers, has code, framework id,
 * how many papers here cite it, arXiv id, number of the day it came in].
 * `assets/library.json` holds most of it as columns; aliases, authors and arXiv ids come later, with all other pages, in
 * `assets/library-more.json`. A page is [kind, title, address from the root, other names, text].
 * @typedef {[string, string, string, string[], number[], number, number, number[], 0 | 1, string, number, string, number]} Row
 * @typedef {[string, string, string, string[], string]} Page
 * @typedef {{venues: string[], categories: [string, string, number][], papers: {key: string[], title: string[],
 *   name: string[], year: number[], venue: number[], categories: number[][], code: (0 | 1)[], framework: string[],
 *   cited: number[], added: number[]}}} First
 * @typedef {{authors: string[], papers: {aliases: string[][], authors: number[][], arxiv: string[]}, pages: Page[]}} More
 * @typedef {{authors: string[], venues: string[], categories: [string, string, number][], papers: Row[],
 *   pages: Page[]}} Data
 * @typedef {{key: string, title: string, name: string, authors: string[] | undefined, year: number, venue: string,
 *   category: [string, string], code: boolean, cited: number}} Shown
 * @typedef {{kind: string, title: string, address: string, about: string}} Hit
 * @typedef {{q?: string, in?: string, from?: number, to?: number, venues?: string[], author?: string, code?: boolean,
 *   framework?: boolean, sort?: string}} Question
 * @typedef {{categories: Record<string, number>, venues: Record<string, number>, years: Record<string, number>,
 *   code: number, framework: number}} Facets
 */

const KEY = 0, TITLE = 1, NAME = 2, ALIASES = 3, AUTHORS = 4, YEAR = 5, VENUE = 6, CATEGORIES = 7, CODE = 8, FRAMEWORK = 9, CITED = 10, ARXIV = 11, ADDED = 12;
const ID = String.raw`([a-z-]+(?:\.[a-z]{2})?\/\d{7}|\d{4}\.\d{4,5})`;
/** An arXiv id as `effllm.ids.read_id` of the Python package takes it: bare, or anywhere in a text. */
const ARXIV_ALONE = new RegExp(String.raw`^(?:arxiv:\s*)?${ID}(?:v\d+)?(?:\.pdf)?$`, "i");
const ARXIV_INSIDE = new RegExp(
  String.raw`(?:arxiv\.org\/(?:abs|pdf|html)\/|alphaxiv\.org\/(?:abs|pdf|overview)\/|huggingface\.co\/papers\/|ar5iv\.org\/(?:abs|html)\/|arxiv[\s:.]+|10\.48550\/arxiv\.)${ID}(?!\d)`,
  "i",
);
/** How many entries are added between two looks at what is asked. */
const PART = 100;

/** @param {First} first @returns {Data} */
function unpacked({ venues, categories, papers }) {
  const rows = papers.key.map((key, at) => /** @type {Row} */ ([
    ...[key, papers.title[at], papers.name[at], [], [], papers.year[at], papers.venue[at], papers.categories[at]],
    ...[papers.code[at], papers.framework[at], papers.cited[at], "", papers.added[at]],
  ]));
  return { authors: [], venues, categories, papers: rows, pages: [] };
}

export class Library {
  /** @param {First} first */
  constructor(first) {
    const data = unpacked(first);
    this.data = data;
    /** Whether the rest of what is known of the papers has come, their authors among it. */
    this.whole = false;
    /** Words of the papers' summaries, once they have come. @type {string[] | undefined} */
    this.summaries = undefined;
    /** Each category's number and those of all above it. @type {number[][]} */
    this.lines = data.categories.map((_, number) => {
      const line = [];
      for (let at = number; at >= 0; at = data.categories[at]?.[2] ?? -1) line.push(at);
      return line;
    });
    /** The categories of each paper, those above included. */
    this.under = data.papers.map((row) => [...new Set(row[CATEGORIES].flatMap((number) => this.lines[number] ?? []))]);
    /** @type {Engine | undefined} */
    this.made = undefined;
  }

  /** The index, made when first asked for. */
  get engine() {
    if (!this.made) {
      this.made = new Engine();
      for (const entry of this.#entries()) this.made.add(entry);
    }
    return this.made;
  }

  /**
   * Take the rest of what is known of the papers, and the other pages.
   * @param {More} more
   */
  async extend({ authors, papers, pages }) {
    if (papers.authors.length !== this.data.papers.length) return; // of another build
    for (const [at, row] of this.data.papers.entries()) {
      row[ALIASES] = papers.aliases[at] ?? [];
      row[AUTHORS] = papers.authors[at] ?? [];
      row[ARXIV] = papers.arxiv[at] ?? "";
    }
    Object.assign(this.data, { authors, pages });
    this.whole = true;
    await this.#renew();
  }

  /**
   * Search the words of summaries, too.
   * @param {string[]} summaries of the papers, in their order
   */
  async deepen(summaries) {
    if (summaries.length !== this.data.papers.length) return; // of another build
    this.summaries = summaries;
    await this.#renew();
  }

  /** Make the index again, a part at a time: what is asked meanwhile is answered as before. */
  async #renew() {
    const engine = new Engine();
    let added = 0;
    for (const entry of this.#entries()) {
      engine.add(entry);
      added += 1;
      if (added % PART === 0) await new Promise((done) => setTimeout(done));
    }
    this.made = engine;
  }

  /**
   * Whether a question cannot be answered before the rest has come: it asks for an author or an arXiv id.
   * @param {Question} question
   */
  waits({ q = "", author = "" }) {
    return !this.whole && (author !== "" || arxivId(q) !== undefined);
  }

  *#entries() {
    const { authors, venues, categories, papers, pages } = this.data;
    for (const [id, row] of papers.entries()) {
      yield {
        id,
        name: row[NAME],
        title: row[TITLE],
        aliases: row[ALIASES].join(" "),
        names: row[ALIASES],
        authors: row[AUTHORS].map((number) => authors[number]).join(" "),
        categories: row[CATEGORIES].map((number) => categories[number]?.[1]).join(" "),
        venue: `${venues[row[VENUE]]} ${row[YEAR]}`,
        text: this.summaries?.[id] ?? "",
        cited: row[CITED],
      };
    }
    for (const [number, [, title, , names, text]] of pages.entries()) {
      yield { id: papers.length + number, name: title, title: "", aliases: names.join(" "), names, text };
    }
  }

  /**
   * The pages of every kind that match, best first.
   * @param {string} query
   * @param {number} limit
   * @returns {Hit[]}
   */
  find(query, limit) {
    const { papers, pages } = this.data;
    const hits = this.#search(query).slice(0, limit).map((id) => {
      const page = pages[id - papers.length];
      if (page) return { kind: page[0], title: page[1], address: page[2], about: page[4].slice(0, 140) };
      const paper = this.show(id);
      const title = paper.name && !paper.title.startsWith(paper.name) ? `${paper.name}: ${paper.title}` : paper.title;
      const about = `${short(paper.authors ?? [])}, ${paper.venue} ${paper.year}`;
      return { kind: "Paper", title, address: `papers/${paper.key}/`, about };
    });
    return [...this.#author(query), ...hits].slice(0, limit);
  }

  /**
   * The numbers of what matches, best first; a key or an arXiv id in any form means its paper alone.
   * @param {string} query
   */
  #search(query) {
    const text = query.trim();
    const id = arxivId(text);
    const one = this.data.papers.findIndex((row) => row[KEY] === text.toLowerCase() || (id && row[ARXIV].toLowerCase() === id));
    return one >= 0 ? [one] : this.engine.search(query).map((hit) => hit.id);
  }

  /**
   * The papers of an author whose whole name was typed: most of their lines say "et al." instead of it.
   * @param {string} query
   * @returns {Hit[]}
   */
  #author(query) {
    const wanted = fold(query);
    const { authors, papers } = this.data;
    const number = wanted.includes(" ") ? authors.findIndex((name) => fold(name) === wanted) : -1;
    const name = authors[number];
    if (!name) return [];
    const called = this.#called(nameWords(name));
    const wrote = papers.filter((row) => row[AUTHORS].some((one) => called.has(one))).length;
    const address = `papers/?${new URLSearchParams({ author: name })}`;
    return [{ kind: "Author", title: name, address, about: wrote === 1 ? "1 paper" : `${wrote} papers` }];
  }

  /**
   * Answer a question: the papers that pass every filter, in order, and how many each choice of a filter would leave.
   * @param {Question} question
   * @returns {{ids: number[], facets: Facets}}
   */
  ask(question) {
    const query = (question.q ?? "").trim();
    const candidates = query
      ? this.#search(query).filter((id) => id < this.data.papers.length)
      : this.data.papers.map((_, id) => id);
    const venues = new Set(question.venues ?? []);
    const inside = question.in ? this.data.categories.findIndex((category) => category[0] === question.in) : -1;
    const author = nameWords(question.author ?? "");
    const authors = author.length > 0 ? this.#called(author) : undefined;
    /** @type {Facets} */
    const facets = { categories: {}, venues: {}, years: {}, code: 0, framework: 0 };
    const ids = candidates.filter((id) => this.#count(id, question, { venues, inside, authors }, facets));
    return { ids: this.#sort(ids, question.sort || (query ? "relevance" : "newest")), facets };
  }

  /**
   * Tell whether a paper passes every filter. Each facet counts the papers that pass all the other filters.
   * @param {number} id
   * @param {Question} question
   * @param {{venues: Set<string>, inside: number, authors: Set<number> | undefined}} chosen
   * @param {Facets} facets
   */
  #count(id, question, { venues, inside, authors }, facets) {
    const row = /** @type {Row} */ (this.data.papers[id]);
    const under = this.under[id] ?? [];
    const venue = this.data.venues[row[VENUE]] ?? "";
    const failed = {
      categories: Boolean(question.in) && !under.includes(inside),
      years: (question.from ?? 0) > row[YEAR] || (question.to ?? Infinity) < row[YEAR],
      venues: venues.size > 0 && !venues.has(venue),
      author: authors !== undefined && !row[AUTHORS].some((number) => authors.has(number)),
      code: Boolean(question.code) && !row[CODE],
      framework: Boolean(question.framework) && !row[FRAMEWORK],
    };
    const failures = Object.entries(failed).filter(([, fails]) => fails);
    const open = failures.length === 0;
    /** @param {string} facet */
    const counts = (facet) => open || (failures.length === 1 && failures[0]?.[0] === facet);
    if (counts("categories")) for (const number of under) increase(facets.categories, this.data.categories[number]?.[0] ?? "");
    if (counts("venues")) increase(facets.venues, venue);
    if (counts("years")) increase(facets.years, String(row[YEAR]));
    if (counts("code")) facets.code += row[CODE];
    if (counts("framework")) facets.framework += row[FRAMEWORK] ? 1 : 0;
    return open;
  }

  /**
   * The numbers of the authors in whose name all words are, in any order; as `filter` of the Python package.
   * @param {string[]} words
   */
  #called(words) {
    const found = this.data.authors.flatMap((name, number) => {
      const parts = new Set(nameWords(name));
      return words.every((word) => parts.has(word)) ? [number] : [];
    });
    return new Set(found);
  }

  /**
   * @param {number[]} ids in order of relevance
   * @param {string} order relevance, newest (came in last), latest (published last), oldest, cited or title
   */
  #sort(ids, order) {
    /** @param {number} id */
    const row = (id) => /** @type {Row} */ (this.data.papers[id]);
    if (order === "title") return ids.sort((a, b) => row(a)[TITLE].localeCompare(row(b)[TITLE], "en"));
    if (order === "cited") return ids.sort((a, b) => row(b)[CITED] - row(a)[CITED] || row(b)[YEAR] - row(a)[YEAR] || a - b);
    if (order === "oldest") return ids.sort((a, b) => row(a)[YEAR] - row(b)[YEAR] || b - a);
    if (order === "latest") return ids.sort((a, b) => row(b)[YEAR] - row(a)[YEAR] || a - b);
    return order === "newest" ? ids.sort((a, b) => row(b)[ADDED] - row(a)[ADDED] || a - b) : ids;
  }

  /**
   * What a list shows of a paper.
   * @param {number} id
   * @returns {Shown}
   */
  show(id) {
    const row = /** @type {Row} */ (this.data.papers[id]);
    const category = this.data.categories[row[CATEGORIES][0] ?? -1];
    return {
      key: row[KEY],
      title: row[TITLE],
      name: row[NAME],
      authors: this.whole ? row[AUTHORS].map((number) => this.data.authors[number] ?? "") : undefined,
      year: row[YEAR],
      venue: this.data.venues[row[VENUE]] ?? "",
      category: [category?.[0] ?? "", category?.[1] ?? ""],
      code: row[CODE] === 1,
      cited: row[CITED],
    };
  }
}

/** The arXiv id that a text is or has in it. @param {string} text */
function arxivId(text) {
  return (ARXIV_ALONE.exec(text.trim()) ?? ARXIV_INSIDE.exec(text))?.[1]?.toLowerCase();
}

/**
 * @param {Record<string, number>} counts
 * @param {string} name
 */
function increase(counts, name) {
  counts[name] = (counts[name] ?? 0) + 1;
}
