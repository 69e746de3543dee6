// @ts-check
/** The pictures of the taxonomy as PNG, drawn in the browser from their SVG. */

import { download } from "./exports.js";
import { pixels } from "./pictures.js";

/** The pixels that every browser draws: phones stop at 16 millions. */
const MOST_PIXELS = 16_000_000;

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-png]"))) {
  button.addEventListener("click", async () => {
    const name = button.dataset["png"] ?? "";
    const text = await (await fetch(name)).text();
    const [, width, height] = (/viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(text) ?? []).map(Number);
    if (!width || !height) return;
    download(await pixels({ text, width, height }, Math.min(3, Math.sqrt(MOST_PIXELS / (width * height)))), `efficient-llm-${name.replace("svg", "png")}`);
  });
}
