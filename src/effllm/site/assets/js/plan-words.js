// @ts-check
/** How the page of plans writes numbers, parts and sentences. */

/** @typedef {import("./plan-engine.js").Plan} Plan @typedef {import("./plan-engine.js").Data} Data */

/** What a bound is called, and whether no real run is below it or above it. @type {Record<string, [string, string]>} */
export const BOUNDS = {
  time_to_first_token: ["Time to first token", "at least"],
  time_per_token: ["Time per output token", "at least"],
  tokens_per_second: ["Output of all sequences", "at most"],
  energy_per_token: ["Energy of an output token", "about"],
  price_per_million_tokens: ["Price of a million tokens", "at least"],
};

/** @param {number} value @param {number} [digits] */
export const fixed = (value, digits = 2) =>
  value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** @param {number} value */
export const gb = (value) => `${fixed(Math.round(value / 1e7) / 100)} GB`;

/** @param {number} value */
export const gib = (value) => `${fixed(Math.round((value * 100) / 2 ** 30) / 100)} GiB`;

/** Bytes in both units: GB are 10^9, GiB 2^30. @param {number} value */
export const size = (value) => `${gb(value)} = ${gib(value)}`;

/** Three significant digits; larger numbers whole, huge ones as 6.30e24. @param {number} value */
export function three(value) {
  const large = Math.abs(value) >= 1000;
  if (Math.abs(value) >= 1e15) return value.toExponential(2).replace("e+", "e");
  return value.toLocaleString("en", large ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 });
}

/** Parameters and tokens as people write them: 70B, 1.4T. @param {number} value */
export function short(value) {
  const [scale, letter] = /** @type {[number, string][]} */ ([[1e12, "T"], [1e9, "B"], [1e6, "M"]]).find(([one]) => value >= one) ?? [1, ""];
  return `${(value / scale).toLocaleString("en", { maximumSignificantDigits: 3 })}${letter}`;
}

/** @param {number} value @param {string} unit */
export function quantity(value, unit) {
  if (unit === "bytes") return size(value);
  if (unit === "s" && value < 1) return `${three(value * 1000)} ms`;
  if (unit.startsWith("USD")) return `${value < 1 ? three(value) : fixed(value, value < 1000 ? 2 : 0)} USD`;
  return `${three(value)} ${unit}`.trim();
}

/** What a part of memory is called at the head of a row. @param {Data} data @param {string} part */
export function partName(data, part) {
  const name = data.parts[part] ?? part;
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** @param {number} count @param {string} one */
export const counted = (count, one) => `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;

/** @param {Data} data @param {Plan} plan */
export function title(data, plan) {
  const { chosen } = plan;
  const names = [
    data.models[chosen.model]?.name ?? chosen.model,
    `weights in ${data.weights[chosen.weights]?.name}`,
    `KV cache in ${data.kv[chosen.kv]?.name}`,
    counted(chosen.context, "token"),
    counted(chosen.batch, "sequence"),
  ];
  return names.join(", ");
}

/** Parts of its memory that are not known. @param {Data} data @param {Plan} plan */
export const lacking = (data, plan) => data.memory.filter((part) => plan.unknown[part]).map((part) => data.parts[part] ?? part);

/** Which of the sentences holds, as `effllm.plan.verdict` tells. @param {Data} data @param {Plan} plan */
export function caseOf(data, plan) {
  const { room, spare, fits, perDevice } = plan;
  if (room === undefined || spare === null) return "memory";
  if (fits === null) return "unknown";
  if (fits) return "yes";
  if (lacking(data, plan).length > 0) return "no_without";
  return perDevice <= room * data.constants.binary ? "printed" : "no";
}

/** Whether it fits, in a sentence. @param {Data} data @param {Plan} plan */
export function verdict(data, plan) {
  const { chosen, spare, perDevice, room = 0 } = plan;
  const name = (chosen.on && data.hardware[chosen.on]?.name) || "";
  /** @type {Record<string, string>} */
  const words = {
    where: chosen.count > 1 ? `${chosen.count.toLocaleString("en")} × ${name}` : name,
    each: chosen.count > 1 ? " on each" : "",
    used: size(perDevice),
    spare: size(Math.abs(spare ?? 0)),
    parts: lacking(data, plan).join(", "),
    printed: `${Number((room / 1e9).toPrecision(6))} GB`,
  };
  return (data.sentences[caseOf(data, plan)] ?? "").replaceAll(/\{(\w+)\}/g, (_, word) => words[word] ?? "");
}

/** Why a bound has no value. @param {Plan} plan @param {string} name */
export function missing(plan, name) {
  const why = plan.unknown[name] ?? plan.unknown["weights_read"];
  if (!plan.chosen.on) return "choose an accelerator";
  return why ?? "a formula it needs is not here";
}
