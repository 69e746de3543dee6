// @ts-check
/** Charts as files: SVG or PNG, with their colours, their title and where they come from. */

import { download } from "./exports.js";

const NS = "http://www.w3.org/2000/svg";
const [MARGIN, HEAD, GAP, SHARP] = [24, 56, 24, 2];
const FONT = "system-ui, sans-serif";
const STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "text-anchor", "display"];

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {string} [text]
 */
function drawn(tag, attributes, text = "") {
  const made = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.textContent = text;
  return made;
}

/** A copy that looks the same without the page's styles; links become groups. @param {Element} chart */
function copied(chart) {
  const made = drawn(chart.localName === "a" ? "g" : chart.localName, {});
  for (const { name, value } of chart.attributes) {
    if (!/^(class|style|href|data-.*|aria-.*|role|tabindex)$/.test(name)) made.setAttribute(name, value);
  }
  const style = getComputedStyle(chart);
  for (const name of STYLES) made.setAttribute(name, style.getPropertyValue(name));
  for (const child of chart.childNodes) {
    if (child instanceof Element) made.append(copied(child));
    else if (child instanceof Text && child.data.trim()) made.append(child.data);
  }
  return made;
}

/** How wide a text is. @param {string} text @param {string} font as CSS has it */
function width(text, font) {
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return 0;
  context.font = font;
  return context.measureText(text).width;
}

/**
 * Charts side by side in one picture, two in a row, below their title and above where they are from.
 * @param {SVGSVGElement[]} charts
 * @param {string} title
 * @param {string} note
 */
function picture(charts, title, note) {
  const page = getComputedStyle(document.body);
  const sizes = charts.map(({ viewBox: { baseVal } }) => baseVal);
  const columns = Math.min(2, charts.length);
  const wide = Math.max(...sizes.map(({ width }) => width));
  const credit = `effllm, CC BY 4.0: ${location.origin}${location.pathname}`;
  const said = Math.max(width(title, `600 15px ${FONT}`), ...[note, credit].map((text) => width(text, `12px ${FONT}`)));
  const all = Math.ceil(2 * MARGIN + Math.max(columns * wide + (columns - 1) * GAP, said));
  const font = { "font-family": FONT, fill: page.color };
  const made = drawn("svg", { xmlns: NS, width: all, "font-family": FONT });
  const ground = drawn("rect", { width: "100%", height: "100%", fill: page.backgroundColor });
  made.append(ground, drawn("text", { x: MARGIN, y: 28, ...font, "font-size": 15, "font-weight": 600 }, title));
  made.append(drawn("text", { x: MARGIN, y: 46, ...font, "font-size": 12 }, note));
  let y = HEAD + GAP / 2;
  for (let first = 0; first < charts.length; first += columns) {
    const row = charts.slice(first, first + columns);
    for (const [place, chart] of row.entries()) {
      const copy = copied(chart);
      copy.setAttribute("x", String(MARGIN + place * (wide + GAP)));
      copy.setAttribute("y", String(y));
      made.append(copy);
    }
    y += Math.max(...sizes.slice(first, first + columns).map(({ height }) => height)) + GAP;
  }
  made.append(drawn("text", { x: MARGIN, y: y + 4, ...font, "font-size": 12 }, credit));
  y += GAP;
  made.setAttribute("height", String(y));
  made.setAttribute("viewBox", `0 0 ${all} ${y}`);
  return { text: new XMLSerializer().serializeToString(made), width: all, height: y };
}

/** @param {{ text: string, width: number, height: number }} made @param {number} [sharp] pixels a unit @returns {Promise<Blob>} */
export async function pixels({ text, width, height }, sharp = SHARP) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(width * sharp), Math.round(height * sharp)];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
  });
}

/**
 * @param {"svg" | "png"} kind
 * @param {SVGSVGElement[]} charts
 * @param {{ title: string, note: string, name: string }} about
 */
export async function save(kind, charts, { title, note, name }) {
  const made = picture(charts, title, note);
  download(kind === "svg" ? made.text : await pixels(made), `${name}.${kind}`);
}
