// @ts-check
/** Search from every page: a button in the header, a dialog, and the same engine as the explorer. */

import { ask, awaited, element, root } from "./client.js";
import { remark } from "./lacking.js";

const LIMIT = 12;
const NOTHING = { hits: [], meant: false, reference: false, lacks: false, unknown: [] };
const button = element(
  "button",
  { class: "ef-find", type: "button", "aria-label": "Search the site", "aria-haspopup": "dialog", "aria-keyshortcuts": "/ Control+K" },
  element("span", {}, "Search"),
  element("kbd", { "aria-hidden": "true" }, "Ctrl K"),
);
const input = /** @type {HTMLInputElement} */ (
  element("input", {
    ...{ type: "search", role: "combobox", "aria-label": "Search papers, categories, frameworks and guides" },
    ...{ "aria-autocomplete": "list", "aria-controls": "ef-hits", "aria-expanded": "false" },
    ...{ class: "ef-field ef-field--large", autocomplete: "off", spellcheck: "false", placeholder: "Method, title, author, topic" },
  })
);
const said = element("p", { class: "ef-hidden", role: "status" });
const hint = element("p", { class: "ef-dialog__hint" });
const hits = element("div", { id: "ef-hits", role: "listbox", "aria-label": "Results" });
const close = element("button", { class: "ef-dialog__close", type: "button" }, "Close");
const dialog = /** @type {HTMLDialogElement} */ (
  element("dialog", { class: "ef ef-dialog", "aria-label": "Search the site" }, element("div", {}, input, close), said, hint, hits)
);
let latest = 0;
let pending = Promise.resolve();

async function search() {
  latest += 1;
  const turn = latest;
  const query = input.value.trim();
  const say = () => {
    if (turn !== latest) return;
    said.textContent = "Searching\u2026"; // hits of before stay until the answer is there
    hint.replaceChildren("Searching\u2026");
  };
  try {
    const found = query ? await awaited(ask("find", { q: query }, LIMIT), say) : NOTHING;
    if (turn !== latest) return;
    const [only, other] = found.hits;
    if (found.meant && !other) location.assign(new URL(only.address, root)); // an id or an address opens its paper
    else show(query, found);
  } catch (error) {
    if (turn === latest) hint.textContent = `The search could not be loaded: ${String(error)}`;
  }
}

/**
 * @param {string} query
 * @param {import("./library.js").Said & {hits: import("./library.js").Hit[]}} found
 */
function show(query, found) {
  const number = found.hits.length;
  hits.replaceChildren(...found.hits.map(hit));
  if (number === LIMIT) hits.append(hit(everything(query), LIMIT));
  hits.hidden = number === 0;
  input.setAttribute("aria-expanded", String(number > 0));
  said.textContent = query ? `${found.lacks ? "not here; " : ""}${number === LIMIT ? "many" : number} found` : "";
  const told = query ? remark(query, found, number) : ["Typos are forgiven. KV cache finds key-value cache too."];
  hint.replaceChildren(...(told.length > 0 || number > 0 ? told : [`Nothing found for “${query}”.`]));
  choose(0);
}

/** The way to all papers that the explorer finds. @param {string} query */
function everything(query) {
  const about = "with filters, and to copy or download";
  return { kind: "Search", title: `All papers for “${query}”`, address: `papers/?q=${encodeURIComponent(query)}`, about };
}

/**
 * @param {Omit<import("./library.js").Hit, "score">} found
 * @param {number} number
 */
function hit({ kind, title, address, about }, number) {
  return element(
    "a",
    { class: "ef-hit", href: new URL(address, root).href, role: "option", id: `ef-hit-${number}`, tabindex: "-1" },
    element("span", { class: "ef-hit__title" }, title),
    element("span", { class: "ef-hit__about" }, element("b", {}, kind), about ? ` ${about}` : ""),
  );
}

/** @param {number} number */
function choose(number) {
  const options = [...hits.children];
  if (options.length === 0) return input.removeAttribute("aria-activedescendant");
  const next = (number + options.length) % options.length;
  for (const [at, option] of options.entries()) option.setAttribute("aria-selected", String(at === next));
  options[next]?.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", `ef-hit-${next}`);
}

function chosen() {
  return [...hits.children].findIndex((option) => option.getAttribute("aria-selected") === "true");
}

function open() {
  if (dialog.open) return;
  dialog.showModal();
  input.select();
  if (!input.value) show("", NOTHING);
  ask("find", {}, 0).catch(() => undefined);
}

/** Keys wait for the answer to what was typed before them. @param {KeyboardEvent} event */
async function keys(event) {
  if (!["ArrowDown", "ArrowUp", "Enter"].includes(event.key) || event.isComposing) return;
  event.preventDefault();
  await pending;
  if (event.key === "Enter") /** @type {HTMLElement | undefined} */ (hits.children[chosen()])?.click();
  else choose(chosen() + (event.key === "ArrowDown" ? 1 : -1));
}

/** Whether a key is typed into a field. @param {KeyboardEvent} event */
function typed(event) {
  return /** @type {HTMLElement} */ (event.target).closest?.("input, select, textarea, [contenteditable]") != null;
}

/** "/" goes to the search field of a page that has one, else it opens the dialog, as Ctrl-K does anywhere. @param {KeyboardEvent} event */
function shortcut(event) {
  const held = event.ctrlKey || event.metaKey;
  const slash = event.key === "/" && !held && !typed(event);
  if (!slash && !(held && event.key.toLowerCase() === "k")) return;
  event.preventDefault();
  const field = /** @type {HTMLElement | null} */ (document.querySelector(".ef [name=q]"));
  if (slash && field?.checkVisibility()) field.focus();
  else open();
}

/** The theme opens its menu by a label, which no key reaches. */
function reachable() {
  const label = /** @type {HTMLElement | null} */ (document.querySelector("label.md-header__button[for=__drawer]"));
  const toggle = /** @type {HTMLInputElement | null} */ (document.getElementById("__drawer"));
  if (!label || !toggle) return;
  for (const [name, value] of Object.entries({ tabindex: "0", role: "button", "aria-label": "Menu" })) label.setAttribute(name, value);
  label.addEventListener("keydown", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    label.click();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !toggle.checked) return;
    label.click();
    label.focus();
  });
}

reachable();
document.querySelector(".md-header__inner")?.append(button);
document.body.append(dialog);
button.addEventListener("click", open);
close.addEventListener("click", () => dialog.close());
input.addEventListener("input", () => (pending = search()));
input.addEventListener("keydown", keys);
input.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  event.preventDefault(); // some browsers clear a search field first
  dialog.close();
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
addEventListener("keydown", shortcut);
