// @ts-check
/** The form of a formula's page: computes what is entered, keeps it in the address, and says what is wrong in a sentence. */

import { CannotCompute, evaluateAll } from "./arithmetic.js";
import { element } from "./client.js";
import { readNumber, show } from "./quantity.js";

/**
 * @typedef {{name: string, unit: string, units: Record<string, number>, least?: number, most?: number, whole: boolean,
 *   many: boolean, default?: number}} Input
 * @typedef {{symbol: string, unit: string, expression: import("./arithmetic.js").Tree,
 *   terms: [string, import("./arithmetic.js").Tree, string][], inputs: Input[],
 *   first: Record<string, number | number[]>}} Formula
 */

const form = /** @type {HTMLFormElement} */ (document.querySelector("#calc"));
/** @type {Formula} */
const formula = JSON.parse(form.dataset["formula"] ?? "{}");
const result = /** @type {HTMLElement} */ (document.querySelector("#result"));
const terms = /** @type {HTMLElement} */ (document.querySelector("#terms"));

/** @param {string} name */
const field = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

/** @param {Input} input @param {string} text */
function read(input, text) {
  if (!text.trim()) {
    if (input.default === undefined) throw new Error("a value is missing");
    return input.default;
  }
  const parts = input.many && text.includes(",") ? text.split(",") : [text];
  const numbers = parts.map((part) => {
    const value = readNumber(part, input.unit, input.units);
    if (input.whole && !Number.isInteger(value)) throw new Error(`${value} is no whole number`);
    if (input.least !== undefined && value < input.least) throw new Error(`at least ${input.least}, not ${value}`);
    if (input.most !== undefined && value > input.most) throw new Error(`at most ${input.most}, not ${value}`);
    return value;
  });
  return numbers.length === 1 ? numbers[0] ?? 0 : numbers;
}

/** @returns {{values?: Record<string, number | number[]>, problem?: string}} */
function entered() {
  /** @type {Record<string, number | number[]>} */
  const values = {};
  let problem = "";
  for (const input of formula.inputs) {
    const box = field(input.name);
    box.removeAttribute("aria-invalid");
    try {
      values[input.name] = read(input, box.value);
    } catch (error) {
      box.setAttribute("aria-invalid", "true");
      problem ||= `${input.name}: ${error instanceof Error ? error.message : "cannot be read"}.`;
    }
  }
  return problem ? { problem } : { values };
}

function compute() {
  const { values, problem } = entered();
  terms.replaceChildren();
  result.classList.toggle("ef-calc__problem", !values);
  if (!values) {
    result.textContent = problem ?? "";
    return;
  }
  try {
    const parts = formula.terms.map(([name, tree]) => /** @type {[string, any]} */ ([name, tree]));
    const found = evaluateAll([...parts, ["result", formula.expression]], values);
    const value = found["result"];
    if (typeof value !== "number") throw new CannotCompute("the result is a list, not a number");
    result.replaceChildren(`${formula.symbol} = `, element("b", {}, show(value, formula.unit)));
    for (const [name, , unit] of formula.terms) {
      const part = found[name];
      if (typeof part === "number") terms.append(element("div", {}, element("dt", {}, name.replaceAll("_", " ")), element("dd", {}, show(part, unit))));
    }
  } catch (error) {
    result.classList.add("ef-calc__problem");
    result.textContent = `No result for these inputs: ${error instanceof Error ? error.message : "it cannot be computed"}.`;
  }
}

/** Keep what is entered in the address. */
function keep() {
  const given = new URLSearchParams();
  for (const input of formula.inputs) {
    const text = field(input.name).value.trim();
    if (text) given.set(input.name, text);
  }
  const query = String(given).replaceAll("%2C", ",");
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
}

const asked = new URLSearchParams(location.search);
const known = formula.inputs.some((input) => asked.has(input.name));
for (const input of formula.inputs) {
  const first = formula.first[input.name];
  field(input.name).value = known ? asked.get(input.name) ?? "" : first === undefined ? "" : String(first);
}
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", () => {
  compute();
  keep();
});
compute();
