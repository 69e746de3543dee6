// @ts-check
/** What training costs: operations, hours, price, energy, loss by each law, and the real models nearest to it. */

import { evaluateAll } from "./arithmetic.js";
import { evaluateTerms } from "./plan-engine.js";
import { table } from "./plan-evidence.js";
import { heading, paperLink, row, steps, to } from "./plan-view.js";
import { make } from "./make.js";
import { fixed, quantity, short, three } from "./plan-words.js";

/**
 * @typedef {import("./plan-engine.js").Data} Data
 * @typedef {import("./plan-engine.js").Figure} Figure
 * @typedef {import("./plan-engine.js").Formula & {holds: string}} Law
 * @typedef {[id: string, name: string, parameters: number, tokens: number, compute: number | null, hours: number | null,
 *   accelerator: string | null, year: string | null]} Trained
 * @typedef {{formula: string, parameters: [number, number], tokens: [number, number]}} Range
 * @typedef {{terms: import("./plan-engine.js").Term[], formulas: Record<string, Law>, laws: Range[], models: Trained[]}} Training
 * @typedef {{parameters: number, tokens: number, chip?: string, chips: number, utilization: number, rent?: number}} Run
 * @typedef {{values: Record<string, number>, figures: Figure[]}} Trial
 */

const NEAR = 6;

/**
 * @param {Data} data @param {Training} training @param {Run} run @returns {Trial}
 */
export function trialOf(data, training, run) {
  const chip = run.chip ? data.hardware[run.chip] : undefined;
  const peak = chip?.flops?.["fp16"];
  const rent = run.rent ?? (chip?.price_usd && chip.price_usd / data.constants.hours);
  const known = {
    parameters: run.parameters,
    tokens: run.tokens,
    utilization: run.utilization,
    ...(peak && { peak }),
    ...(chip?.power && { power: chip.power }),
    ...(chip && rent && { price_per_hour: rent }),
  };
  const from = { ...data, formulas: training.formulas, summed: [] };
  const laws = training.laws.map(({ formula }) => ({
    part: formula,
    formula,
    bound: {},
    free: { parameters: "parameters", tokens: "tokens" },
  }));
  const { parts, figures } = evaluateTerms(from, [...training.terms, ...laws], known);
  const emitted = figures.find(({ part }) => part === "emissions");
  const carbon = training.formulas["carbon"];
  if (emitted && carbon) {
    parts["energy"] = Number(evaluateAll(carbon.terms, { ...carbon.defaults, ...emitted.inputs })["energy"]);
  }
  return { values: parts, figures };
}

/** @param {Trial} trial @param {Run} run */
export function trainVerdict(trial, run) {
  const hours = trial.values["hours"];
  const compute = trial.values["compute"];
  if (compute === undefined) return "The formula of the operations is not here.";
  const work = `${three(compute)} operations`;
  if (hours === undefined) return `${work}. Choose an accelerator whose speed is known for hours and energy.`;
  const days = hours / run.chips / 24;
  return `${work}: ${three(hours)} accelerator hours, ${three(days)} days on ${run.chips.toLocaleString("en")} accelerators.`;
}

/**
 * @param {Data} data @param {Training} training @param {Run} run @param {Trial} trial @param {Record<string, string>} papers
 * @returns {Node[]}
 */
export function drawTrial(data, training, run, trial, papers) {
  const from = { ...data, formulas: training.formulas };
  /** @param {string} part */
  const why = (part) => steps(from, trial.figures.filter((one) => one.part === part), papers);
  const list = make("div", { class: "ef-rows-open" });
  const { compute, hours, price, emissions, energy, optimal } = trial.values;
  if (compute !== undefined) list.append(row("Operations", [`${three(compute)} FLOP`], why("compute")));
  if (hours !== undefined) {
    const said = make("p", {}, `At ${fixed(run.utilization * 100, 0)} % of the rated 16-bit speed; time lost to failures is not counted.`);
    const shared = make("p", {}, `The hours, shared by ${run.chips.toLocaleString("en")} accelerators, by 24.`);
    list.append(row("Accelerator hours", [three(hours)], [...why("hours"), said]));
    list.append(row("Time", [`${three(hours / run.chips / 24)} days`], [shared]));
  }
  const ask = make("p", {}, "Not known: say what an accelerator hour costs.");
  list.append(row("Price", [price === undefined ? "not known" : quantity(price, "USD")], price === undefined ? [ask] : why("price")));
  if (energy !== undefined && emissions !== undefined) {
    const rated = make("p", {}, "The rated power of the accelerators all the time, with what the building adds: an upper estimate.");
    list.append(row("Energy", [`${three(energy)} MWh`], [...why("emissions"), rated]));
    list.append(row("Carbon", [`${three(emissions)} t CO2eq`], why("emissions")));
  }
  if (optimal !== undefined) {
    const words = `${short(optimal)} parameters, ${short((compute ?? 0) / 6 / optimal)} tokens`;
    list.append(row("Best spent, by Chinchilla", [words], why("optimal")));
  }
  return [list, ...losses(training, run, trial, papers), ...real(training, run, compute)];
}

/** @param {Training} training @param {Run} run @param {Trial} trial @param {Record<string, string>} papers @returns {Node[]} */
function losses(training, run, trial, papers) {
  const rows = training.laws.flatMap(({ formula: id, parameters, tokens }) => {
    const value = trial.values[id];
    const law = training.formulas[id];
    if (value === undefined || !law) return [];
    const name = make("a", { href: to(`formulas/${id}/`) }, law.name);
    const from = make("span", {}, ...(law.paper ? [paperLink(law.paper, papers)] : []), make("small", {}, law.where ?? ""));
    const beyond = [outside(run.parameters, parameters) && "parameters", outside(run.tokens, tokens) && "tokens"].filter(Boolean);
    const range = `${short(parameters[0])} to ${short(parameters[1])} parameters, ${short(tokens[0])} to ${short(tokens[1])} tokens`;
    const fitted = make("span", { class: "ef-plan__long" }, range, make("small", {}, law.holds));
    const inside = beyond.length > 0 ? `outside, by its ${beyond.join(" and ")}` : "inside";
    return [[name, make("b", {}, `${fixed(value, 3)} nats`), inside, fitted, from]];
  });
  if (rows.length === 0) return [];
  const note = make("p", { class: "ef-note" }, "Each on its own data and tokens: compare a law with itself, not with another. Outside of what it was fitted on a law is a guess.");
  return [heading("Loss by each law"), table(["Law", "Loss", "Its range", "Fitted on", "Source"], rows, "Loss by each law"), note];
}

/** @param {number} value @param {[number, number]} range */
const outside = (value, [low, high]) => value < low || value > high;

/** Real models whose training took about as much. @param {Training} training @param {Run} run @param {number | undefined} compute @returns {Node[]} */
function real(training, run, compute) {
  if (compute === undefined) return [];
  /** @param {Trained} one */
  const far = ([, , parameters, tokens, work]) =>
    Math.abs(Math.log((work ?? 6 * parameters * tokens) / compute)) + Math.abs(Math.log(parameters / run.parameters)) / 2;
  const near = [...training.models].sort((a, b) => far(a) - far(b)).slice(0, NEAR);
  const rows = near.map(([id, name, parameters, tokens, work, hours, accelerator, year]) => [
    make("span", {}, make("a", { href: to(`models/${id}/`) }, name), make("small", {}, year ?? "")),
    short(parameters),
    short(tokens),
    work ? `${three(work)} FLOP` : "not known",
    make("span", {}, hours ? `${three(hours)} hours` : "not known", make("small", {}, accelerator ?? "")),
  ]);
  const columns = ["Model", "Parameters a token uses", "Tokens", "Operations", "Accelerator hours"];
  return [heading("Real models near it"), table(columns, rows, "Real models")];
}
