// @ts-check
/** The record of a paper as YAML: the same text as effllm.store.writer in Python, with its regular expressions. */

/**
 * @typedef {object} Field what the schema says of a field
 * @property {string} [type]
 * @property {string} [pattern]
 * @property {string[]} [enum]
 * @property {string[]} [enumDescriptions]
 * @property {Field} [items]
 */

/**
 * @typedef {object} Rules
 * @property {string[]} required
 * @property {Record<string, Field>} fields
 * @property {Record<string, {name: string, url: string, form: string, before: string}>} ids
 * @property {string} arxiv_doi
 * @property {string} key
 * @property {string[]} passed_over
 * @property {string[]} common
 * @property {string} schema
 * @property {number} width
 * @property {string} plain
 * @property {string} flow_unsafe
 * @property {string} number
 */

/** @typedef {Record<string, string | number | string[]>} Values the fields of a record */

// What YAML 1.1 reads as something else than a text: yes, null, 1_000, 0x1F, 12:30, 2026-12-01.
const WORDS = /^(?:y|n|yes|no|true|false|on|off|null)$/i;
const DIGITS = /^(?:[-+]?[\d_][\d_,]*(?:\.[\d_]*)?(?:[eE][-+]?\d+)?|0[xob][\da-fA-F_]+|[\d_:]+(?:\.[\d_]*)?|\d{4}-\d{1,2}-\d{1,2}.*)$/;
const START = /^(?:[\p{L}\p{N}]|[./_][\p{L}\p{N}_])/u;

/** @param {string} pattern a regular expression for a whole text */
export const whole = (pattern) => new RegExp(`^(?:${pattern})$`);

/** A text without quotes where it is read as that text, else with them. @param {Rules} rules @param {string} text @param {boolean} flow inside of brackets */
export function scalar(rules, text, flow = false) {
  if (whole(rules.plain).test(text) && !(flow && text.includes(","))) return text;
  const odd = /: | #|[: ]$|\p{C}/u.test(text) || !START.test(text) || WORDS.test(text) || DIGITS.test(text);
  const plain = !odd && !whole(rules.number).test(text) && !(flow && new RegExp(rules.flow_unsafe).test(text));
  return plain ? text : JSON.stringify(text);
}

/** @param {Rules} rules @param {string} name @param {string[]} items */
function listed(rules, name, items) {
  const line = `${name}: [${items.map((item) => scalar(rules, item, true)).join(", ")}]`;
  const letters = items.reduce((sum, item) => sum + item.length, 0);
  if (letters < rules.width && line.length <= rules.width) return [line];
  return [`${name}:`, ...items.map((item) => `  - ${scalar(rules, item)}`)];
}

/** @param {Rules} rules @param {string} name @param {string} text */
function prose(rules, name, text) {
  const line = `${name}: ${scalar(rules, text)}`;
  if (line.length <= rules.width || !text.includes(" ")) return [line];
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last && last.length + 1 + word.length > rules.width - 2) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return [`${name}: >-`, ...lines.map((one) => `  ${one}`)];
}

/** The text of a record's file. @param {Rules} rules @param {Values} values @param {Record<string, string>} sources */
export function text(rules, values, sources) {
  const lines = [`# yaml-language-server: $schema=${rules.schema}`];
  for (const name of Object.keys(rules.fields)) {
    const value = values[name];
    if (name === "added") {
      lines.push("sources:", ...Object.entries(sources).map(([field, source]) => `  ${field}: ${scalar(rules, source)}`));
      lines.push(`added: ${value}`);
    } else if (Array.isArray(value)) {
      lines.push(...listed(rules, name, value));
    } else if (typeof value === "number") {
      lines.push(`${name}: ${value}`);
    } else if (value) {
      lines.push(...(name === "summary" ? prose(rules, name, value) : [`${name}: ${scalar(rules, value)}`]));
    }
  }
  return `${lines.join("\n")}\n`;
}
