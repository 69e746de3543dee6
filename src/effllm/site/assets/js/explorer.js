// @ts-check
/** The explorer of papers: a form whose state is the page's address, and the list it filters. */

import { ask, awaited, element, news, root } from "./client.js";
import { advice, chips, filters } from "./explorer-chosen.js";
import { ahead, copy, download, exported } from "./exports.js";
import { remark } from "./lacking.js";
import { line } from "./results.js";
import { steps } from "./steps.js";
import { nameWords } from "./text.js";

/** @typedef {import("./library.js").Facets} Facets */
/** @typedef {import("./library.js").Said & {total: number, facets: Facets, papers: import("./library.js").Shown[]}} Answer */

const STEP = 50;
/** Up to how many papers their BibTeX is fetched before anybody asks: 100 bytes each. */
const FEW = 1000;
const form = /** @type {HTMLFormElement} */ (document.getElementById("explorer"));
const facetsBox = /** @type {HTMLDetailsElement} */ (form.querySelector(".ef-facets"));
const list = /** @type {HTMLElement} */ (document.getElementById("results"));
const count = /** @type {HTMLElement} */ (document.getElementById("count"));
const more = /** @type {HTMLButtonElement} */ (document.getElementById("more"));
const said = /** @type {HTMLElement} */ (document.getElementById("said"));
const author = /** @type {HTMLInputElement} */ (form.elements.namedItem("author"));
const chosen = /** @type {HTMLElement} */ (document.getElementById("chosen"));
const nothing = /** @type {HTMLElement} */ (document.getElementById("nothing"));
const summary = facetsBox.querySelector("summary");
const all = Number(form.dataset["papers"]);
let limit = STEP;
let latest = 0;
const step = steps(form);

/** The form's fields that say something. */
function state() {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) fields.append(name, String(value));
  return fields;
}

/** What the fields ask for. */
function question(fields = state()) {
  return {
    q: fields.get("q") ?? "",
    in: fields.get("in") ?? "",
    from: Number(fields.get("from") ?? 0),
    to: Number(fields.get("to") ?? Infinity),
    venues: fields.getAll("venue"),
    author: fields.get("author") ?? "",
    code: fields.has("code"),
    framework: fields.has("framework"),
    sort: fields.get("sort") ?? "",
  };
}

/** Put the state of the address into the form; what the form does not know is told. */
function restore() {
  const fields = new URLSearchParams([...new URLSearchParams(location.search)].map(spelled));
  form.reset();
  for (const control of form.elements) {
    if (control instanceof HTMLInputElement && ["checkbox", "radio"].includes(control.type)) {
      control.checked = fields.getAll(control.name).includes(control.value) || (control.defaultChecked && !fields.get("in"));
    } else if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) {
      control.value = fields.get(control.name) ?? "";
      if (control instanceof HTMLSelectElement && control.selectedIndex < 0) control.value = "";
    }
  }
  if (nameWords(author.value).length === 0) author.value = "";
  if (!form.querySelector('[name="in"]:checked')) choice("in", "").checked = true;
  const taken = state();
  const strange = [...fields].filter(([name, value]) => value && form.elements.namedItem(name) && !taken.getAll(name).includes(value));
  said.textContent = strange.length > 0 ? `Not known here: ${strange.map(([name, value]) => `${name} “${value}”`).join(", ")}.` : "";
  reveal();
}

/** A field of an address with its value as the form writes it, whatever its capitals. @param {[string, string]} field */
function spelled([name, value]) {
  const inputs = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(`input[name="${CSS.escape(name)}"][value]`));
  const same = [...inputs].find((input) => input.value.toLowerCase() === value.toLowerCase());
  return [name, same?.value || value];
}

/** Open the folds in which something is chosen. */
function reveal() {
  for (const input of form.querySelectorAll("input:checked")) {
    input.closest("fieldset details")?.setAttribute("open", "");
    for (let item = input.closest("li"); item; item = item.parentElement?.closest("li") ?? null) {
      const fold = item.querySelector(":scope > .ef-fold");
      if (fold && item !== input.closest("li")) fold.setAttribute("aria-expanded", "true");
    }
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
function choice(name, value) {
  return /** @type {HTMLInputElement} */ (form.querySelector(`[name="${name}"][value="${CSS.escape(value)}"]`));
}

/** @param {"push" | "replace" | "keep"} history what becomes of the page's address */
async function update(history) {
  const query = state().toString();
  const address = location.pathname + (query ? `?${query}` : "");
  if (history === "push") window.history.pushState(null, "", address);
  if (history === "replace") window.history.replaceState(null, "", address);
  latest += 1;
  const turn = latest;
  const say = () => {
    if (state().get("q")) count.textContent = "Searching\u2026";
  };
  try {
    const answer = await awaited(ask("ask", question(), limit), say);
    if (turn !== latest) return;
    const [only, other] = answer.papers;
    if (answer.meant && only && !other) leave(only.key);
    else show(answer);
  } catch (error) {
    if (turn === latest) count.textContent = `The search could not be loaded (${String(error)}).`;
  }
}

/** Open the paper whose id or address was given; back leads to the page without it. @param {string} key */
function leave(key) {
  const rest = state();
  rest.delete("q");
  /** @type {HTMLInputElement} */ (form.elements.namedItem("q")).value = "";
  window.history.replaceState(null, "", location.pathname + (rest.size > 0 ? `?${rest}` : ""));
  location.assign(new URL(`papers/${key}/`, root));
}

/** @param {Answer} answer */
function show({ total, papers, facets, ...said }) {
  const some = total === all ? "" : `${total.toLocaleString("en")} of `;
  count.textContent = `${some}${all.toLocaleString("en")} papers`;
  count.dataset["printed"] = papers.length < total ? `; the first ${papers.length} are printed` : "";
  if (!list.hasAttribute("aria-busy") || !there(papers)) list.replaceChildren(...papers.map(line));
  list.removeAttribute("aria-busy");
  const given = filters(form, state());
  const reached = [...chosen.children].findIndex((chip) => chip === document.activeElement);
  chosen.replaceChildren(...chips(given, take));
  if (reached >= 0) /** @type {HTMLElement | undefined} */ (chosen.children[reached])?.focus(); // late summaries draw anew
  chosen.hidden = given.length === 0;
  if (summary) summary.textContent = given.length > 0 ? `Filters (${given.length})` : "Filters";
  const query = state().get("q") ?? "";
  const told = query ? remark(query, said, total) : [];
  nothing.hidden = total > 0 && told.length === 0;
  nothing.replaceChildren(...(told.length > 0 ? [element("p", {}, ...told)] : []));
  if (total === 0) none(given, said.lacks);
  more.hidden = papers.length >= total;
  more.textContent = `Show ${Math.min(STEP, total - papers.length)} more`;
  counts("in", facets.categories);
  counts("venue", facets.venues);
  counts("code", { 1: facets.code });
  counts("framework", { 1: facets.framework });
  for (const option of form.querySelectorAll("option")) {
    if (/^\d+$/.test(option.value)) option.textContent = `${option.value} (${facets.years[option.value] ?? 0})`;
  }
  orders(Boolean(state().get("q")));
  for (const button of form.querySelectorAll("[data-action]")) button.toggleAttribute("disabled", total === 0);
  form.querySelector("[type=reset]")?.toggleAttribute("disabled", !location.search);
}

/** Whether the page came with these papers in its list: it shows more of them than the first answer knows. @param {Answer["papers"]} papers */
function there(papers) {
  const links = /** @type {HTMLAnchorElement[]} */ ([...list.querySelectorAll("a.ef-entry__title")]);
  return papers.length === links.length && papers.every(({ key }, at) => links[at]?.pathname.endsWith(`/papers/${key}/`));
}

/**
 * Say that no paper passes, and what to try.
 * @param {import("./explorer-chosen.js").Filter[]} given
 * @param {boolean} lacks whether the paper that is asked for is not here
 */
async function none(given, lacks) {
  count.textContent = "No papers match.";
  const turn = latest;
  const found = lacks && given.length === 0 ? [] : await advice(given, state(), question);
  if (turn === latest) nothing.append(...found);
}

/** Take a filter away; the next one is reached, or the search field. @param {URLSearchParams} rest @param {number} place */
async function take(rest, place) {
  window.history.pushState(null, "", location.pathname + (rest.size > 0 ? `?${rest}` : ""));
  again();
  await update("keep");
  const next = chosen.children[Math.min(place, chosen.childElementCount - 1)] ?? form.elements.namedItem("q");
  /** @type {HTMLElement} */ (next).focus();
}

/** Begin again from the address. */
function again() {
  limit = STEP;
  step.end();
  restore();
}

/** Say what the default order is: without a query there is no best match. @param {boolean} searching */
function orders(searching) {
  const [first, newest] = /** @type {HTMLSelectElement} */ (form.elements.namedItem("sort")).options;
  if (first) first.textContent = searching ? "best match" : "last added";
  if (newest) newest.hidden = !searching;
}

/**
 * Write how many papers each choice would leave; choices that leave none step back.
 * @param {string} name
 * @param {Record<string, number>} facet
 */
function counts(name, facet) {
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(`input[name="${name}"]`))) {
    const label = input.closest("label");
    const number = label?.querySelector(".ef-choice__count");
    if (!label || !number || !input.value) continue;
    const papers = facet[input.value] ?? 0;
    number.textContent = String(papers);
    label.classList.toggle("ef-choice--none", papers === 0 && !input.checked);
  }
}

/** @type {Record<string, () => Promise<string>>} */
const actions = {
  "copy-bibtex": () => copy(exported("bib", question())).then(() => "BibTeX copied"),
  "copy-link": () => copy(Promise.resolve(location.href)).then(() => "Link copied"),
  "download-bibtex": async () => {
    download(await exported("bib", question()), "effllm.bib");
    return "BibTeX saved";
  },
  "download-csv": async () => {
    download(await exported("csv", question()), "effllm.csv");
    return "CSV saved";
  },
};

/** @param {MouseEvent} event */
async function click(event) {
  const button = /** @type {HTMLElement} */ (event.target).closest("button");
  if (button?.matches(".ef-fold")) button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") !== "true"));
  const action = actions[button?.dataset["action"] ?? ""];
  if (!action) return;
  try {
    said.textContent = await action();
  } catch (error) {
    said.textContent = `That did not work: ${String(error)}`;
  }
}

/** Move between the search field and the results. @param {KeyboardEvent} event */
function walk(event) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const links = [...list.querySelectorAll("a.ef-entry__title")];
  const stops = /** @type {HTMLElement[]} */ ([form.elements.namedItem("q"), ...links]);
  const at = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (at < 0) return;
  event.preventDefault();
  stops[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
}

/** @param {"push" | "replace"} history */
function changed(history) {
  limit = STEP;
  said.textContent = "";
  update(history);
}

const wide = matchMedia("(min-width: 60em)");
const unfold = () => facetsBox.toggleAttribute("open", wide.matches);
wide.addEventListener("change", unfold);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", (event) => changed(step.next(event)));
form.addEventListener("click", click);
form.querySelector("[type=reset]")?.addEventListener("click", (event) => {
  event.preventDefault();
  form.reset();
  author.value = "";
  changed("push");
  /** @type {HTMLElement} */ (form.elements.namedItem("q")).focus();
});
more.addEventListener("click", async () => {
  const shown = list.childElementCount;
  limit += STEP;
  await update("keep");
  /** @type {HTMLElement | null | undefined} */ (list.children[shown]?.querySelector("a"))?.focus();
});
addEventListener("popstate", () => {
  again();
  update("keep");
});
addEventListener("keydown", walk);
news.addEventListener("fuller", () => {
  if (!list.contains(document.activeElement)) update("keep");
});
unfold();
restore();
update("keep").then(() => all <= FEW && ahead());
