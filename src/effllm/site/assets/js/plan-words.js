// @ts-check
/** How the page of plans writes numbers, parts and sentences. */

/** @typedef {import("./plan-engine.js").Plan} Plan @typedef {import("./plan-engine.js").Data} Data */

/** @type {Record<string, string>} */
export const PARTS = { weights: "Weights", kv_cache: "KV cache", activations: "Activations", buffers: "Buffers" };

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
export const gb = (value) => `${fixed(value / 1e9)} GB`;

/** @param {number} value */
export const gib = (value) => `${fixed(value / 2 ** 30)} GiB`;

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
  if (unit.startsWith("USD")) return `${value < 1 ? three(value) : fixed(value, value < 1000 ? 2 : 0)} ${unit}`;
  return `${three(value)} ${unit}`.trim();
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

/** Whether it fits, in a sentence. @param {Data} data @param {Plan} plan */
export function verdict(data, plan) {
  const { chosen, spare, fits } = plan;
  const on = chosen.on ? data.hardware[chosen.on] : undefined;
  if (!on || spare === null) return `It takes ${size(plan.perDevice)} on each of ${counted(chosen.count, "device")}.`;
  const where = chosen.count > 1 ? `${chosen.count.toLocaleString("en")} × ${on.name}` : on.name;
  const each = chosen.count > 1 ? " on each" : "";
  if (fits === null) {
    const missing = Object.keys(PARTS).filter((part) => plan.unknown[part]).map((part) => PARTS[part]?.toLowerCase());
    return `Not all is known (${missing.join(", ")}). What is known leaves ${size(spare)} free${each} on ${where}.`;
  }
  if (fits) return `It fits on ${where}: ${size(spare)} free${each}.`;
  return `It does not fit on ${where}: ${size(-spare)} too much${each}.`;
}

/** Why a bound has no value. @param {Plan} plan @param {string} name */
export function missing(plan, name) {
  const why = plan.unknown[name] ?? plan.unknown["weights_read"];
  if (!plan.chosen.on) return "choose an accelerator";
  return why ?? "a formula it needs is not here";
}
