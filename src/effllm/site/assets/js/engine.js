// @ts-check
/** One search for the whole site: the ranking of `effllm.search` in Python, step by step, over the same numbers. */

import * as constants from "./constants.js";
import { isName, splitter, stem, swaps, titleKey } from "./text.js";
import { BITS, FIELD } from "./words.js";

const { ABBREVIATIONS, ALIKE, ASKING, AUTHORS, FORM, KNOWN, MISSED, MOST, NAMED, NAME_PARTS, NEAR, PREFIX, SHARED } = constants;
const { TOPIC, TWO_TYPOS, TYPO, WEIGHTS } = constants;
const ASKED = new Set(ASKING);
const SHARED_BY_SEVERAL = new Set(SHARED);
const SHORT = 3, LONG = 4, LONGER = 8;
/** How many words with typos a word may be. */
const MANY = 20;
const split = splitter(ABBREVIATIONS);

/** @typedef {{hits: {id: number, score: number}[], lacks: boolean, unknown: string[]}} Answer */

export class Engine {
  /**
   * @param {import("./words.js").Words} words
   * @param {string[][]} names of each entry: its name, title and aliases
   * @param {number[]} known how well known each entry is
   * @param {(one: number, other: number) => number} order of entries that match equally well
   */
  constructor(words, names, known, order = (one, other) => one - other) {
    this.words = words;
    /** The entries of people in whose name all words are. @type {(words: string[]) => Iterable<number>} */
    this.written = () => [];
    this.count = names.length;
    this.known = known;
    this.order = order;
    /** Entries by their names in any spelling. @type {Map<string, Set<number>>} */
    this.named = new Map();
    /** The same by the words that count: "low-rank adaptation" is "lora". @type {Map<string, Set<number>>} */
    this.said = new Map();
    for (const [id, called] of names.entries()) {
      for (const name of called) {
        note(this.named, titleKey(name), id);
        note(this.said, said(name), id);
      }
    }
  }

  /** Bring the words that a question needs. @param {string} query */
  async prepare(query) {
    const words = asked(query);
    const pairs = words.flatMap((_, at) => around(words, at));
    const swapped = words.filter((word) => word.length === SHORT).flatMap(swaps);
    await this.words.bring([...words.map(stem), ...pairs, ...swapped]);
    if (words.some((word) => this.#mayHaveTypos(word) && this.#told(word).size === 0)) await this.words.all();
  }

  /**
   * The entries that match, best first; whether the query names something that is not here, and the hits are the nearest;
   * and the words of the query that no entry has. As `SearchIndex.answer` in Python.
   * @param {string} query
   * @returns {Answer}
   */
  search(query) {
    const words = asked(query);
    const wrote = this.#authors(words);
    const matches = words.map((word, at) => this.#match(word, around(words, at).filter((pair) => this.words.has(pair)), wrote.get(word)));
    const rarities = matches.map((found) => (found.size ? Math.log(1 + this.count / found.size) : 0));
    /** @type {Map<number, number>} */
    const scores = new Map();
    /** @type {Map<number, number>} */
    const had = new Map();
    matches.forEach((found, at) => {
      for (const [id, score] of found) {
        scores.set(id, (scores.get(id) ?? 0) + score);
        had.set(id, (had.get(id) ?? 0) + (rarities[at] ?? 0));
      }
    });
    const named = this.named.get(titleKey(query)) ?? new Set();
    const average = sum(rarities) / (rarities.filter(Boolean).length || 1) || 1;
    const all = average * words.length;
    const called = this.#called(words);
    for (const id of this.said.get(said(query)) ?? []) called.set(id, words.map((_, at) => at));
    const names = [...new Map([...called.values()].map((places) => [String(places), places])).values()];
    for (const [id, places] of called) {
      const others = new Set(names.filter((other) => !other.some((at) => places.includes(at))).flat());
      const share = sum(places.map((at) => rarities[at] ?? 0)) / (all || 1);
      scores.set(id, (scores.get(id) ?? 0) * ALIKE ** share);
      const has = (had.get(id) ?? 0) + sum([...others].map((at) => (matches[at]?.has(id) ? 0 : rarities[at] ?? 0)));
      had.set(id, share < TOPIC ? has : has + share * (all - has));
    }
    /** @type {Map<number, number>} */
    const ranked = new Map();
    for (const [id, rarity] of had) {
      if (rarity < MOST * all) continue;
      const known = 1 + KNOWN * Math.log2(1 + (this.known[id] ?? 0));
      ranked.set(id, (scores.get(id) ?? 0) * known * MISSED ** ((all - rarity) / average));
    }
    for (const id of named) ranked.set(id, NAMED + (ranked.get(id) ?? 0));
    const lacks = words.length > 0 && named.size === 0 && isName(query) && !this.#has(query, words);
    const hits = [...ranked].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score || this.order(a.id, b.id));
    return { hits: lacks ? hits.slice(0, NEAR) : hits, lacks, unknown: words.filter((_, at) => !rarities[at]) };
  }

  /** The entries that are called so in any spelling, and those with a name of the same words. @param {string} query */
  names(query) {
    return new Set([...(this.named.get(titleKey(query)) ?? []), ...(this.said.get(said(query)) ?? [])]);
  }

  /** The entries of whose names one is words side by side, and which words of the longest these are. @param {string[]} words */
  #called(words) {
    /** @type {Map<number, number[]>} */
    const called = new Map();
    for (let length = 1; length <= Math.min(words.length, NAME_PARTS); length += 1) {
      for (let start = 0; start + length <= words.length; start += 1) {
        const run = words.slice(start, start + length);
        const found = [...(this.said.get(run.join(" ")) ?? []), ...(this.named.get(run.join("")) ?? [])];
        for (const id of found) called.set(id, run.map((_, at) => start + at));
      }
    }
    return called;
  }

  /** Whether it takes the names of authors to answer: two words are in those of one entry. @param {string} query */
  asksAuthors(query) {
    return this.#shareAuthors(asked(query));
  }

  /** @param {string[]} words different ones */
  #shareAuthors(words) {
    /** @type {Set<number>} */
    const seen = new Set();
    return words.some((word) => {
      const ids = this.words.get(word).filter((number) => (number & FIELD) === AUTHORS).map((number) => number >> BITS);
      const twice = ids.some((id) => seen.has(id));
      for (const id of ids) seen.add(id);
      return twice;
    });
  }

  /** The words that are of one author's name, each with the entries of such authors. @param {string[]} words */
  #authors(words) {
    /** @type {Map<string, Set<number>>} */
    const wrote = new Map();
    const different = [...new Set(words)];
    if (!this.#shareAuthors(different)) return wrote;
    different.forEach((one, at) => {
      for (const other of different.slice(at + 1)) {
        const ids = [...this.written([one, other])];
        for (const word of ids.length > 0 ? [one, other] : []) wrote.set(word, new Set([...(wrote.get(word) ?? []), ...ids]));
      }
    });
    return wrote;
  }

  /**
   * Whether what is written as a name is in a name, a title or what entries share, as an author.
   * @param {string} query
   * @param {string[]} words
   */
  #has(query, words) {
    const [first = ""] = words;
    if (words.length === 1) {
      if (query === query.toLowerCase() && this.words.has(first)) return true;
      return [...this.words.startingWith(first)].some((term) => this.words.get(term).some((number) => number & FIELD));
    }
    const key = titleKey(query);
    for (const name of this.named.keys()) if (name.includes(key)) return true;
    for (const name of this.said.keys()) if (name.includes(said(query))) return true;
    const sets = words.map((word) => this.#sharing(word));
    return [...(sets[0] ?? [])].some((id) => sets.every((set) => set.has(id)));
  }

  /** The entries that have a word in what several have: an author, a category, a venue. @param {string} word */
  #sharing(word) {
    return new Set(this.words.get(word).filter((number) => SHARED_BY_SEVERAL.has(number & FIELD)).map((number) => number >> BITS));
  }

  /**
   * The best score in each entry of one word, or of what it makes with its neighbors.
   * @param {string} word
   * @param {string[]} joined
   * @param {Set<number>} [wrote] the only entries in which it counts as an author's name, where it is part of one
   */
  #match(word, joined, wrote) {
    const terms = wrote ? new Map([[word, 1]]) : this.#terms(word);
    const own = this.words.get(word).length;
    for (const pair of joined) terms.set(pair, 1);
    /** @type {Map<number, number>} */
    const found = new Map();
    for (const [term, quality] of terms) {
      const numbers = this.words.get(term);
      const rarity = Math.log(1 + this.count / Math.max(numbers.length, own));
      for (const number of numbers) {
        if (wrote && (number & FIELD) === AUTHORS && !wrote.has(number >> BITS)) continue;
        const score = quality * (WEIGHTS[number & FIELD] ?? 0) * rarity;
        if (score > (found.get(number >> BITS) ?? 0)) found.set(number >> BITS, score);
      }
    }
    return found;
  }

  /** The known words that a word of a query may mean, and how well each fits. @param {string} word */
  #terms(word) {
    const terms = this.#told(word);
    if (terms.size > 0) return terms;
    if (word.length === SHORT) {
      for (const term of swaps(word)) if (this.words.has(term)) terms.set(term, TYPO);
    } else if (this.#mayHaveTypos(word)) {
      const most = word.length < LONGER ? 1 : 2;
      const near = [...this.words].flatMap((text) => {
        if (/\d/.test(text) && !/\d/.test(word)) return [];
        const typos = distance(word, text, most);
        return typos <= most ? [{ text, typos }] : [];
      });
      near.sort((a, b) => a.typos - b.typos);
      for (const { text, typos } of near.slice(0, MANY)) terms.set(text, typos <= 1 ? TYPO : TWO_TYPOS);
    }
    return terms;
  }

  /** The known words that are a word, another form of it or longer. @param {string} word */
  #told(word) {
    const counts = /\d/.test(word);
    const start = stem(word);
    /** @type {Map<string, number>} */
    const terms = new Map();
    if (word.length > 1) {
      for (const term of this.words.startingWith(start)) {
        if (/\d/.test(term) && !counts) continue; // what has "attention2" has "attention", too
        if (stem(term) === start) terms.set(term, FORM);
        else if (term.startsWith(word)) terms.set(term, PREFIX);
      }
    }
    if (this.words.has(word)) terms.set(word, 1);
    return terms;
  }

  /** Whether a word is long enough, and no number: 2bit is no slip for 3bit. @param {string} word */
  #mayHaveTypos(word) {
    return word.length >= LONG && !/^\d/.test(word);
  }
}

/** The words of a query that tell what is asked for; all of them where nothing else is left. @param {string} query */
export function asked(query) {
  const words = split(query, false);
  const telling = words.filter((word) => !ASKED.has(word));
  return telling.length > 0 ? telling : words;
}

/** A name without what does not count: "Low-Rank Adaptation" is "lora". @param {string} name */
function said(name) {
  return split(name, false).join(" ");
}

/**
 * What a word makes with each of its neighbors: "flash attention" is "FlashAttention".
 * @param {string[]} words
 * @param {number} at
 */
function around(words, at) {
  const pairs = [`${words[at - 1] ?? ""}${words[at]}`, `${words[at]}${words[at + 1] ?? ""}`];
  return pairs.filter((pair) => pair !== words[at]);
}

/**
 * How many letters are wrong, missing, too many or swapped with their neighbor; more than `most` where it is more.
 * @param {string} one
 * @param {string} other
 * @param {number} most
 */
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let [last, row] = [/** @type {number[]} */ ([]), Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) cost = Math.min(cost, (last[j - 2] ?? 0) + 1);
      next[j] = cost;
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    [last, row] = [row, next];
  }
  return row[other.length] ?? 0;
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
