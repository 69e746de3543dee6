// @ts-check
/** Choices -> memory, bounds and savings, as `effllm.plan` computes them, from the same terms and formulas. */

import { evaluateAll } from "./arithmetic.js";

/**
 * @typedef {import("./arithmetic.js").Tree} Tree
 * @typedef {import("./arithmetic.js").Value} Value
 * @typedef {{part: string, formula: string, bound: Record<string, Value>, free: Record<string, string>, about?: string}} Term
 * @typedef {{name: string, unit: string, terms: [string, Tree][], expression: Tree, defaults: Record<string, Value>,
 *   paper?: string | null, where?: string | null, source?: string | null}} Formula
 * @typedef {{name: string, bits: number, embeddings: number, experts_only: boolean, rates: string[], word?: string | null,
 *   formula?: string | null, papers: string[], source?: string | null}} Format
 * @typedef {{name: string, context?: number, experts?: boolean, terms: [number, Record<string, Value>][], open?: number,
 *   unknown?: Record<string, string>, notes?: number[]}} Model
 * @typedef {{name: string, memory: number, bandwidth?: number, flops?: Record<string, number>, power?: number,
 *   price_usd?: number, word?: string | null}} Accelerator
 * @typedef {{models: Record<string, Model>, kinds: Omit<Term, "bound">[], notes: string[],
 *   hardware: Record<string, Accelerator>, speed: {cached: Term[], uncached: Term[]}, formulas: Record<string, Formula>,
 *   weights: Record<string, Format>, kv: Record<string, Format>, memory: string[], summed: string[], bounds: string[],
 *   needs: Record<string, {values: string[], why: string}>,
 *   savings: {cached: Change[], uncached: Change[], kept: number, more: string[]},
 *   cards_only: string, sentences: Record<string, string>, parts: Record<string, string>,
 *   constants: {binary: number, context: number, chunk: number, outputs: number, hours: number, most: Record<string, number>,
 *     accelerators: number}}} Data
 * @typedef {[what: string, change: Record<string, string | number>, papers: string[]]} Change
 * @typedef {{model: string, on?: string, count: number, weights: string, kv: string, context?: number, batch: number,
 *   price?: number}} Choices
 * @typedef {{part: string, about: string, value: number, unit: string, formula: string, inputs: Record<string, Value>}} Figure
 * @typedef {{value: number, unit: string, limitedBy: string, figures: Figure[], assumptions: string[]}} Bound
 * @typedef {Choices & {context: number}} Chosen
 * @typedef {{chosen: Chosen, memory: Record<string, number | null>, each: Record<string, number>, perDevice: number,
 *   room?: number, spare: number | null, fits: boolean | null, bounds: Record<string, Bound>, figures: Figure[],
 *   unknown: Record<string, string>, notes: string[]}} Plan
 */

/** Memory whose parts are all known, of one device. @typedef {{parts: Record<string, number>, total: number}} Share */

const YEARS = 4;
const SIXTEEN = 16;

/** @param {number} value */
const whole = (value) => value.toLocaleString("en");

/** @param {number} value */
const money = (value) => value.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/**
 * The terms of a model: its own, and those of speed, energy and price.
 * @param {Data} data @param {Model} model @returns {Term[]}
 */
function termsOf(data, model) {
  const own = model.terms.map(([kind, bound]) => {
    const known = data.kinds[kind];
    if (!known) throw new Error("the data of the page is of two versions; load it again");
    return { ...known, bound };
  });
  return [...own, ...(model.unknown?.["kv_cache"] ? data.speed.uncached : data.speed.cached)];
}

/**
 * The value of each part, and each term with its own; a term whose free input has no value is left out.
 * @param {Data} data @param {Term[]} terms @param {Record<string, number>} choices
 */
export function evaluateTerms(data, terms, choices) {
  const values = { ...choices };
  /** @type {Record<string, number>} */
  const parts = {};
  /** @type {Figure[]} */
  const figures = [];
  for (const term of terms) {
    const formula = data.formulas[term.formula];
    const free = Object.entries(term.free);
    if (!formula || free.some(([, name]) => values[name] === undefined)) continue;
    const given = Object.fromEntries(free.map(([to, name]) => [to, values[name] ?? 0]));
    const inputs = { ...term.bound, ...given };
    const all = evaluateAll([...formula.terms, ["result", formula.expression]], { ...formula.defaults, ...inputs });
    const value = /** @type {number} */ (all["result"]);
    figures.push({ part: term.part, about: term.about ?? "", value, unit: formula.unit, formula: term.formula, inputs });
    const before = parts[term.part];
    const both = before === undefined ? value : data.summed.includes(term.part) ? before + value : Math.max(before, value);
    parts[term.part] = values[term.part] = both;
  }
  return { parts, figures };
}

/**
 * What an accelerator hour costs, in US dollars.
 * @param {Data} data @param {Choices} choices
 */
export function hourly(data, choices) {
  const known = choices.on ? data.hardware[choices.on] : undefined;
  return choices.price ?? (known?.price_usd === undefined ? undefined : known.price_usd / data.constants.hours);
}

/**
 * The values of the free inputs of terms by their names; what is not known is not there.
 * @param {Data} data @param {Chosen} chosen @returns {Record<string, number>}
 */
function valuesOf(data, chosen) {
  const model = data.models[chosen.model];
  const on = chosen.on ? data.hardware[chosen.on] : undefined;
  const weights = format(data.weights, chosen.weights);
  const chunk = Math.min(chosen.context * chosen.batch, data.constants.chunk);
  const rate = weights.rates.find((name) => on?.flops?.[name]);
  const values = {
    context: chosen.context,
    kept: chosen.context,
    batch: chosen.batch,
    count: chosen.count,
    devices: 1,
    chunk,
    outputs: Math.max(chosen.batch, Math.min(chunk, data.constants.outputs)),
    expert_bits: weights.bits,
    weight_bits: weights.experts_only && model?.experts ? SIXTEEN : weights.bits,
    embedding_bits: weights.embeddings,
    kv_bits: format(data.kv, chosen.kv).bits,
    ...(on && {
      bandwidth: on.bandwidth,
      peak: rate && on.flops?.[rate],
      total_power: on.power && on.power * chosen.count,
      price_per_hour: hourly(data, chosen),
    }),
  };
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value ? [[name, Number(value)]] : [])));
}

/** @param {Record<string, Format>} formats @param {string} name */
function format(formats, name) {
  const found = formats[name];
  if (!found) throw new Error(`there is no format “${name}”`);
  return found;
}

/**
 * The plan of a model; a sentence in an Error where there is none.
 * @param {Data} data @param {Choices} choices @returns {Plan}
 */
export function planOf(data, choices) {
  const model = data.models[choices.model];
  if (!model) throw new Error(`no source says how many parameters ${choices.model} has or how it is built`);
  const most = model.context ?? data.constants.context;
  const chosen = { ...choices, context: choices.context ?? Math.min(data.constants.context, most) };
  if (model.context && chosen.context > model.context) {
    throw new Error(`${model.name} allows ${whole(model.context)} tokens at most, not ${whole(chosen.context)}`);
  }
  const on = chosen.on ? data.hardware[chosen.on] : undefined;
  const values = valuesOf(data, chosen);
  const unknown = { ...model.unknown };
  for (const [part, { values: names, why }] of Object.entries(data.needs)) {
    if (!names.every((name) => name in values)) unknown[part] = why;
  }
  const terms = termsOf(data, model);
  const possible = terms.filter(({ part }) => !(part in data.needs) || !unknown[part]);
  const { parts, figures } = evaluateTerms(data, possible, values);
  const memory = Object.fromEntries(data.memory.map((part) => [part, unknown[part] ? null : Math.ceil(parts[part] ?? 0)]));
  const share = shareOf(data, model, { ...values, devices: chosen.count });
  const spare = on ? on.memory - share.total : null;
  const partial = data.memory.some((part) => unknown[part]);
  const bounds = Object.fromEntries(
    data.bounds.filter((name) => name in parts).map((name) => [name, boundOf(data, name, parts[name] ?? 0, figures, chosen, values)]),
  );
  const fits = spare === null || (partial && spare >= 0) ? null : spare >= 0;
  const notes = (model.notes ?? []).map((at) => data.notes[at] ?? "");
  return {
    chosen,
    memory,
    each: share.parts,
    perDevice: share.total,
    ...(on && { room: on.memory }),
    spare,
    fits,
    bounds,
    figures,
    unknown,
    notes: fits === false ? [...notes, "Speeds are those that it would have if it fitted."] : notes,
  };
}

/**
 * Bytes on the fullest of several devices.
 * @param {Data} data @param {Model} model @param {Record<string, number>} values @returns {Share}
 */
function shareOf(data, model, values) {
  const terms = termsOf(data, model).filter(({ part }) => data.memory.includes(part));
  const { parts } = evaluateTerms(data, terms, values);
  const each = Object.fromEntries(Object.entries(parts).map(([part, value]) => [part, Math.ceil(value)]));
  return { parts: each, total: Object.values(each).reduce((sum, value) => sum + value, 0) };
}

/**
 * @param {Data} data @param {string} name @param {number} value @param {Figure[]} all @param {Chosen} chosen
 * @param {Record<string, number>} values @returns {Bound}
 */
function boundOf(data, name, value, all, chosen, values) {
  const figures = all.filter(({ part }) => part === name);
  const [first] = figures;
  const largest = figures.reduce((best, one) => (one.value > best.value ? one : best), first ?? { value, about: "", unit: "" });
  const limitedBy = figures.length > 1 ? largest.about : "";
  return { value, unit: first?.unit ?? "", limitedBy, figures, assumptions: assumptions(data, name, chosen, values) };
}

/**
 * What a bound takes for granted, in words; as `effllm.plan.device_plan` says it.
 * @param {Data} data @param {string} name @param {Chosen} chosen @param {Record<string, number>} values
 */
function assumptions(data, name, chosen, values) {
  const said = ["Memory and arithmetic run at their rated speeds, and work of one overlaps with that of the other."];
  if (chosen.count > 1) said.push("Accelerators share the work evenly, and what they send each other takes no time.");
  if (name === "time_to_first_token") said.push("Attention among the tokens of the prompt takes no time.");
  if (name === "time_per_token") {
    said.push(`All ${whole(chosen.context)} tokens are in the cache.`);
    if (data.models[chosen.model]?.experts) said.push("Tokens choose their experts evenly and independently of each other.");
  }
  if (!("peak" in values)) said.push("No source says how fast its arithmetic is in this format; only memory is counted.");
  if (name === "energy_per_token") {
    said.push("Accelerators draw their rated power, and run at the highest speed; all else draws none.");
  }
  if (name === "price_per_million_tokens") said.push(priceWords(data, chosen));
  return said;
}

/** @param {Data} data @param {Choices} chosen */
function priceWords(data, chosen) {
  if (chosen.price !== undefined) return `An accelerator hour costs ${money(chosen.price)} USD, as asked.`;
  const price = (chosen.on && data.hardware[chosen.on]?.price_usd) || 0;
  return (
    `${data.cards_only}: an accelerator hour costs ${money(price / data.constants.hours)} USD, its price of ` +
    `${whole(Math.round(price))} USD, spread over ${YEARS} years of full use; machines and people cost nothing, either.`
  );
}

/**
 * The largest open models that fit as chosen, all of whose memory is known, with the bytes on each device.
 * @param {Data} data @param {Chosen} chosen @param {number} most
 */
export function largestOf(data, chosen, most) {
  const room = chosen.on ? data.hardware[chosen.on]?.memory ?? 0 : 0;
  const sized = Object.entries(data.models).flatMap(([id, one]) => (one.open ? [{ id, size: one.open, one }] : []));
  sized.sort((a, b) => b.size - a.size || (a.id < b.id ? -1 : 1));
  const found = [];
  for (const { id, size, one } of sized) {
    if (found.length === most) break;
    if ((one.context && one.context < chosen.context) || data.memory.some((part) => one.unknown?.[part])) continue;
    const perDevice = shareOf(data, one, { ...valuesOf(data, { ...chosen, model: id }), devices: chosen.count }).total;
    if (perDevice <= room) found.push({ id, size, perDevice });
  }
  return found;
}

/**
 * @typedef {{what: string, change: Record<string, string | number>, perDevice: number, saves: number, fits: boolean | null,
 *   papers: string[]}} Saving
 */

/**
 * The changes that take less memory, those that fit and save least first; as `effllm.plan.savings`.
 * @param {Data} data @param {Plan} plan @returns {Saving[]}
 */
export function savingsOf(data, plan) {
  const { kept, more } = data.savings;
  const { chosen, room } = plan;
  const model = data.models[chosen.model];
  if (!model) return [];
  const partial = data.memory.some((part) => plan.unknown[part]);
  /** @param {Record<string, string | number>} change */
  const after = (change) => {
    const { kept: keeps, ...choice } = change;
    const other = { ...chosen, ...choice };
    const values = { ...valuesOf(data, other), devices: other.count };
    return shareOf(data, model, keeps ? { ...values, kept: Math.min(other.context, kept) } : values).total;
  };
  /** @param {string} what @param {Record<string, string | number>} change @param {string[]} papers @returns {Saving} */
  const saving = (what, change, papers) => {
    const perDevice = after(change);
    const fits = room === undefined || (perDevice <= room && partial) ? null : perDevice <= room;
    return { what, change, perDevice, saves: plan.perDevice - perDevice, fits, papers };
  };
  const found = data.savings[plan.unknown["kv_cache"] ? "uncached" : "cached"].map((one) => saving(...one)).filter(({ saves }) => saves > 0);
  if (room !== undefined && plan.perDevice > room) {
    for (let count = chosen.count + 1; count <= data.constants.accelerators; count += 1) {
      if (after({ count }) <= room) {
        found.push(saving(`${whole(count)} accelerators`, { count }, more));
        break;
      }
    }
  }
  /** @param {Saving} one */
  const order = (one) => (one.fits ? [0, one.saves] : [1, -one.saves]);
  return found.sort((a, b) => (order(a)[0] ?? 0) - (order(b)[0] ?? 0) || (order(a)[1] ?? 0) - (order(b)[1] ?? 0));
}
