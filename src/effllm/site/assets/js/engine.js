// @ts-check
/** One search for the whole site: an index of compact records in memory, forgiving of typos. */

import { ABBREVIATIONS, ALIKE, KNOWN, MISSED, NAMED, WEIGHTS } from "./constants.js";
import MiniSearch from "./minisearch.js";
import { splitter, swaps, titleKey } from "./text.js";

/**
 * @typedef {{id: number, name?: string, title: string, aliases?: string, names?: string[], authors?: string, categories?: string,
 *   venue?: string, text?: string, cited?: number}} Entry
 */

export class Engine {
  constructor() {
    this.words = splitter(ABBREVIATIONS);
    /** @type {Set<string>} */
    this.vocabulary = new Set();
    this.index = new MiniSearch({
      fields: Object.keys(WEIGHTS),
      tokenize: (text) => this.words(text, true),
      processTerm: (term) => {
        this.vocabulary.add(term);
        return term;
      },
    });
    /** Entries by their name, title and aliases in any spelling. @type {Map<string, Set<number>>} */
    this.named = new Map();
    /** The same by the words that count: "low-rank adaptation" is "lora". @type {Map<string, Set<number>>} */
    this.said = new Map();
    /** Factors of the scores of what many papers cite. @type {Map<number, number>} */
    this.known = new Map();
  }

  /** @param {Entry} entry */
  add(entry) {
    this.index.add(entry);
    if (entry.cited) this.known.set(entry.id, 1 + KNOWN * Math.log2(1 + entry.cited));
    for (const name of [entry.name, entry.title, ...(entry.names ?? [])]) {
      if (!name) continue;
      note(this.named, titleKey(name), entry.id);
      note(this.said, this.#said(name), entry.id);
    }
  }

  /**
   * Ids and scores of the entries that match, best first; entries that miss words come after those that have all,
   * the further the rarer the words that they miss.
   * @param {string} query
   * @returns {{id: number, score: number}[]}
   */
  search(query) {
    const words = [...new Set(this.words(query, false))];
    const groups = words.map((word, at) => [word, ...this.#swapped(word), ...this.#joined(words, at)]);
    const numbers = words.some((word) => /\d/.test(word));
    const found = groups.length === 0 ? [] : this.index.search(
      { combineWith: "OR", queries: groups.map((terms) => ({ combineWith: "OR", queries: terms })) },
      {
        boost: WEIGHTS,
        prefix: (term) => term.length > 1,
        fuzzy: (term) => this.#typos(term),
        weights: { fuzzy: 0.35, prefix: 0.4 },
        boostDocument: (_, term) => (numbers || !/\d/.test(term) ? 1 : 0), // what has "attention2" has "attention", too
        tokenize: (text) => [text],
        processTerm: (term) => term,
      },
    );
    const said = this.said.get(this.#said(query));
    const has = found.map((hit) => groups.map((terms) => terms.some((term) => hit.queryTerms.includes(term))));
    const rarities = groups.map((_, at) => this.#rarity(has.filter((words) => words[at]).length));
    const asked = sum(rarities);
    /** @type {Map<number, number>} */
    const scores = new Map();
    found.forEach((hit, place) => {
      const missed = sum(rarities.filter((_, at) => !has[place]?.[at])) / asked * groups.length;
      const id = Number(hit.id);
      scores.set(id, hit.score * MISSED ** missed * (said?.has(id) ? ALIKE : 1) * (this.known.get(id) ?? 1));
    });
    for (const id of this.named.get(titleKey(query)) ?? []) scores.set(id, NAMED + (scores.get(id) ?? 0));
    return [...scores].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score);
  }

  /**
   * Known words that a word of the query makes with its neighbor: "flash attention" is "FlashAttention".
   * @param {string[]} words
   * @param {number} at
   */
  #joined(words, at) {
    const pairs = [`${words[at - 1] ?? ""}${words[at]}`, `${words[at]}${words[at + 1] ?? ""}`];
    return pairs.filter((pair) => pair !== words[at] && this.vocabulary.has(pair));
  }

  /** A name without what does not count: "Low-Rank Adaptation" is "lora". @param {string} name */
  #said(name) {
    return this.words(name, false).join(" ");
  }

  /**
   * How much a word tells entries apart that so many of them have; nothing where none has it.
   * @param {number} count
   */
  #rarity(count) {
    return count && Math.log(1 + this.index.documentCount / count);
  }

  /**
   * How many typos a word may have; none where the word is known, short or a number.
   * @param {string} word
   */
  #typos(word) {
    if (word.length < 4 || /^\d/.test(word) || this.vocabulary.has(word)) return false; // 2bit is no slip for 3bit
    return word.length < 8 ? 1 : 2;
  }

  /**
   * Known words that are the given one with two letters swapped.
   * @param {string} word
   */
  #swapped(word) {
    return this.vocabulary.has(word) ? [] : swaps(word).filter((other) => this.vocabulary.has(other));
  }
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((all, number) => all + number, 0);
}

/**
 * @param {Map<string, Set<number>>} index
 * @param {string} key
 * @param {number} id
 */
function note(index, key, id) {
  const ids = index.get(key) ?? new Set();
  index.set(key, ids.add(id));
}
