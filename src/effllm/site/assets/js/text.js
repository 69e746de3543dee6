// @ts-check
/** Comparing texts as people do; the same rules as effllm.text and effllm.search in Python. */

import { ENDINGS, FEWEST_LETTERS, LETTERS, NUMBERS, STOP_WORDS } from "./constants.js";

const PASSED_OVER = new Set(STOP_WORDS);
const ONE = String.raw`\d+(?:\.\d+)?|(?:${Object.keys(NUMBERS).join("|")})(?![\p{L}\p{N}_])`;
const MORE = String.raw`(?:\d{1,2}(?:\.\d+)?(?:-?,?\s+(?:and|or|to)\s+|-?,\s*|\s?[/\u2010-\u2015-]\s?)){0,4}`;
/** 3-bit, 3 bits, 3bit, three-bit, 1.58 bits; 2-, 3- and 4-bit; 3-4 bits. */
const BITS = new RegExp(
  String.raw`(?<![\p{L}\p{N}_.])(${MORE}(?:${ONE}))[\s\u2010-\u2015-]{0,3}bits?(?![\p{L}\p{N}_])`,
  "giu",
);
const EACH = new RegExp(ONE, "giu");
const OTHER = /[^\p{L}\p{N}\p{M}]+/gu;

/**
 * Small letters: Greek ones as words, Latin ones without accents, others as they are.
 * @param {string} text
 */
function plain(text) {
  return text
    .normalize("NFC") // accents part no letter from "+"
    .toLowerCase()
    .replace(/(?<=[0-9]),(?=[0-9]{3}(?![0-9]))/g, "") // 1,000 layers
    .replace(/(?<=\p{L}{2})\++(?![\p{L}\p{N}_])/gu, " plus") // LoRA+ is another method than LoRA
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\0-\x7f]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/(?<=[a-z])\p{M}+/gu, "")
    .normalize("NFC");
}

/**
 * The words of a text in small ASCII letters and digits, a space between them.
 * @param {string} text
 */
export function fold(text) {
  return plain(text).replace(/[^a-z0-9]+/g, " ").trim();
}

/**
 * What all spellings of one title or name have in common.
 * @param {string} text
 */
export function titleKey(text) {
  return plain(text).replace(OTHER, " ").trim().replace(/(?<![0-9]) | (?![0-9])/g, "") || text.trim().toLowerCase();
}

/**
 * The words of a person's name as `fold` has them, those of other alphabets too.
 * @param {string} name
 */
export function nameWords(name) {
  return plain(name).split(OTHER).filter(Boolean);
}

/** @param {string} word */
function singular(word) {
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

const ENDING = new RegExp(`(?<=[a-z]{${FEWEST_LETTERS}})(?:${ENDINGS.join("|")})$`); // prun of pruning, prune and pruned

/**
 * What the forms of a word have in common: "quantiz" of quantize, quantized and quantizing.
 * @param {string} word
 */
export function stem(word) {
  return word.replace(ENDING, "");
}

/** Whether a query is written as names are: "eagle", "Self-RAG", "Stable Diffusion". @param {string} query */
export function isName(query) {
  const parts = query.trim().split(/\s+/);
  return parts.length === 1 || (parts.length <= 4 && parts.every((part) => !/^\p{Ll}/u.test(part)));
}

/**
 * A splitter of texts into the words that are searched; phrases with an abbreviation become that.
 * @param {Record<string, string>} abbreviations folded phrase -> abbreviation
 */
export function splitter(abbreviations) {
  const phrases = Object.keys(abbreviations).sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`\\b(?:${phrases.join("|") || "(?!)"})\\b`, "g");
  /**
   * @param {string} text
   * @param {boolean} expand whether an abbreviated phrase gives its own words too
   */
  return function words(text, expand) {
    let folded = fold(text);
    if (folded.includes("bit")) folded = fold(text.replace(BITS, bits));
    const short = folded.replace(pattern, (phrase) => abbreviations[phrase] ?? phrase);
    const found = short.split(" ");
    if (expand && short !== folded) found.push(...folded.split(" "));
    if (expand) found.push(...parts(folded).filter((word) => !found.includes(word)));
    return found.filter((word) => word && !PASSED_OVER.has(word)).map(singular);
  };
}

/**
 * Numbers of bits as words: "3-bit" is "3bit".
 * @param {string} _
 * @param {string} written
 */
function bits(_, written) {
  const numbers = (written.match(EACH) ?? []).map((number) => number.toLowerCase().replace(".", ""));
  return numbers.map((number) => `${NUMBERS[number] ?? number}bit`).join(" ");
}

/**
 * Words that are parts of words with a number, or are made of a word and a number beside it: "gpt" and "gpt3" of GPT-3.
 * @param {string} folded
 */
function parts(folded) {
  const found = /\dbit/.test(folded) ? ["bit"] : [];
  for (const [, name = "", number] of folded.matchAll(/\b([a-z]{2,}) ?(\d{1,2}[a-z]?)\b/g)) {
    if (!PASSED_OVER.has(name)) found.push(name, `${name}${number}`);
  }
  return found;
}

/**
 * The word with each pair of neighbouring letters swapped: the commonest typo, which counts as two edits otherwise.
 * @param {string} word
 */
export function swaps(word) {
  if (word.length < 3 || /^\d/.test(word)) return [];
  const swapped = [];
  for (let at = 0; at + 1 < word.length; at += 1) {
    if (word[at] !== word[at + 1]) {
      swapped.push(word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2));
    }
  }
  return swapped;
}

/**
 * Authors as a list of papers shows them; as words.short_authors in Python.
 * @param {string[]} names
 */
export function short(names) {
  if (names.length === 0) return "authors not known";
  return names.length > 2 ? `${names[0]} et al.` : names.join(" and ");
}
