// @ts-check
/** What stands beside a plan: savings, frameworks that run it, and figures that were measured. */

import { fold } from "./text.js";
import { largestOf, savingsOf } from "./plan-engine.js";
import { heading, paperLink, to } from "./plan-view.js";
import { button, make } from "./make.js";
import { counted, gb, short } from "./plan-words.js";

/**
 * @typedef {import("./plan-engine.js").Plan} Plan
 * @typedef {import("./plan-engine.js").Data} Data
 * @typedef {[string | null, string | null]} Cell
 * @typedef {{name: string, hardware: Record<string, Cell>, formats: Record<string, Cell>}} Framework
 * @typedef {{value: number, weight_bits?: number, batch?: number, metric: string, unit?: string, hardware?: string,
 *   model: string, method?: string, dataset?: string, part?: string, engine?: string, by: string, where: string,
 *   source?: string}} Measured
 * @typedef {{papers: Record<string, string>, frameworks: Record<string, Framework>, measured: Record<string, Measured[]>, training: import("./plan-train.js").Training}} Evidence
 */

const FEW = 8;

/** @param {string[]} columns @param {(Node | string)[][]} rows @param {string} label */
export function table(columns, rows, label) {
  const head = make("tr", {}, ...columns.map((name) => make("th", { scope: "col" }, name)));
  const body = rows.map(([first = "", ...others]) =>
    make("tr", {}, make("th", { scope: "row" }, first), ...others.map((cell) => make("td", {}, cell))),
  );
  const made = make("table", { class: "ef-table" }, make("thead", {}, head), make("tbody", {}, ...body));
  return make("div", { class: "ef-scroll", tabindex: "0", role: "region", "aria-label": label }, made);
}

/**
 * @param {Data} data @param {Plan} plan @param {Evidence} evidence @param {(change: Record<string, string | number>) => void} take
 * @returns {Node[]}
 */
export function savings(data, plan, evidence, take) {
  const all = savingsOf(data, plan);
  const short = plan.fits === false;
  const fitting = all.filter((one) => one.fits);
  const shown = short && fitting.length > 0 ? fitting : all.slice(0, FEW);
  if (shown.length === 0) return [];
  const rows = shown.map((one) => {
    const can = !("kept" in one.change);
    const what = can ? button(one.what, () => take(one.change)) : one.what;
    const papers = one.papers.filter((key) => key in evidence.papers).flatMap((key, at) => [at ? ", " : "", paperLink(key, evidence.papers)]);
    return [what, one.fits ? "fits" : one.fits === null ? "not known" : "no", gb(one.perDevice), gb(one.saves), make("span", {}, ...papers)];
  });
  const title = short ? "What would make it fit" : "What would take less memory";
  const none = short && fitting.length === 0 ? [make("p", {}, "No single change here makes it fit; these save most.")] : [];
  const columns = ["Change", "Fits", "On each device", "Saves", "Papers"];
  return [heading(title), ...none, table(columns, rows, title)];
}

/**
 * The largest open models that fit on the same hardware by the same choices.
 * @param {Data} data @param {Plan} plan @param {(change: Record<string, string | number>) => void} take @returns {Node[]}
 */
export function largest(data, plan, take) {
  const { chosen, room } = plan;
  if (room === undefined) return [];
  const title = "Largest open models that fit";
  const found = largestOf(data, chosen, FEW);
  const where = `${counted(chosen.count, "accelerator")} as chosen, ${data.weights[chosen.weights]?.name}, ${counted(chosen.context, "token")}`;
  if (found.length === 0) return [heading(title), make("p", { class: "ef-note" }, `None of those whose memory is all known: ${where}.`)];
  const rows = found.map(({ id, size, perDevice }) => {
    const name = data.models[id]?.name ?? id;
    return [button(name, () => take({ model: name })), short(size), gb(perDevice), gb(room - perDevice)];
  });
  const note = `Of those whose memory is all known and that allow so many tokens, by all their parameters: ${where}.`;
  return [heading(title), make("p", { class: "ef-note" }, note), table(["Model", "Parameters", "On each device", "Free"], rows, title)];
}

/** @param {Data} data @param {Plan} plan @param {Evidence} evidence @returns {Node[]} */
export function frameworks(data, plan, evidence) {
  const word = plan.chosen.on && data.hardware[plan.chosen.on]?.word;
  const format = data.weights[plan.chosen.weights]?.word;
  const name = data.weights[plan.chosen.weights]?.name ?? plan.chosen.weights;
  const title = heading("Frameworks that have both");
  if (!word) return [title, make("p", { class: "ef-note" }, "No framework's record says anything of this hardware.")];
  const rows = Object.entries(evidence.frameworks)
    .filter(([, one]) => word in one.hardware && (!format || format in one.formats))
    .map(([id, one]) => [
      make("a", { href: to(`frameworks/${id}/`) }, one.name),
      source(word, one.hardware[word]),
      format ? source(format, one.formats[format]) : "16 or 32 bits: all have it",
    ]);
  if (rows.length === 0) {
    return [title, make("p", { class: "ef-note" }, `No active framework's record says that it has ${name} and this hardware.`)];
  }
  return [title, table(["Framework", "Hardware", "Weights"], rows, "Frameworks")];
}

/** @param {string} word @param {Cell | undefined} cell */
function source(word, cell) {
  const [url, checked] = cell ?? [];
  const text = make("span", {}, url ? make("a", { href: url, rel: "noopener" }, word) : word);
  if (checked) text.append(" ", make("small", {}, checked));
  return text;
}

/** The figures measured under the conditions most like the plan's. @param {Data} data @param {Plan} plan @param {Evidence} evidence */
export function nearest(data, plan, evidence) {
  const { chosen } = plan;
  const wanted = new Set(fold((chosen.on && data.hardware[chosen.on]?.name) || "").split(" "));
  const bits = data.weights[chosen.weights]?.bits ?? 16;
  /** @param {Measured} one @returns {[number, number, number, number]} */
  const distance = (one) => {
    const common = new Set(fold(one.hardware ?? "").split(" ").filter((word) => word && wanted.has(word)));
    const several = Math.abs(Number(/^[0-9]+(?= )/.exec(one.hardware ?? "") ?? 1) - chosen.count);
    return [-common.size, several, Math.abs((one.weight_bits ?? 16) - bits), Math.abs((one.batch ?? 1) - chosen.batch)];
  };
  const all = (evidence.measured[chosen.model] ?? []).map((one) => ({ one, far: distance(one) }));
  all.sort(({ far: [a, b, c, d] }, { far: [e, f, g, h] }) => a - e || b - f || c - g || d - h);
  return all.slice(0, FEW).map(({ one }) => one);
}

/** @param {Data} data @param {Plan} plan @param {Evidence} evidence @returns {Node[]} */
export function measured(data, plan, evidence) {
  const title = heading("Measured, nearest to this");
  const found = nearest(data, plan, evidence);
  if (found.length === 0) return [title, make("p", { class: "ef-note" }, "Nothing here was measured on this model.")];
  const rows = found.map(({ metric, value, unit, hardware, model, method, weight_bits: bits, batch, dataset, part, engine, by, where, source: url }) => {
    const setting = [bits && `${bits} bits`, batch && counted(batch, "sequence"), dataset, engine].filter(Boolean).join(", ");
    const place = by in evidence.papers ? paperLink(by, evidence.papers) : make("a", url ? { href: url, rel: "noopener" } : {}, by);
    return [
      make("span", {}, metric, ...(part ? [make("small", {}, part)] : [])),
      make("b", {}, `${value.toLocaleString("en", { maximumSignificantDigits: 6 })} ${unit ?? ""}`.trim()),
      make("span", {}, hardware ?? "not told", make("small", {}, [model, method].filter(Boolean).join(", "))),
      setting,
      make("span", {}, place, make("small", {}, where)),
    ];
  });
  return [title, table(["What", "Figure", "On", "With", "Source"], rows, "Measured figures")];
}

