// @ts-check
/** Tree -> number, step by step as `effllm.arithmetic.evaluation` of the Python package, to equal numbers. */

/**
 * @typedef {number | string | [string, ...any[]]} Tree
 * @typedef {number | number[]} Value
 */

const HALVINGS = 200;

/** @type {Record<string, (...operands: number[]) => number>} */
const OPERATIONS = {
  "+": (a = 0, b = 0) => a + b,
  "-": (a = 0, b = 0) => a - b,
  "*": (a = 0, b = 0) => a * b,
  "/": (a = 0, b = 0) => a / b,
  "**": (a = 0, b = 0) => a ** b,
  neg: (a = 0) => -a,
  ceil: Math.ceil,
  exp: Math.exp,
  floor: Math.floor,
  ln: Math.log,
  log2: Math.log2,
  sqrt: Math.sqrt,
  max: Math.max,
  min: Math.min,
};

/** @type {Record<string, (a: number, b: number) => boolean>} */
const COMPARISONS = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
};

/** An expression that has no value for its inputs; the message is a sentence for readers. */
export class CannotCompute extends Error {}

/**
 * The values of named trees, each of which may use the names before it.
 * @param {[string, Tree][]} parts
 * @param {Record<string, Value>} values
 */
export function evaluateAll(parts, values) {
  const known = { ...values };
  /** @type {Record<string, Value>} */
  const found = {};
  for (const [name, tree] of parts) known[name] = found[name] = evaluate(tree, known);
  return found;
}

/**
 * @param {Tree} tree
 * @param {Record<string, Value>} values
 * @returns {Value}
 */
export function evaluate(tree, values) {
  if (typeof tree === "number") return tree;
  if (typeof tree === "string") {
    const value = values[tree];
    if (value === undefined) throw new CannotCompute(`${tree} has no value`);
    return value;
  }
  const [name, ...parts] = tree;
  if (name === "if") return choose(parts, values);
  if (name === "root") return root(parts, values);
  const operands = parts.map((part) => evaluate(part, values));
  if (name === "sum") {
    const [list = 0] = operands;
    return Array.isArray(list) ? list.reduce((sum, item) => sum + item, 0) : list;
  }
  return byItem(operands, (items) => finite(name, items));
}

/**
 * What an operation makes of numbers; of lists, of each of their items.
 * @param {Value[]} operands
 * @param {(items: number[]) => number} work
 */
function byItem(operands, work) {
  const lengths = new Set(operands.flatMap((one) => (Array.isArray(one) ? [one.length] : [])));
  if (lengths.size === 0) return work(/** @type {number[]} */ (operands));
  if (lengths.size > 1) {
    throw new CannotCompute(`lists of ${[...lengths].sort((a, b) => a - b).join(" and ")} items do not go together`);
  }
  const [length = 0] = lengths;
  return Array.from({ length }, (_, at) => work(operands.map((one) => (Array.isArray(one) ? one[at] ?? 0 : one))));
}

/** @param {string} name @param {number[]} operands */
function finite(name, operands) {
  if (name === "/" && operands[1] === 0) throw new CannotCompute("division by zero");
  const found = OPERATIONS[name]?.(...operands) ?? Number.NaN;
  if (!Number.isFinite(found)) throw new CannotCompute(`there is no ${name} of ${operands.join(", ")}`);
  return found;
}

/** @param {any[]} parts @param {Record<string, Value>} values @returns {Value} */
function choose([comparison, left, right, then, other], values) {
  const compare = COMPARISONS[comparison] ?? (() => false);
  const sides = [evaluate(left, values), evaluate(right, values)];
  if (!sides.some(Array.isArray)) {
    const [a, b] = /** @type {[number, number]} */ (sides);
    return evaluate(compare(a, b) ? then : other, values);
  }
  const results = [evaluate(then, values), evaluate(other, values)];
  return byItem([...sides, ...results], ([a = 0, b = 0, yes = 0, no = 0]) => (compare(a, b) ? yes : no));
}

/**
 * The place where a tree is 0, by halving the interval on the side where the sign changes.
 * @param {any[]} parts
 * @param {Record<string, Value>} values
 */
function root([name, low, high, tree], values) {
  /** @param {number} place */
  const negative = (place) => {
    const value = number(evaluate(tree, { ...values, [name]: place }));
    return value < 0 || Object.is(value, -0);
  };
  let start = number(evaluate(low, values));
  let end = number(evaluate(high, values));
  const first = negative(start);
  if (first === negative(end)) throw new CannotCompute(`no ${name} between ${start} and ${end} solves the equation`);
  for (let at = 0; at < HALVINGS; at += 1) {
    const middle = start + (end - start) / 2;
    if (middle === start || middle === end) break;
    if (negative(middle) === first) start = middle;
    else end = middle;
  }
  return end;
}

/** @param {Value} value */
function number(value) {
  if (Array.isArray(value)) throw new CannotCompute("the result is a list, not a number");
  return value;
}
