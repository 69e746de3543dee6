// @ts-check
/** What the tables of the comparison say: read from the page, which holds it all once. */

/**
 * @typedef {{ value: "yes" | "no" | "unknown", stale: boolean, href: string, source: string, commit: string, date: string }} Cell
 * @typedef {{ key: string, name: string, group: string, definition: string }} Word
 * @typedef {{
 *   id: string, name: string, href: string, organization: string, state: string, status: string, asOf: string,
 *   since: string, license: string, repo: string, date: string, rows: HTMLTableRowElement[], cells: Map<string, Cell>,
 * }} Framework
 * @typedef {{ framework: Framework, word: Word, cell: Cell }} Place
 * @typedef {{
 *   frameworks: Map<string, Framework>, words: Map<string, Word>, titles: Map<string, string>,
 *   places: Map<HTMLElement, Place>,
 * }} Model
 */

/** @type {Cell} */
const UNKNOWN = { value: "unknown", stale: false, href: "", source: "", commit: "", date: "" };

const PLACE = /^https:\/\/github\.com\/([^/]+\/[^/]+)\/blob\/([^/]+)\/([^#]+)(?:#L(\d+))?$/;
const AGAIN = /^[\w.-]+\/#(\w+?)-(.+)$/;

/** A source in words, as the pages of frameworks tell it.
 * @param {string} href
 * @param {string} [here] the repository that need not be named
 */
export function place(href, here = "") {
  const found = PLACE.exec(href);
  if (!found) return { source: href.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, ""), commit: "" };
  const [, repository, commit, path, line] = found;
  const where = (repository === here ? "" : `${repository}: `) + readable(path ?? "");
  return { source: where + (line ? `, line ${line}` : ""), commit: commit === "HEAD" ? "" : (commit ?? "") };
}

/** @param {string} path */
function readable(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The id of a row's framework: its page stands beside this one.
 * @param {HTMLTableRowElement} row
 */
const idOf = (row) => row.querySelector("th a")?.getAttribute("href")?.split("/")[0] ?? "";

/** @param {Element | null | undefined} element */
const text = (element) => element?.textContent?.trim() ?? "";

/** @param {HTMLElement} root @returns {Model} */
export function read(root) {
  /** @type {Model} */
  const model = { frameworks: new Map(), words: new Map(), titles: new Map(), places: new Map() };
  for (const row of rows(root, "#overview")) {
    const framework = fromRow(row);
    model.frameworks.set(framework.id, framework);
  }
  for (const section of root.querySelectorAll("section:has(> div > .ef-matrix)")) readTable(section, model);
  for (const row of rows(root, "#survey")) model.frameworks.get(idOf(row))?.rows.push(row);
  for (const link of root.querySelectorAll("td > a[href*='/#']")) again(/** @type {HTMLAnchorElement} */ (link), model);
  for (const fieldset of root.querySelectorAll("details[data-group]")) {
    model.titles.set(/** @type {HTMLElement} */ (fieldset).dataset["group"] ?? "", text(fieldset.querySelector("legend")));
  }
  return model;
}

/** @param {ParentNode} root @param {string} section @returns {HTMLTableRowElement[]} */
const rows = (root, section) => [...root.querySelectorAll(`${section} tbody tr`)].map((row) => /** @type {HTMLTableRowElement} */ (row));

/** @param {HTMLTableRowElement} row @returns {Framework} */
function fromRow(row) {
  const link = /** @type {HTMLAnchorElement} */ (row.querySelector("th a"));
  const { state = "", asOf = "", repo = "", org = "", date = "" } = row.dataset;
  const [, , since, license] = [...row.cells].map(text);
  const status = text(row.cells[1]?.firstElementChild); // its date, where it is old, stands beside it
  const facts = { status, since: since ?? "", license: license ?? "" };
  const about = { id: idOf(row), name: text(link), href: link.href, organization: org, state, asOf, repo, date };
  return { ...about, ...facts, rows: [], cells: new Map() };
}

/** @param {Element} section @param {Model} model */
function readTable(section, model) {
  const heads = /** @type {HTMLElement[]} */ ([...section.querySelectorAll("th[data-word]")]);
  const definitions = [...section.querySelectorAll(".ef-words dd")].map(text);
  heads.forEach((head, number) => {
    const label = /** @type {HTMLElement} */ (head.firstElementChild);
    const key = head.dataset["word"] ?? "";
    const known = model.words.get(key);
    if (definitions[number]) label.title = definitions[number];
    const definition = label.title || known?.definition || "";
    model.words.delete(key); // the order is that of the groups' own tables, not of the overview
    model.words.set(key, { key, name: text(label), group: key.split(".")[0] ?? "", definition });
  });
  for (const row of rows(section, "")) {
    const framework = model.frameworks.get(idOf(row));
    if (!framework) continue;
    framework.rows.push(row);
    const offset = row.cells.length - heads.length;
    heads.forEach((head, number) => readCell(row.cells[offset + number], head.dataset["word"] ?? "", framework, model));
  }
}

/** @param {HTMLTableCellElement | undefined} td @param {string} key @param {Framework} framework @param {Model} model */
function readCell(td, key, framework, model) {
  const inner = /** @type {HTMLElement | null} */ (td?.firstElementChild ?? null);
  const href = inner?.getAttribute("href") ?? "";
  const word = model.words.get(key);
  if (!inner || !word || AGAIN.test(href)) return;
  const value = text(inner).startsWith("no") ? "no" : "yes";
  const told = href ? place(href, framework.repo) : { source: inner.dataset["source"] ?? "", commit: "" };
  const cell = { value, stale: td?.classList.contains("s") ?? false, href, ...told, date: inner.dataset["date"] ?? framework.date };
  framework.cells.set(key, /** @type {Cell} */ (cell));
  model.places.set(inner, { framework, word, cell: /** @type {Cell} */ (cell) });
  if (!href) inner.tabIndex = 0;
}

/** Lead a cell that stands on the page once more to its source.
 * @param {HTMLAnchorElement} link @param {Model} model
 */
function again(link, model) {
  const [, group, id] = AGAIN.exec(link.getAttribute("href") ?? "") ?? [];
  const framework = model.frameworks.get(idOf(/** @type {HTMLTableRowElement} */ (link.closest("tr"))));
  const word = model.words.get(`${group}.${id}`);
  const cell = framework?.cells.get(`${group}.${id}`);
  if (!framework || !word || !cell) return;
  if (cell.href) link.href = cell.href;
  model.places.set(link, { framework, word, cell });
}

/** @param {Framework} framework @param {string} key */
export const cellOf = (framework, key) => framework.cells.get(key) ?? UNKNOWN;
