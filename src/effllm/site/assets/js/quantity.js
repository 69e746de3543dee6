// @ts-check
/** Numbers with units as people write and read them; as `effllm.arithmetic.quantity` of the Python package. */

/** @type {Record<string, number>} */
const SUFFIXES = { k: 1e3, m: 1e6, b: 1e9, t: 1e12, ki: 2 ** 10, mi: 2 ** 20, gi: 2 ** 30 };
const WRITTEN = /^\s*([-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?)\s*([A-Za-z%][A-Za-z0-9%/ ]*)?\s*$/;

/**
 * The number that a text says: 70b, 4k, 131,072, 80 GB; a sentence in an Error where it says none.
 * @param {string} text
 * @param {string} unit
 * @param {Record<string, number>} units those of the same kind, with what each is
 */
export function readNumber(text, unit, units) {
  const match = WRITTEN.exec(text);
  const digits = match?.[1] ?? "";
  if (!/[0-9]/.test(digits.toLowerCase().split("e")[0] ?? "")) {
    throw new Error(`“${text}” is no number; write it as 4096, 70b, 4k or 1e9`);
  }
  const value = Number(digits.replaceAll(",", ""));
  if (!Number.isFinite(value)) throw new Error(`“${text}” is too large a number`);
  const suffix = (match?.[2] ?? "").trim();
  if (!suffix || (suffix === unit && suffix !== "%")) return value;
  const known = units[suffix];
  if (known !== undefined) return known >= 1 ? value * known : value / (1 / known);
  const scale = SUFFIXES[suffix.toLowerCase()];
  if (scale !== undefined) return value * scale;
  const fitting = Object.keys(units).join(" or ");
  throw new Error(`“${text}”: ${suffix} is no unit here; ${fitting || "it is a plain number"}`);
}

/** Number and unit as people read them; bytes in GB and in GiB. @param {number} value @param {string} unit */
export function show(value, unit) {
  if (unit === "bytes" && Math.abs(value) >= 1000) {
    const power = [4, 3, 2, 1].find((one) => Math.abs(value) >= 1000 ** one) ?? 1;
    const letter = "KMGT"[power - 1];
    return `${plain(value)} bytes, ${short(value / 1000 ** power)} ${letter}B or ${short(value / 1024 ** power)} ${letter}iB`;
  }
  return `${plain(value)} ${unit}`.trim();
}

/** @param {number} value */
const short = (value) => value.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** @param {number} value */
function plain(value) {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e15) return value.toLocaleString("en");
  if (size >= 1e-4 && size < 1e15) return Number(value.toPrecision(6)).toLocaleString("en", { maximumSignificantDigits: 6 });
  return String(Number(value.toPrecision(6)).toExponential()).replace(/e([+-])(\d)$/, "e$10$2");
}
