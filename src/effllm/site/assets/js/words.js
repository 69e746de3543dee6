// @ts-check
/**
 * Which entries have which words: a sorted list in parts, of which a question needs a few. `effllm.site.library` of the
 * Python package writes those of the papers; an entry and the field in which a word counts most are one number.
 */

import { ABBREVIATIONS, WEIGHTS } from "./constants.js";
import { splitter } from "./text.js";

/** @typedef {{texts: string[], numbers: number[][]}} Part */

export const BITS = 3;
export const FIELD = (1 << BITS) - 1;
const split = splitter(ABBREVIATIONS);

export class Words {
  /**
   * @param {string[]} starts the first text of each part
   * @param {(Part | undefined)[]} parts those that are here
   * @param {(number: number) => Promise<{texts: string, numbers: number[][]}>} [fetch] brings another
   */
  constructor(starts, parts, fetch) {
    this.starts = starts;
    this.parts = parts;
    this.fetch = fetch;
    /** @type {Map<number, Promise<void>>} */
    this.coming = new Map();
  }

  /**
   * The words of entries in memory, those of each field in one text.
   * @param {Iterable<string[]>} entries the texts of each, in the order of `WEIGHTS`
   */
  static of(entries) {
    /** @type {Map<string, number[]>} */
    const found = new Map();
    let id = 0;
    for (const fields of entries) {
      /** @type {Map<string, number>} */
      const best = new Map();
      fields.forEach((text, field) => split(text, true).forEach((word) => best.set(word, field))); // what counts most comes last
      for (const [word, field] of best) {
        const numbers = found.get(word);
        if (numbers) numbers.push((id << BITS) | field);
        else found.set(word, [(id << BITS) | field]);
      }
      id += 1;
    }
    const texts = [...found.keys()].sort();
    return new Words([""], [{ texts, numbers: texts.map((text) => found.get(text) ?? []) }]);
  }

  /** Bring all parts that have texts which start so. @param {string[]} starts */
  async bring(starts) {
    await Promise.all([...new Set(starts.flatMap((start) => this.#places(start)))].map((place) => this.#part(place)));
  }

  /** Bring all parts. */
  async all() {
    await Promise.all(this.starts.map((_, place) => this.#part(place)));
  }

  /** @param {number} place */
  #part(place) {
    if (this.parts[place] || !this.fetch) return undefined;
    let coming = this.coming.get(place);
    if (!coming) {
      coming = this.fetch(place).then(({ texts, numbers }) => {
        this.parts[place] = { texts: texts ? texts.split("\n") : [], numbers: numbers.map(summed) };
      });
      coming.catch(() => this.coming.delete(place)); // the next question asks again
      this.coming.set(place, coming);
    }
    return coming;
  }

  /** The places of the parts in which texts may start so. @param {string} start */
  #places(start) {
    const first = Math.max(after(this.starts, start) - 1, 0);
    const end = after(this.starts, `${start}\uffff`);
    return Array.from({ length: end - first }, (_, at) => first + at);
  }

  /** @param {string} text @returns {number[]} */
  get(text) {
    for (const place of this.#places(text)) {
      const part = this.parts[place];
      const at = part ? after(part.texts, text) - 1 : -1;
      if (part?.texts[at] === text) return part.numbers[at] ?? [];
    }
    return [];
  }

  /** @param {string} text */
  has(text) {
    return this.get(text).length > 0;
  }

  /** The texts that start so, of the parts that are here. @param {string} start @returns {Generator<string>} */
  *startingWith(start) {
    for (const place of this.#places(start)) {
      const texts = this.parts[place]?.texts ?? [];
      for (let at = before(texts, start); texts[at]?.startsWith(start); at += 1) yield /** @type {string} */ (texts[at]);
    }
  }

  /** All texts of the parts that are here. */
  *[Symbol.iterator]() {
    for (const part of this.parts) if (part) yield* part.texts;
  }
}

/** Numbers of which each but the first is written as the step from the one before. @param {number[]} steps */
function summed(steps) {
  let sum = 0;
  return steps.map((step) => (sum += step));
}

/** How many of sorted texts are before one. @param {string[]} texts @param {string} text */
function before(texts, text) {
  let [low, high] = [0, texts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (/** @type {string} */ (texts[middle]) < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of sorted texts are before one or are it. @param {string[]} texts @param {string} text */
function after(texts, text) {
  const at = before(texts, text);
  return texts[at] === text ? at + 1 : at;
}
