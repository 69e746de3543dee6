// @ts-check
/** The comparison of frameworks: filters, sources on demand, and frameworks side by side. The page's address holds it all. */

import { cellOf, read } from "./frameworks-data.js";
import { popover } from "./frameworks-popover.js";
import { MOST, button, make, sideBySide } from "./frameworks-side.js";
import { steps } from "./steps.js";

/** @typedef {import("./frameworks-data.js").Framework} Framework */

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const root = element("content");
const form = /** @type {HTMLFormElement} */ (element("filter"));
const browse = element("browse");
const compare = element("compare");
const fresh = root.dataset["fresh"] ?? "";
const model = read(root);
const title = document.title;
const said = make("p", { class: "ef-said", role: "status" });
const tray = make("div", { class: "ef-tray", role: "group", "aria-label": "Compare", hidden: "" });
/** @type {Map<string, HTMLInputElement>} */
const picks = new Map();
const controls = /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ ([...form.querySelectorAll("input, select")]);
const boxes = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("fieldset input")]);
let differ = false;
const step = steps(form);

/** @param {string} text */
const say = (text) => {
  said.textContent = text;
};
/** @param {string} name */
const field = (name) => controls.find((control) => control.name === name)?.value ?? "";

// Filters

/** @returns {(framework: Framework, words: string[]) => boolean} */
function filter() {
  const terms = field("q").toLowerCase().split(/\s+/).filter(Boolean);
  const [license, status] = [field("license"), field("status")];
  const active = /** @type {HTMLInputElement} */ (form.elements.namedItem("active")).checked;
  return (one, words) => {
    const name = `${one.name} ${one.id} ${one.organization}`.toLowerCase();
    return (
      terms.every((term) => name.includes(term)) &&
      (!license || one.license === license) &&
      (!status || one.state === status) &&
      (!active || one.state === "active") &&
      words.every((word) => cellOf(one, word).value === "yes")
    );
  };
}

/** @param {HTMLInputElement} box */
const wordOf = (box) => `${box.name}.${box.value}`;

function showFiltered() {
  const passes = filter();
  const chosen = boxes.filter((box) => box.checked).map(wordOf);
  const all = [...model.frameworks.values()];
  const passed = new Set(all.filter((one) => passes(one, chosen)));
  for (const one of all) for (const row of one.rows) row.hidden = !passed.has(one);
  for (const box of boxes) {
    const number = [...passed].filter((one) => cellOf(one, wordOf(box)).value === "yes").length;
    const shown = box.closest("label")?.querySelector(".ef-count");
    if (shown) shown.textContent = String(number);
  }
  for (const group of form.querySelectorAll("details")) {
    const number = group.querySelectorAll("input:checked").length;
    /** @type {HTMLElement} */ (group.querySelector(".ef-chosen")).textContent = number ? String(number) : "";
  }
  highlight(new Set(chosen));
  for (const box of browse.querySelectorAll(".ef-scroll")) box.toggleAttribute("hidden", !box.querySelector("tbody tr:not([hidden])"));
  const some = passed.size === all.length ? String(all.length) : `${passed.size} of ${all.length}`;
  element("shown").textContent = `${some} ${all.length === 1 ? "framework" : "frameworks"}`;
  /** @type {HTMLElement} */ (form.querySelector("[type=reset]")).hidden = passed.size === all.length && !filtered().size;
}

/** Mark the columns of the chosen capabilities. @param {Set<string>} chosen */
function highlight(chosen) {
  for (const cell of browse.querySelectorAll(".ef-matrix .c")) {
    cell.classList.remove("c");
    if (!cell.className) cell.removeAttribute("class");
  }
  for (const head of /** @type {NodeListOf<HTMLTableCellElement>} */ (browse.querySelectorAll("th[data-word]"))) {
    if (!chosen.has(head.dataset["word"] ?? "")) continue;
    head.classList.add("c");
    const fromEnd = (head.parentElement?.children.length ?? 0) - head.cellIndex;
    for (const row of head.closest("table")?.tBodies[0]?.rows ?? []) row.cells[row.cells.length - fromEnd]?.classList.add("c");
  }
}

// The page's address

/** What the form says, as it stands in the address. */
function filtered() {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) fields.append(name, String(value));
  return fields;
}

/** What is picked stays with the entry of the history, for whoever comes back to it.
 * @param {string[]} side @param {"push" | "replace"} how
 */
function remember(side, how) {
  const fields = filtered();
  if (side.length) fields.set("compare", side.join(","));
  if (side.length && differ) fields.set("differ", "1");
  const query = fields.toString().replaceAll("%2C", ",");
  const address = location.pathname + (query ? `?${query}` : "") + (side.length ? "" : location.hash);
  if (how === "push") history.pushState(order, "", address);
  else history.replaceState(order, "", address);
}

/** Show what the address says. */
function restore() {
  const fields = new URLSearchParams(location.search);
  for (const control of controls) {
    const wanted = fields.getAll(control.name).flatMap((value) => (control.closest("fieldset") ? value.split(",") : [value]));
    if (control instanceof HTMLInputElement && control.type === "checkbox") control.checked = wanted.includes(control.value);
    else control.value = wanted[0] ?? "";
    if (control instanceof HTMLSelectElement && control.selectedIndex < 0) control.value = "";
  }
  differ = fields.has("differ");
  showFiltered();
  const asked = [...new Set(fields.getAll("compare").flatMap((one) => one.toLowerCase().split(",")).map((id) => id.trim()))];
  const ids = asked.filter((id) => model.frameworks.has(id));
  const before = Array.isArray(history.state) ? history.state.filter((id) => model.frameworks.has(id)) : [];
  pick((ids.length ? ids : before).slice(0, MOST));
  const strange = asked.filter((id) => id && !ids.includes(id));
  const unknown = strange.length ? `Not known here: ${strange.join(", ")}. ` : "";
  say(unknown + (ids.length > MOST ? `Only the first ${MOST} can stand side by side.` : ""));
  show(ids.length > 1 ? ids.slice(0, MOST) : []);
}

// Side by side

/** @param {string[]} ids none: the tables of all frameworks */
function show(ids) {
  const chosen = ids.flatMap((id) => model.frameworks.get(id) ?? []);
  const side = chosen.length > 1;
  compare.hidden = !side;
  form.hidden = browse.hidden = side;
  root.classList.toggle("ef-comparing", side);
  tray.hidden = side || !picked().length;
  document.title = side ? `${chosen.map((one) => one.name).join(", ")} - ${title}` : title;
  if (!side) return;
  sideBySide(compare, model, { chosen, differ, fresh }, {
    change: (others) => go(others.length > 1 ? others : [], others),
    differ: (on) => {
      differ = on;
      remember(ids, "replace");
      show(ids);
      compare.querySelector("input")?.focus();
    },
    close: () => go([], ids),
    say,
  });
}

/** @param {string[]} side @param {string[]} ids those that stay picked */
function go(side, ids) {
  pick(ids);
  remember(side, "push");
  show(side);
  say("");
  if (side.length) /** @type {HTMLElement} */ (compare.querySelector("h2")).focus();
  else form.querySelector("input")?.focus();
}

const picked = () => [...picks].filter(([, box]) => box.checked).map(([id]) => id);
/** @type {string[]} */
let order = [];

/** @param {string[]} ids in the order in which they are to stand */
function pick(ids) {
  order = ids;
  history.replaceState(order, "");
  for (const [id, box] of picks) box.checked = ids.includes(id);
  for (const box of picks.values()) box.disabled = ids.length >= MOST && !box.checked;
  const names = ids.map((id) => model.frameworks.get(id)?.name ?? id);
  const ready = button(`Compare ${ids.length}`, () => go(order, order), `Compare ${names.join(", ")}`);
  ready.disabled = ids.length < 2;
  ready.classList.add("ef-button--main");
  const hint = ids.length < 2 ? "pick one more" : ids.length < MOST ? "" : `${MOST} at most`;
  tray.replaceChildren(make("span", {}, names.join(", ")), make("small", {}, hint), ready, button("Clear", () => pick([])));
  tray.hidden = ids.length === 0 || !compare.hidden;
}

function addPicks() {
  for (const [id, one] of model.frameworks) {
    const box = make("input", { type: "checkbox", class: "ef-pick", "aria-label": `Compare ${one.name}`, autocomplete: "off" });
    box.addEventListener("change", () => pick(box.checked ? [...order, id] : order.filter((other) => other !== id)));
    one.rows[0]?.cells[0]?.prepend(box);
    picks.set(id, box);
  }
}

function start() {
  addPicks();
  browse.before(said);
  root.append(tray);
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    showFiltered();
    remember([], step.next(event));
  });
  form.querySelector("[type=reset]")?.addEventListener("click", (event) => {
    event.preventDefault();
    for (const control of controls) {
      if (control instanceof HTMLInputElement && control.type === "checkbox") control.checked = false;
      else control.value = "";
    }
    showFiltered();
    remember([], "push");
    controls[0]?.focus();
  });
  window.addEventListener("popstate", () => {
    step.end();
    restore();
  });
  popover(root, model.places, fresh);
  restore();
}

start();
