// @ts-check
/** A plan as a table for spreadsheets, as Markdown, and as JSON. */

import { BOUNDS, lacking, missing, partName, quantity, size, title, verdict } from "./plan-words.js";

/** @typedef {import("./plan-engine.js").Plan} Plan @typedef {import("./plan-engine.js").Data} Data */

/** @param {Data} data @param {Plan} plan @returns {[string, string, string][]} */
function rows(data, plan) {
  const uses = /** @param {string} part */ (part) =>
    [...new Set(plan.figures.filter((one) => one.part === part).map((one) => one.formula))].join(", ");
  /** @type {[string, string, string][]} */
  const found = data.memory.map((part) => {
    const value = plan.memory[part];
    return [partName(data, part), value == null ? "not known" : size(value), uses(part) || (plan.unknown[part] ?? "")];
  });
  found.push(["On each device", size(plan.perDevice), lacking(data, plan).length > 0 ? "at least: what is not known is not counted" : ""]);
  if (plan.room !== undefined) found.push(["Memory of a device", size(plan.room), "as its data sheet prints it"]);
  if (!plan.chosen.on) return found;
  for (const name of data.bounds) {
    const [label = name, side = ""] = BOUNDS[name] ?? [];
    const bound = plan.bounds[name];
    const cards = name.startsWith("price") && plan.chosen.price === undefined ? `, ${data.cards_only.toLowerCase()}` : "";
    found.push([`${label}${cards}`, bound ? `${side} ${quantity(bound.value, bound.unit)}` : "not known", bound ? uses(name) : missing(plan, name)]);
  }
  return found;
}

/** Cells with tabs between them, which spreadsheets take. @param {Data} data @param {Plan} plan */
export function asTable(data, plan) {
  return rows(data, plan).map((row) => row.join("\t")).join("\n");
}

/** @param {Data} data @param {Plan} plan @param {string} address */
export function asMarkdown(data, plan, address) {
  const said = [...new Set(Object.values(plan.bounds).flatMap((one) => one.assumptions))];
  const lines = [
    `**${title(data, plan)}**`,
    "",
    verdict(data, plan),
    "",
    "| | | formula |",
    "|---|---|---|",
    ...rows(data, plan).map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`),
    "",
    ...said.map((one) => `- ${one}`),
    "",
    `<${address}>`,
  ];
  return lines.join("\n");
}

/** @param {Data} data @param {Plan} plan @param {string} address */
export function asJson(data, plan, address) {
  const { chosen, memory, perDevice, room, spare, fits, bounds, unknown, notes } = plan;
  const { on, price, ...others } = chosen;
  const found = {
    accelerator: on ?? null,
    ...others,
    price_per_hour: price ?? null,
    fits,
    verdict: verdict(data, plan),
    memory,
    per_device: perDevice,
    device_memory: room ?? null,
    spare,
    bounds: Object.fromEntries(
      Object.entries(bounds).map(([name, { value, unit, limitedBy, figures, assumptions }]) => [
        name,
        { value, unit, limited_by: limitedBy, assumptions, figures },
      ]),
    ),
    figures: plan.figures.filter((one) => data.memory.includes(one.part)),
    unknown,
    notes,
    address,
  };
  return JSON.stringify(found, null, 2);
}

