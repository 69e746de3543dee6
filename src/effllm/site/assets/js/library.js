// @ts-check
/** The knowledge base in memory: search, filters, counts and order. No page and no network, so that it can be tested. */

import { Finder } from "./finder.js";
import { fold, nameWords, short } from "./text.js";

/**
 * A paper in memory is
 * [key, title, name, aliases, author numbers, year, venue number, category numbers, has code, framework id,
 * how many papers here cite it, number of the day it came in].
 * `assets/library.json` holds most of it as columns; authors come later, with all other pages, in
 * `assets/library-more.json`. A page is [kind, title, address from the root, other names, text, papers]. A person is
 * [author number, page, how many papers].
 * @typedef {[string, string, string, string[], number[], number, number, number[], 0 | 1, string, number, number]} Row
 * @typedef {[string, string, string, string[], string, number]} Page
 * @typedef {[number, string, number]} Person
 * @typedef {{venues: string[], categories: [string, string, number][], papers: {key: string[], title: string[],
 *   name: string[], aliases: string[][], year: number[], venue: number[], categories: number[][], code: (0 | 1)[],
 *   framework: string[], cited: number[], added: number[], known: number[]}, parts: {words: string[], ids: string[]}}} First
 * @typedef {{authors: string[], papers: {authors: number[][]}, pages: Page[], people: Record<string, [number, number][]>}} More
 * @typedef {{authors: string[], venues: string[], categories: [string, string, number][], papers: Row[],
 *   pages: Page[], people: Person[]}} Data
 * @typedef {{key: string, title: string, name: string, authors: string[] | undefined, year: number, venue: string,
 *   category: [string, string], code: boolean, cited: number}} Shown
 * @typedef {{kind: string, title: string, address: string, about: string}} Hit
 * @typedef {{meant: boolean, reference: boolean, lacks: boolean, unknown: string[]}} Said see `Found` in finder.js
 * @typedef {{q?: string, in?: string, from?: number, to?: number, venues?: string[], author?: string, code?: boolean,
 *   framework?: boolean, sort?: string}} Question
 * @typedef {{categories: Record<string, number>, venues: Record<string, number>, years: Record<string, number>,
 *   code: number, framework: number}} Facets
 */

const KEY = 0, TITLE = 1, NAME = 2, AUTHORS = 4, YEAR = 5, VENUE = 6, CATEGORIES = 7, CODE = 8, FRAMEWORK = 9, CITED = 10, ADDED = 11;

/** @param {First} first @returns {Data} */
function unpacked({ venues, categories, papers }) {
  const rows = papers.key.map((key, at) => /** @type {Row} */ ([
    ...[key, papers.title[at], papers.name[at], papers.aliases[at], [], papers.year[at], papers.venue[at], papers.categories[at]],
    ...[papers.code[at], papers.framework[at], papers.cited[at], papers.added[at]],
  ]));
  return { authors: [], venues, categories, papers: rows, pages: [], people: [] };
}

export class Library {
  /**
   * @param {First} first
   * @param {import("./finder.js").Fetch} [fetch] brings parts of the search index
   */
  constructor(first, fetch = () => Promise.reject(new Error("nothing to search in"))) {
    const data = unpacked(first);
    this.data = data;
    this.finder = new Finder(data, { known: first.papers.known, ...first.parts }, fetch);
    /** Whether the rest of what is known of the papers has come, their authors among it. */
    this.whole = false;
    /** Each category's number and those of all above it. @type {number[][]} */
    this.lines = data.categories.map((_, number) => {
      const line = [];
      for (let at = number; at >= 0; at = data.categories[at]?.[2] ?? -1) line.push(at);
      return line;
    });
    /** The categories of each paper, those above included. */
    this.under = data.papers.map((row) => [...new Set(row[CATEGORIES].flatMap((number) => this.lines[number] ?? []))]);
  }

  /**
   * Take the rest of what is known of the papers, and the other pages.
   * @param {More} more
   */
  extend({ authors, papers, pages, people }) {
    if (papers.authors.length !== this.data.papers.length) return; // of another build
    for (const [at, row] of this.data.papers.entries()) row[AUTHORS] = papers.authors[at] ?? [];
    const known = Object.entries(people).flatMap(([page, some]) =>
      some.map(([number, count]) => /** @type {Person} */ ([number, page, count])),
    );
    Object.assign(this.data, { authors, pages, people: known });
    this.whole = true;
    this.finder.renew();
  }

  /**
   * Whether a question cannot be answered before the rest has come: it asks for an author. To be asked after `prepare`.
   * @param {Question} question
   */
  waits({ q = "", author = "" }) {
    return !this.whole && (author !== "" || q.includes("semanticscholar.org/paper/") || this.finder.engine.asksAuthors(q));
  }

  /** Bring what a question needs before `ask` and `find` can answer it. @param {string} query */
  async prepare(query) {
    if (query.trim()) await this.finder.prepare(query);
  }

  /**
   * The pages of every kind that match, best first, and what is to say of the query.
   * @param {string} query
   * @param {number} limit
   * @returns {Said & {hits: Hit[]}}
   */
  find(query, limit) {
    const { found, hits } = this.finder.everything(query);
    const listed = [...this.#author(query), ...hits.slice(0, limit).map((hit) => this.#hit(hit))];
    return { ...said(found), hits: listed.slice(0, limit) };
  }

  /** The paper of an author who has no page: most lines of papers say "et al." instead of the name. @param {string} query @returns {Hit[]} */
  #author(query) {
    const wanted = fold(query);
    const number = wanted.includes(" ") ? this.data.authors.findIndex((name) => fold(name) === wanted) : -1;
    const name = this.data.authors[number];
    const called = this.#called(nameWords(name ?? ""));
    if (!name || this.data.people.some(([one]) => called.has(one))) return [];
    const wrote = this.data.papers.filter((row) => row[AUTHORS].some((one) => called.has(one))).length;
    const address = `papers/?${new URLSearchParams({ author: name })}`;
    return [{ kind: "Author", title: name, address, about: wrote === 1 ? "1 paper" : `${wrote} papers` }];
  }

  /** @param {{paper?: number, page?: number, person?: number}} found @returns {Hit} */
  #hit({ paper: number, page: at, person }) {
    const page = this.data.pages[at ?? -1];
    if (page) return { kind: page[0], title: page[1], address: page[2], about: page[4].slice(0, 140) };
    const someone = this.data.people[person ?? -1];
    if (someone) {
      const name = this.data.authors[someone[0]] ?? "";
      const address = `authors/${someone[1]}/#${nameWords(name).join("-")}`;
      return { kind: "Author", title: name, address, about: `${someone[2]} papers` };
    }
    const paper = this.show(number ?? 0);
    const title = paper.name && !paper.title.startsWith(paper.name) ? `${paper.name}: ${paper.title}` : paper.title;
    return { kind: "Paper", title, address: `papers/${paper.key}/`, about: `${short(paper.authors ?? [])}, ${paper.venue} ${paper.year}` };
  }

  /**
   * Answer a question: the papers that pass every filter, in order, and how many each choice of a filter would leave.
   * @param {Question} question
   * @returns {Said & {ids: number[], facets: Facets}}
   */
  ask(question) {
    const query = (question.q ?? "").trim();
    const found = query ? this.finder.find(query) : undefined;
    const candidates = found ? found.ids : this.data.papers.map((_, id) => id);
    const venues = new Set(question.venues ?? []);
    const inside = question.in ? this.data.categories.findIndex((category) => category[0] === question.in) : -1;
    const author = nameWords(question.author ?? "");
    const authors = author.length > 0 ? this.#called(author) : undefined;
    /** @type {Facets} */
    const facets = { categories: {}, venues: {}, years: {}, code: 0, framework: 0 };
    const ids = candidates.filter((id) => this.#count(id, question, { venues, inside, authors }, facets));
    return { ...said(found), ids: this.#sort(ids, question.sort || (query ? "relevance" : "newest")), facets };
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

/** @param {import("./finder.js").Found} [found] @returns {Said} */
function said(found) {
  const { meant = false, reference = false, lacks = false, unknown = [] } = found ?? {};
  return { meant, reference, lacks, unknown };
}

/**
 * @param {Record<string, number>} counts
 * @param {string} name
 */
function increase(counts, name) {
  counts[name] = (counts[name] ?? 0) + 1;
}
