// @ts-check
/** Comparing texts as people do; the same rules as effllm.records.text and effllm.search in Python. */

/** @type {Record<string, string>} */
const SPECIAL = {
  ...{ ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ħ: "h", "∞": "infinite" },
  ...{ α: "alpha", β: "beta", γ: "gamma", δ: "delta", ε: "epsilon", ζ: "zeta", η: "eta", θ: "theta", ι: "iota" },
  ...{ κ: "kappa", λ: "lambda", μ: "mu", ν: "nu", ξ: "xi", ο: "omicron", π: "pi", ρ: "rho", σ: "sigma", ς: "sigma" },
  ...{ τ: "tau", υ: "upsilon", φ: "phi", χ: "chi", ψ: "psi", ω: "omega" },
};
const STOP_WORDS = new Set(["a", "an", "and", "by", "do", "does", "for", "from", "how", "in", "is", "many", "much", "of", "on", "or", "the", "to", "via", "what", "when", "which", "why", "with"]);

/**
 * Lower-case ASCII letters, digits and single spaces.
 * @param {string} text
 */
export function fold(text) {
  return text
    .toLowerCase()
    .normalize("NFKC")
    .replace(/[^\0-\x7f]/g, (letter) => SPECIAL[letter] ?? letter)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

/**
 * The words of a person's name, folded; those of other alphabets, of which nothing would be left, whole.
 * @param {string} name
 */
export function nameWords(name) {
  const others = name.split(/\s+/).filter((word) => /[^\0-\x7f]/.test(word) && !fold(word) && /[\p{L}\p{N}]/u.test(word));
  return [...fold(name).split(" "), ...others.map((word) => word.toLowerCase().normalize("NFKC"))].filter(Boolean);
}

/** @param {string} word */
function stem(word) {
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

/**
 * A splitter of texts into the words that are searched; phrases with an abbreviation become that.
 * @param {Record<string, string>} abbreviations folded phrase -> abbreviation
 */
export function splitter(abbreviations) {
  const phrases = Object.keys(abbreviations).sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`\\b(?:${phrases.join("|") || "(?!)"})\\b`, "g");
  /**
   * @param {string} text
   * @param {boolean} expand whether an abbreviated phrase gives its own words too
   */
  return function words(text, expand) {
    const folded = fold(text).replace(/(?<=\d)(?=bits?\b)|(?<=[a-z]{2})(?=\d)/g, " ");
    const short = folded.replace(pattern, (phrase) => abbreviations[phrase] ?? phrase);
    const found = short.split(" ");
    if (expand && short !== folded) found.push(...folded.split(" "));
    return found.filter((word) => word && !STOP_WORDS.has(word)).map(stem);
  };
}

/**
 * The word with each pair of neighbouring letters swapped: the commonest typo, which counts as two edits otherwise.
 * @param {string} word
 */
export function swaps(word) {
  if (word.length < 3 || /^\d+$/.test(word)) return [];
  const swapped = [];
  for (let at = 0; at + 1 < word.length; at += 1) {
    if (word[at] !== word[at + 1]) {
      swapped.push(word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2));
    }
  }
  return swapped;
}

/**
 * Authors as a list of papers shows them; as words.short_authors in Python.
 * @param {string[]} names
 */
export function short(names) {
  if (names.length === 0) return "authors not known";
  return names.length > 2 ? `${names[0]} et al.` : names.join(" and ");
}
