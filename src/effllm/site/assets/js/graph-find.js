// @ts-check
/** A field that finds papers by the site's search and hands on the one that is chosen. */

import { ask, element } from "./client.js";

const LIMIT = 8;

/**
 * @param {HTMLInputElement} input
 * @param {HTMLElement} box where the hits are listed
 * @param {(key: string) => void} choose
 */
export function finder(input, box, choose) {
  let latest = 0;
  let at = -1;
  let pending = Promise.resolve();

  async function search() {
    latest += 1;
    const turn = latest;
    const query = input.value.trim();
    try {
      const found = query ? await ask("ask", { q: query }, LIMIT) : { papers: [] };
      if (turn === latest) show(query, found.papers);
    } catch (error) {
      if (turn === latest) say(`The search could not be loaded: ${String(error)}`);
    }
  }

  /**
   * @param {string} query
   * @param {import("./library.js").Shown[]} found
   */
  function show(query, found) {
    box.replaceChildren(...found.map(hit));
    open(found.length > 0);
    if (query && found.length === 0) say(`Nothing found for “${query}”.`);
    mark(0);
  }

  /** @param {string} text */
  function say(text) {
    box.replaceChildren(element("p", { class: "ef-note", role: "option", "aria-disabled": "true" }, text));
    open(true);
  }

  /**
   * @param {import("./library.js").Shown} paper
   * @param {number} number
   */
  function hit(paper, number) {
    const title = paper.name && !paper.title.startsWith(paper.name) ? `${paper.name}: ${paper.title}` : paper.title;
    const about = element("span", { class: "ef-hit__about" }, `${paper.venue} ${paper.year}, ${paper.category[1]}`);
    const made = element("div", { class: "ef-hit", role: "option", id: `map-hit-${number}`, "data-key": paper.key }, title, about);
    made.addEventListener("pointerdown", (event) => event.preventDefault());
    made.addEventListener("click", () => take(made));
    return made;
  }

  /** @param {boolean} shown */
  function open(shown) {
    box.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown));
    if (!shown) input.removeAttribute("aria-activedescendant");
  }

  /** @param {number} number */
  function mark(number) {
    const hits = [...box.querySelectorAll("[data-key]")];
    at = hits.length > 0 ? (number + hits.length) % hits.length : -1;
    for (const [place, one] of hits.entries()) one.setAttribute("aria-selected", String(place === at));
    hits[at]?.scrollIntoView({ block: "nearest" });
    if (at >= 0) input.setAttribute("aria-activedescendant", `map-hit-${at}`);
  }

  /** @param {Element | undefined} one */
  function take(one) {
    const key = one?.getAttribute("data-key");
    if (!key) return;
    open(false);
    input.value = "";
    choose(key);
  }

  input.addEventListener("input", () => (pending = search()));
  input.addEventListener("blur", () => open(false));
  input.addEventListener("keydown", async (event) => {
    if (event.key === "Escape") return open(false);
    if (!["ArrowDown", "ArrowUp", "Enter"].includes(event.key) || event.isComposing) return;
    event.preventDefault();
    await pending;
    if (event.key === "Enter") take([...box.querySelectorAll("[data-key]")][at]);
    else mark(at + (event.key === "ArrowDown" ? 1 : -1));
  });
}
