// @ts-check
/** One search for the whole site: an index of compact records in memory, forgiving of typos. */

import MiniSearch from "./minisearch.js";
import { splitter, swaps } from "./text.js";

/** How much a word counts in each field; as effllm.search.WEIGHTS in Python. */
const BOOST = { name: 10, title: 5, aliases: 5, authors: 3, categories: 2, venue: 2, text: 1 };
const MISSED = 0.25;
const SAME = 100;
const ALIKE = 10;

/**
 * @typedef {{id: number, name?: string, title: string, aliases?: string, names?: string[], authors?: string, categories?: string,
 *   venue?: string, text?: string}} Entry
 */

export class Engine {
  /** @param {Record<string, string>} abbreviations */
  constructor(abbreviations) {
    this.words = splitter(abbreviations);
    /** @type {Set<string>} */
    this.vocabulary = new Set();
    this.index = new MiniSearch({
      fields: Object.keys(BOOST),
      tokenize: (text) => this.words(text, true),
      processTerm: (term) => {
        this.vocabulary.add(term);
        return term;
      },
    });
    /** Entries by their whole name, title and aliases, and how much that counts. @type {Map<string, Map<number, number>>} */
    this.whole = new Map();
  }

  /** @param {Entry} entry */
  add(entry) {
    this.index.add(entry);
    for (const name of [entry.name, entry.title, ...(entry.names ?? [])]) {
      if (!name) continue;
      this.#whole(this.#said(name), entry.id, ALIKE);
      this.#whole(name.toLowerCase(), entry.id, SAME);
    }
  }

  /**
   * Ids and scores of the entries that match, best first; entries that miss words come after those that have all.
   * @param {string} query
   * @returns {{id: number, score: number}[]}
   */
  search(query) {
    const words = [...new Set(this.words(query, false))];
    const groups = words.map((word, at) => [word, ...this.#swapped(word), ...this.#joined(words, at)]);
    if (groups.length === 0) return [];
    const found = this.index.search(
      { combineWith: "OR", queries: groups.map((terms) => ({ combineWith: "OR", queries: terms })) },
      {
        boost: BOOST,
        prefix: (term) => term.length > 1,
        fuzzy: (term) => this.#typos(term),
        weights: { fuzzy: 0.35, prefix: 0.4 },
        tokenize: (text) => [text],
        processTerm: (term) => term,
      },
    );
    const whole = this.whole.get(query.trim().toLowerCase()) ?? this.whole.get(this.#said(query));
    return found
      .map((hit) => {
        const missed = groups.filter((terms) => !terms.some((term) => hit.queryTerms.includes(term))).length;
        return { id: Number(hit.id), score: hit.score * MISSED ** missed * (whole?.get(Number(hit.id)) ?? 1) };
      })
      .sort((a, b) => b.score - a.score);
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
   * How many typos a word may have; none where the word is known, short or a number.
   * @param {string} word
   */
  #typos(word) {
    if (word.length < 4 || /^\d+$/.test(word) || this.vocabulary.has(word)) return false;
    return word.length < 8 ? 1 : 2;
  }

  /**
   * @param {string} name
   * @param {number} id
   * @param {number} factor
   */
  #whole(name, id, factor) {
    const ids = this.whole.get(name) ?? new Map();
    this.whole.set(name, ids.set(id, Math.max(factor, ids.get(id) ?? 0)));
  }

  /**
   * Known words that are the given one with two letters swapped.
   * @param {string} word
   */
  #swapped(word) {
    return this.vocabulary.has(word) ? [] : swaps(word).filter((other) => this.vocabulary.has(other));
  }
}
