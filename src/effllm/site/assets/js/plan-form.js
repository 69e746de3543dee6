// @ts-check
/** The forms of the page of plans: read with a sentence for what is wrong, filled from an address, and written to it. */

import { readNumber } from "./quantity.js";
import { titleKey } from "./text.js";

/** @typedef {import("./plan-engine.js").Data} Data @typedef {import("./plan-engine.js").Choices} Choices */
/** @typedef {import("./plan-train.js").Training} Training @typedef {import("./plan-train.js").Run} Run */

/** Fields that hold the name of a record, and which kind it is of. @type {Record<string, "models" | "hardware">} */
const NAMES = { model: "models", like: "models", on: "hardware", chip: "hardware" };

/** The size in the name of a model and what is behind it: -8B in Qwen3-8B. */
const SIZE = /[-_ ]?\d[\d.x]*[BM]\b.*$/i;

/** Most names that are proposed, one of each family. */
const MOST = 8;

const listed = (/** @type {string[]} */ names) => new Intl.ListFormat("en", { type: "disjunction" }).format(names);

/** @param {HTMLFormElement} form @param {string} name */
const field = (form, name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

/** @param {HTMLFormElement} form @param {string} name */
const typed = (form, name) => field(form, name).value.trim();

/**
 * The id that a name or id means.
 * @param {Record<string, {name: string}>} known @param {string} text @param {string} what
 */
function named(known, text, what) {
  if (text in known) return text;
  const key = titleKey(text);
  const found = Object.entries(known).find(([id, { name }]) => titleKey(name) === key || titleKey(id) === key);
  if (found) return found[0];
  const names = Object.values(known).map(({ name }) => name).filter((name) => titleKey(name).includes(key));
  const families = new Set();
  const near = names.filter((name) => families.size < families.add(name.replace(SIZE, "")).size).slice(0, MOST);
  throw new Error(`no ${what} “${text}” is here${near.length > 0 ? `; did you mean ${listed(near)}?` : ""}`);
}

/** Run with the field marked as wrong where it fails. @template T @param {HTMLFormElement} form @param {string} name @param {(text: string) => T} read */
function from(form, name, read) {
  const box = field(form, name);
  box.removeAttribute("aria-invalid");
  try {
    return read(box.value.trim());
  } catch (error) {
    box.setAttribute("aria-invalid", "true");
    throw error;
  }
}

/** @param {HTMLFormElement} form @param {string} name @param {string} label @param {number} [most] */
function wholeNumber(form, name, label, most = 1e7) {
  return from(form, name, (text) => {
    const value = readNumber(text, "", {});
    if (Number.isInteger(value) && value >= 1 && value <= most) return value;
    throw new Error(`${label} is ${text}; it must be a whole number from 1 to ${most.toLocaleString("en")}`);
  });
}

/** @param {HTMLFormElement} form @param {string} name @param {string} label */
function positive(form, name, label) {
  return from(form, name, (text) => {
    const value = readNumber(text, "", {});
    if (value <= 0) throw new Error(`${label} is ${text}; it must be more than 0`);
    return value;
  });
}

/** @param {HTMLFormElement} form @param {Data} data @returns {Choices} */
export function chosenRun(form, data) {
  const { most } = data.constants;
  const model = from(form, "model", (text) => {
    if (!text) throw new Error("choose a model");
    return named(data.models, text, "model");
  });
  const on = from(form, "on", (text) => (text ? named(data.hardware, text, "accelerator") : ""));
  const context = typed(form, "context") ? wholeNumber(form, "context", "the number of tokens", most["context"]) : 0;
  const price = typed(form, "price") ? positive(form, "price", "the price") : 0;
  return {
    model,
    ...(on && { on }),
    count: typed(form, "count") ? wholeNumber(form, "count", "the number of accelerators", most["count"]) : 1,
    weights: field(form, "weights").value,
    kv: field(form, "kv").value,
    ...(context && { context }),
    batch: typed(form, "batch") ? wholeNumber(form, "batch", "the number of sequences", most["batch"]) : 1,
    ...(price && { price }),
  };
}

/** @param {HTMLFormElement} form @param {Data} data @param {Training} training @returns {Run} */
export function chosenTraining(form, data, training) {
  const like = typed(form, "like");
  const models = Object.fromEntries(training.models.map(([id, name]) => [id, { name }]));
  const id = like && from(form, "like", (text) => named(models, text, "model whose training is known"));
  const [, , ofParameters, ofTokens] = training.models.find(([one]) => one === id) ?? [];
  /** @param {string} name @param {string} label @param {number | undefined} other */
  const amount = (name, label, other) => {
    if (typed(form, name)) return positive(form, name, label);
    if (other === undefined) throw new Error(`say ${label}, as 70b or 15t, or choose a model`);
    return other;
  };
  const parameters = amount("parameters", "the number of parameters", ofParameters);
  const tokens = amount("tokens", "the number of tokens", ofTokens);
  const chip = from(form, "chip", (text) => (text ? named(data.hardware, text, "accelerator") : ""));
  const utilization = typed(form, "utilization") ? positive(form, "utilization", "the utilization") : 40;
  if (utilization > 100) throw new Error(`the utilization is ${utilization} percent; at most 100`);
  const rent = typed(form, "rent") ? positive(form, "rent", "the price") : 0;
  const chips = typed(form, "chips") ? wholeNumber(form, "chips", "the number of accelerators") : 1;
  if (parameters < 1 || tokens < 1) throw new Error("parameters and tokens must be 1 or more");
  return { parameters, tokens, ...(chip && { chip }), chips, utilization: utilization / 100, ...(rent && { rent }) };
}

/** Put what an address says into a form; names for ids. @param {HTMLFormElement} form @param {URLSearchParams} asked @param {Data | undefined} data */
export function fill(form, asked, data) {
  for (const box of form.elements) {
    if (!(box instanceof HTMLInputElement || box instanceof HTMLSelectElement)) continue;
    const given = asked.get(box.name) ?? "";
    const kind = NAMES[box.name];
    const known = kind && data?.[kind];
    if (box instanceof HTMLSelectElement) box.value = [...box.options].some(({ value }) => value === given) ? given : "bf16";
    else box.value = (known && given in known && known[given]?.name) || given;
  }
}

/** What a form says, as an address has it; ids for names. @param {HTMLFormElement} form @param {Data | undefined} data */
export function query(form, data) {
  const given = new URLSearchParams();
  for (const box of form.elements) {
    if (!(box instanceof HTMLInputElement || box instanceof HTMLSelectElement) || !box.value.trim()) continue;
    const kind = NAMES[box.name];
    const known = kind && data?.[kind];
    const id = known && Object.keys(known).find((one) => known[one]?.name === box.value);
    given.set(box.name, id || box.value.trim());
  }
  return given;
}
