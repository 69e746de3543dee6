// @ts-check
/** What a text in a search field means: the paper that it names, those that match its words, other pages, people. */

import { ABBREVIATIONS } from "./constants.js";
import { Engine, asked } from "./engine.js";
import { idsIn, isReference, slugWords } from "./ids.js";
import { splitter, stem, titleKey } from "./text.js";
import { Words } from "./words.js";

/**
 * What was found: numbers of papers, best first; whether the text is their key, id or address; whether it is an id or
 * an address at all; whether it names a paper that is not here, and the papers are those with the nearest names; the
 * words that no paper has.
 * @typedef {{ids: number[], scores: number[], meant: boolean, reference: boolean, lacks: boolean, unknown: string[]}} Found
 * @typedef {import("./library.js").Data} Data
 * @typedef {(kind: "words" | "ids", number: number) => Promise<any>} Fetch
 */

const KEY = 0, TITLE = 1, NAME = 2, ALIASES = 3, AUTHORS = 4;
const split = splitter(ABBREVIATIONS);
/** Kinds of pages that stand for a topic: of those whose name has all words of a query, that of most papers is meant. */
const TOPICS = ["Category", "Reading list"];

export class Finder {
  /**
   * @param {Data} data
   * @param {{known: number[], words: string[], ids: string[]}} parts how well known the papers are, and the first text of
   *   each part of the index
   * @param {Fetch} fetch brings a part
   */
  constructor(data, { known, words, ids }, fetch) {
    this.data = data;
    this.known = known;
    this.words = new Words(words, [], (number) => fetch("words", number));
    this.ids = new Words(ids, [], (number) => fetch("ids", number));
    /** @type {Engine | undefined} */
    this.made = undefined;
    /** @type {Engine | undefined} */
    this.others = undefined;
    /** The authors in whose name a word is. @type {Map<string, Set<number>> | undefined} */
    this.called = undefined;
    /** The words of the names of pages that are topics. @type {Set<string>[][] | undefined} */
    this.stems = undefined;
  }

  /** The index of the papers, made when first asked for. */
  get engine() {
    if (!this.made) {
      const names = this.data.papers.map((row) => [row[NAME], row[TITLE], ...row[ALIASES]].filter(Boolean));
      const order = this.data.papers.map((row) => row[KEY].replace(/^([a-z]+)(\d{4})/, "$2/$1$2")); // that of the files
      this.made = new Engine(this.words, names, this.known, (one, other) => ((order[one] ?? "") < (order[other] ?? "") ? -1 : 1));
      this.made.written = (some) => this.#written(some);
    }
    return this.made;
  }

  /** The index of the other pages and of people, whose pages come last. */
  get pages() {
    if (!this.others) {
      const { authors, pages, people } = this.data;
      const entries = [
        ...pages.map(([, title, , names, text]) => ({ name: title, names, text, known: 0 })),
        ...people.map(([number, , papers]) => ({ name: authors[number] ?? "", names: [], text: "", known: papers })),
      ];
      const words = Words.of(entries.map(({ name, names, text }) => [text, "", "", "", names.join(" "), "", name]));
      const known = entries.map((entry) => entry.known);
      this.others = new Engine(words, entries.map(({ name, names }) => [name, ...names]), known);
    }
    return this.others;
  }

  /** The pages have changed, and the authors. */
  renew() {
    this.others = undefined;
    this.called = undefined;
    this.stems = undefined;
  }

  /** The papers of authors in whose name all words are. @param {string[]} words */
  #written(words) {
    const { authors, papers } = this.data;
    if (!this.called) {
      this.called = new Map();
      for (const [number, name] of authors.entries()) {
        for (const word of split(name, false)) this.called.set(word, (this.called.get(word) ?? new Set()).add(number));
      }
    }
    const sets = words.map((word) => this.called?.get(word) ?? new Set());
    const both = new Set([...(sets[0] ?? [])].filter((number) => sets.every((set) => set.has(number))));
    return papers.flatMap((row, id) => (both.size > 0 && row[AUTHORS].some((number) => both.has(number)) ? [id] : []));
  }

  /** Bring what a question needs; `find` answers at once afterwards. @param {string} query */
  async prepare(query) {
    await Promise.all([this.engine.prepare(slugWords(query) || query), this.ids.bring(idsIn(query))]);
  }

  /** Bring all that questions may need. */
  async all() {
    await Promise.all([this.words.all(), this.ids.all()]);
  }

  /** @param {string} query @returns {Found} */
  find(query) {
    const reference = isReference(query);
    for (const id of idsIn(query)) {
      const ids = this.ids.get(id);
      if (ids.length > 0) return { ids, scores: ids.map(() => Infinity), meant: true, reference, lacks: false, unknown: [] };
    }
    if (reference) {
      const ids = this.#titled(slugWords(query));
      return { ids, scores: ids.map(() => Infinity), meant: ids.length > 0, reference, lacks: ids.length === 0, unknown: [] };
    }
    const { hits, lacks, unknown } = this.engine.search(query);
    return { ids: hits.map(({ id }) => id), scores: hits.map(({ score }) => score), meant: false, reference, lacks, unknown };
  }

  /** The paper that has nearly all words of a page's name in its title and its authors. @param {string} slug */
  #titled(slug) {
    const words = split(slug, false);
    const { authors, papers } = this.data;
    return this.engine.search(slug).hits.slice(0, 1).flatMap(({ id }) => {
      const row = papers[id];
      const has = row ? new Set(split([row[TITLE], ...row[AUTHORS].map((one) => authors[one])].join(" "), true)) : new Set();
      return words.filter((word) => !has.has(word)).length <= words.length / 8 ? [id] : [];
    });
  }

  /**
   * What Ctrl-K finds: papers, other pages and people. What has the query for its name comes first, then what has it for
   * another name, and of either topics before other pages and papers; then what matches, best first.
   * @param {string} query
   * @returns {{found: Found, hits: {paper?: number, page?: number, person?: number}[]}}
   */
  everything(query) {
    const found = this.find(query);
    const { papers, pages } = this.data;
    const topics = found.meant || found.reference ? new Set() : this.#topics(query);
    const others = found.meant || found.reference ? { hits: [], lacks: true } : this.pages.search(query);
    const names = { papers: this.engine.names(query), pages: this.pages.names(query) };
    const key = titleKey(query);
    const scores = new Map(others.hits.map(({ id, score }) => [id, score]));
    /** @param {boolean} named @param {(string | undefined)[]} own */
    const level = (named, own) => (!named ? 0 : own.some((name) => name && titleKey(name) === key) ? 2 : 1);
    /** @type {{score: number, level: number, kind: number, hit: {paper?: number, page?: number, person?: number}}[]} */
    const ranked = found.ids.map((id, at) => {
      const row = papers[id];
      return { score: found.scores[at] ?? 0, level: level(names.papers.has(id), [row?.[NAME], row?.[TITLE]]), kind: TOPICS.length + 1, hit: { paper: id } };
    });
    for (const id of new Set([...topics, ...scores.keys()])) {
      const [kind, title] = pages[id] ?? ["", this.data.authors[this.data.people[id - pages.length]?.[0] ?? -1] ?? ""];
      const place = TOPICS.indexOf(kind);
      ranked.push({
        score: scores.get(id) ?? 0,
        level: level(names.pages.has(id) || topics.has(id), [title]),
        kind: place < 0 ? TOPICS.length : place,
        hit: id < pages.length ? { page: id } : { person: id - pages.length },
      });
    }
    ranked.sort((a, b) => b.level - a.level || (a.level > 0 ? a.kind - b.kind : 0) || b.score - a.score);
    const lacks = found.lacks && others.lacks !== false && !ranked.some((one) => one.level > 0);
    return { found: { ...found, lacks }, hits: ranked.map(({ hit }) => hit) };
  }

  /** Of each kind of topic the page whose name has all words of a query, that of most papers. @param {string} query @returns {Set<number>} */
  #topics(query) {
    const words = asked(query).map(stem);
    this.stems ??= this.data.pages.map(([kind, title, , names]) =>
      TOPICS.includes(kind) ? [title, ...names].map((name) => new Set(split(name, false).map(stem))) : [],
    );
    /** @type {Map<string, number>} */
    const best = new Map();
    for (const [id, [kind, , , , , papers]] of this.data.pages.entries()) {
      if (words.length === 0 || !this.stems[id]?.some((name) => words.every((word) => name.has(word)))) continue;
      if (papers > (this.data.pages[best.get(kind) ?? -1]?.[5] ?? -1)) best.set(kind, id);
    }
    return new Set(best.values());
  }
}
