// @ts-check
/** Draws a plan: the verdict, the picture of memory, and rows that open to formula, paper and source. */

import { root } from "./client.js";
import { make } from "./make.js";
import { BOUNDS, caseOf, gb, gib, lacking, missing, partName, quantity, size, verdict } from "./plan-words.js";

/**
 * @typedef {import("./plan-engine.js").Plan} Plan
 * @typedef {import("./plan-engine.js").Data} Data
 * @typedef {import("./plan-engine.js").Figure} Figure
 */

/** Devices that the picture shows; the others are like them. */
const SHOWN = 8;

/** @param {string} path */
export const to = (path) => new URL(path, root).href;

/** @param {string} key @param {Record<string, string>} papers */
export const paperLink = (key, papers) => make("a", { href: to(`papers/${key}/`) }, papers[key] ?? key);

/** @param {string} text @param {...Node} others */
export const heading = (text, ...others) => make("h2", {}, text, ...others);

/**
 * The picture of memory: a bar for each device, its parts in the order of the key, and where its memory ends.
 * @param {Data} data @param {Plan} plan
 */
export function picture(data, plan) {
  const { room, perDevice, chosen } = plan;
  const full = Math.max(room ?? 0, perDevice, 1);
  const used = data.memory.map((part, at) => ({ part, at, value: plan.each[part] ?? 0 })).filter(({ value }) => value > 0);
  const words = used.map(({ part, value }) => `${partName(data, part)} ${gb(value)}`).join(", ");
  const bars = make("div", {
    class: "ef-bars",
    role: "img",
    "aria-label": `On each device ${words}${room === undefined ? "" : `, of ${gb(room)}`}`,
  });
  const drawn = Math.min(chosen.count, SHOWN);
  for (let device = 1; device <= drawn; device += 1) {
    const bar = make("div", { class: "ef-bars__bar" });
    for (const { at, value } of used) {
      const piece = make("i", { class: `s${at}` });
      piece.style.width = `${(value / full) * 100}%`;
      bar.append(piece);
    }
    if (room !== undefined) {
      const end = make("b", {});
      end.style.left = `${(room / full) * 100}%`;
      bar.append(end);
    }
    bars.append(bar);
  }
  const key = make("ul", { class: "ef-key" });
  for (const { part, at, value } of used) {
    key.append(make("li", {}, make("span", { class: `ef-swatch s${at}` }), ` ${partName(data, part)} ${gb(value)}`));
  }
  for (const part of lacking(data, plan)) key.append(make("li", {}, `${part} not known, not drawn`));
  if (room !== undefined) key.append(make("li", {}, make("span", { class: "ef-bars__line" }), ` memory of a device, ${size(room)}`));
  const more = chosen.count - drawn;
  const caption = more > 0 ? `${SHOWN} of ${chosen.count.toLocaleString("en")} devices; all are alike.` : "";
  return make("figure", { class: "ef-memory" }, bars, key, ...(caption ? [make("figcaption", {}, caption)] : []));
}

/**
 * @param {Data} data @param {Plan} plan @param {Record<string, string>} papers
 */
export function memoryRows(data, plan, papers) {
  const list = make("div", { class: "ef-rows-open" });
  for (const part of data.memory) {
    const value = plan.memory[part];
    const figures = plan.figures.filter((one) => one.part === part);
    const number = value == null ? ["not known"] : [gb(value), make("small", {}, gib(value))];
    const why = value == null ? [make("p", {}, `Not known: ${plan.unknown[part]}.`)] : steps(data, figures, papers);
    list.append(row(partName(data, part), number, why));
  }
  return list;
}

/**
 * @param {Data} data @param {Plan} plan @param {Record<string, string>} papers
 */
export function boundRows(data, plan, papers) {
  const list = make("div", { class: "ef-rows-open" });
  for (const name of data.bounds) {
    const [label = name, side = ""] = BOUNDS[name] ?? [];
    const bound = plan.bounds[name];
    if (!bound) {
      list.append(row(label, ["not known"], [make("p", {}, `Not known: ${missing(plan, name)}.`)]));
      continue;
    }
    const why = [
      ...(bound.limitedBy ? [make("p", {}, `Limited by ${bound.limitedBy}.`)] : []),
      ...steps(data, bound.figures, papers),
      make("ul", {}, ...bound.assumptions.map((said) => make("li", {}, said))),
    ];
    const cards = name.startsWith("price") && plan.chosen.price === undefined ? [make("small", {}, data.cards_only)] : [];
    list.append(row(label, [make("small", {}, side), quantity(bound.value, bound.unit)], why, cards));
  }
  return list;
}

/** @param {string} label @param {(Node | string)[]} number @param {Node[]} why @param {Node[]} [more] */
export function row(label, number, why, more = []) {
  const summary = make("summary", {}, make("span", {}, label, ...more), make("span", { class: "ef-number" }, ...number));
  return make("details", {}, summary, make("div", {}, ...why));
}

/** What a number is computed from. @param {Data} data @param {Figure[]} figures @param {Record<string, string>} papers */
export function steps(data, figures, papers) {
  return figures.map((one) => {
    const formula = data.formulas[one.formula];
    const inputs = Object.entries(one.inputs).map(([name, value]) => `${name}=${Array.isArray(value) ? value.join(",") : value}`);
    const link = make("a", { href: to(`formulas/${one.formula}/?${inputs.join("&")}`) }, formula?.name ?? one.formula);
    const line = make("p", {}, `${one.about ? `${one.about}: ` : ""}${quantity(one.value, one.unit)} by `, link);
    if (formula?.paper) line.append(", ", paperLink(formula.paper, papers), ...(formula.where ? [`, ${formula.where}`] : []));
    else if (formula?.source) line.append(", ", make("a", { href: formula.source, rel: "noopener" }, "source"));
    line.append(make("small", {}, inputs.join(", ")));
    return line;
  });
}

/** @param {Data} data @param {Plan} plan */
export function verdictLine(data, plan) {
  const known = caseOf(data, plan);
  const kind = known === "yes" ? "yes" : known.startsWith("no") ? "no" : known === "memory" ? "" : "maybe";
  return { text: verdict(data, plan), kind };
}

/** Where the sizes of the model and the numbers of the hardware are from. @param {Data} data @param {Plan} plan */
export function origins(data, plan) {
  const { chosen } = plan;
  const model = make("a", { href: to(`models/${chosen.model}/`) }, data.models[chosen.model]?.name ?? chosen.model);
  const line = make("p", { class: "ef-note" }, "Sizes of the model, each with its source: ", model, ".");
  const on = chosen.on ? data.hardware[chosen.on] : undefined;
  if (on) line.append(" Numbers of the accelerator: ", make("a", { href: to(`hardware/#${chosen.on}`) }, on.name), ".");
  const stored = data.weights[chosen.weights];
  if (stored) line.append(` ${stored.name} takes ${Number(stored.bits.toFixed(4))} bits a weight`, ...bitsFrom(stored), ".");
  if (plan.notes.length > 0) line.append(` ${plan.notes.join(" ")}`);
  return line;
}

/** @param {import("./plan-engine.js").Format} stored @returns {(Node | string)[]} */
function bitsFrom(stored) {
  if (stored.formula) return [" by ", make("a", { href: to(`formulas/${stored.formula}/`) }, stored.formula)];
  const [, repository, path, commit] = /^([^:]+\/[^:]+):([^@#]+)@([0-9a-f]+)/.exec(stored.source ?? "") ?? [];
  if (!repository) return [];
  return [", measured in ", make("a", { href: `https://github.com/${repository}/blob/${commit}/${path}`, rel: "noopener" }, `${path} of ${repository}`)];
}
