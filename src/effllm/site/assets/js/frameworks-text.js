// @ts-check
/** A side-by-side table as Markdown and as LaTeX: whatever comes from a record is text in both. */

/**
 * @typedef {import("./frameworks-data.js").Cell} Cell
 * @typedef {{ title: string, rows: { name: string, word?: import("./frameworks-data.js").Word, cells: (Cell | string)[] }[] }} Part
 * @typedef {{ heads: string[], parts: Part[], address: string, fresh: string }} Table
 */

/** @type {Record<string, string>} */
const LATEX = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
};

/** @param {string} value */
const line = (value) => value.replace(/\s+/g, " ").trim();

/** @param {string} value */
export const md = (value) => line(value).replace(/[\\`*_[\]<>&|~]/g, "\\$&");

/** @param {string} value */
const tex = (value) => line(value).replace(/[\\~^<>]|[&%$#_{}]/g, (sign) => LATEX[sign] ?? `\\${sign}`);

/** @param {Cell | string} cell */
function mdCell(cell) {
  if (typeof cell === "string") return md(cell);
  if (cell.value === "unknown") return "?";
  const address = cell.href.replace(/[()<>|\s]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, "0")}`);
  return `${address ? `[${cell.value}](${address})` : cell.value}${cell.stale ? "\\*" : ""} ${cell.date}`.trim();
}

/** @param {Cell | string} cell */
function texCell(cell) {
  if (typeof cell === "string") return tex(cell);
  return cell.value === "unknown" ? "?" : cell.value + (cell.stale ? "\\textsuperscript{*}" : "");
}

/** @param {Table} table */
const legend = (table) => `?: no source says it. *: not confirmed since ${table.fresh}.`;

/** @param {Table} table */
export function toMarkdown(table) {
  /** @param {string[]} cells */
  const row = (cells) => `| ${cells.join(" | ")} |`;
  const lines = [row(["", ...table.heads.map(md)]), row(["---", ...table.heads.map(() => "---")])];
  for (const part of table.parts) {
    lines.push(row([`**${md(part.title)}**`, ...table.heads.map(() => "")]));
    for (const { name, cells } of part.rows) lines.push(row([md(name), ...cells.map(mdCell)]));
  }
  return `${lines.join("\n")}\n\n${legend(table).replace("*", "\\*")} Data: effllm, CC BY 4.0, <${table.address}>\n`;
}

/** @param {Table} table */
export function toLatex(table) {
  /** @param {string[]} cells */
  const row = (cells) => `${cells.join(" & ")} \\\\`;
  const lines = [
    "% \\usepackage{booktabs}",
    `% Data: effllm, CC BY 4.0, ${table.address}`,
    `% ${legend(table)}`,
    `\\begin{tabular}{l*{${table.heads.length}}{l}}`,
    "\\toprule",
    row(["", ...table.heads.map(tex)]),
  ];
  for (const part of table.parts) {
    lines.push("\\midrule", row([`\\multicolumn{${table.heads.length + 1}}{l}{\\textit{${tex(part.title)}}}`]));
    for (const { name, cells } of part.rows) lines.push(row([tex(name), ...cells.map(texCell)]));
  }
  return `${[...lines, "\\bottomrule", "\\end{tabular}"].join("\n")}\n`;
}
