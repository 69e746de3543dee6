// @ts-check
/** The form above the comparison: it shows a choice, and makes the next one of what the reader changes. */

import { cellOf } from "./frameworks-data.js";
import { button, make } from "./make.js";

/**
 * @typedef {import("./frameworks-data.js").Model} Model
 * @typedef {import("./frameworks-data.js").Framework} Framework
 * @typedef {import("./frameworks-data.js").Word} Word
 * @typedef {import("./frameworks-choice.js").Choice} Choice
 * @typedef {{ choice: Choice, passed: Framework[], shown: Word[] }} Shown
 */

/** @param {HTMLFormElement} form @param {Model} model */
export function filterForm(form, model) {
  /** @param {string} name */
  const field = (name) => /** @type {HTMLInputElement | HTMLSelectElement} */ (form.elements.namedItem(name));
  const active = /** @type {HTMLInputElement} */ (field("active"));
  const columns = /** @type {HTMLDetailsElement} */ (form.querySelector("#columns"));
  const groups = /** @type {HTMLDetailsElement[]} */ ([...form.querySelectorAll("details[data-group]")]);
  const must = /** @type {HTMLElement} */ (form.querySelector("#must"));
  const reset = /** @type {HTMLButtonElement} */ (form.querySelector("[type=reset]"));
  /** @param {string} name */
  const boxes = (name) => /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll(`input[type=checkbox][name="${name}"]`)]);
  form.querySelector("datalist")?.append(...[...model.words.values()].map((word) => make("option", { value: word.name })));
  /** @type {Shown | undefined} */
  let now;

  /** The boxes of a group are only made when it is opened: there are many. @param {HTMLDetailsElement} details @param {boolean} on */
  const open = (details, on) => {
    details.querySelector("div")?.remove();
    if (!on || !now) return;
    const group = details.dataset["group"];
    const parts = group ? [group] : [...model.titles.keys()];
    details.append(make("div", {}, ...parts.map((one) => fieldset(one, !group))));
    fill();
  };
  for (const details of [...groups, columns]) details.addEventListener("toggle", () => open(details, details.open));

  /** @param {string} group @param {boolean} column */
  const fieldset = (group, column) => {
    const title = make("legend", column ? {} : { class: "ef-hidden" }, model.titles.get(group) ?? group);
    const words = [...model.words.values()].filter((word) => word.group === group);
    const labels = words.map((word) => {
      const name = column ? "columns" : group;
      const box = make("input", { type: "checkbox", name, value: column ? word.key : word.key.slice(group.length + 1) });
      const number = column ? [] : [" ", make("span", { class: "ef-count" })];
      return make("label", { title: word.definition }, box, " ", make("span", {}, word.name), ...number);
    });
    return make("fieldset", {}, title, ...labels);
  };

  /** Show in the open boxes what is chosen. */
  const fill = () => {
    if (!now) return;
    const { choice, passed, shown } = now;
    for (const group of model.titles.keys()) {
      for (const box of boxes(group)) {
        const key = `${group}.${box.value}`;
        box.checked = choice.words.includes(key);
        const count = box.closest("label")?.querySelector(".ef-count");
        if (count) count.textContent = String(passed.filter((one) => cellOf(one, key).value === "yes").length);
      }
    }
    for (const box of boxes("columns")) {
      box.checked = shown.some((word) => word.key === box.value);
      box.disabled = choice.words.includes(box.value);
    }
  };

  /** @param {Shown} next @param {(choice: Choice) => void} change */
  const show = (next, change) => {
    now = next;
    const { choice } = next;
    for (const box of boxes("kind")) box.checked = choice.kinds.includes(box.value);
    active.checked = choice.active;
    for (const name of /** @type {const} */ (["q", "license", "status"])) {
      if (field(name).value !== choice[name]) field(name).value = choice[name];
    }
    for (const details of groups) mark(details, choice.words.filter((word) => word.startsWith(`${details.dataset["group"]}.`)).length);
    mark(columns, choice.columns.length);
    mark(form.querySelector("#more"), [choice.q, choice.license, choice.status].filter(Boolean).length);
    const chips = choice.words.map((key) => {
      const name = model.words.get(key)?.name ?? key;
      const chip = button(`${name} \u00D7`, () => change({ ...choice, words: choice.words.filter((one) => one !== key) }), `${name}: not needed`);
      chip.classList.add("ef-must");
      return chip;
    });
    must.replaceChildren(...(chips.length ? ["with ", ...chips] : []));
    fill();
  };

  /** The choice with the capability, license or name that is typed; what is typed is taken away then.
   * @param {boolean} whole whether it must be the whole name of a capability, as where one of the list was taken
   * @returns {Choice | undefined}
   */
  const added = (whole) => {
    const given = field("add").value.trim();
    const typed = plain(given);
    const words = [...model.words.values()];
    const found = words.find((word) => plain(word.name) === typed) ?? (whole || !typed ? undefined : words.find((word) => plain(word.name + word.key).includes(typed)));
    if (!now || (!found && (whole || !typed))) return undefined;
    field("add").value = "";
    if (found) return { ...now.choice, words: [...new Set([...now.choice.words, found.key])] };
    const license = [...form.querySelectorAll("select[name=license] option")].map((option) => option.getAttribute("value") ?? "").find((one) => plain(one).startsWith(typed));
    return { ...now.choice, ...(license ? { license } : { q: given }) };
  };

  /** What the form says after an input; nothing while a capability is being typed. @param {Event} event @returns {Choice | undefined} */
  const next = (event) => {
    const box = /** @type {HTMLInputElement} */ (event.target);
    if (box.name === "add") return added(true);
    const { choice, shown } = /** @type {Shown} */ (now);
    const kinds = boxes("kind").filter((one) => one.checked).map((one) => one.value);
    const [q, license, status] = ["q", "license", "status"].map((name) => field(name).value);
    const changed = { ...choice, kinds, q: q ?? "", license: license ?? "", status: status ?? "", active: active.checked };
    if (model.titles.has(box.name)) changed.words = toggled(choice.words, `${box.name}.${box.value}`, box.checked);
    if (box.name === "columns") changed.columns = toggled(shown.map((word) => word.key), box.value, box.checked);
    return changed;
  };

  return { show, next, added, reset };
}

/** Letters and digits alone: "multi LoRA" is "Multi-LoRA". @param {string} text */
const plain = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "");

/** @param {string[]} all @param {string} one @param {boolean} on */
const toggled = (all, one, on) => (on ? [...all, one] : all.filter((other) => other !== one));

/** @param {Element | null} details @param {number} number */
function mark(details, number) {
  const chosen = details?.querySelector(".ef-chosen");
  if (chosen) chosen.textContent = number ? String(number) : "";
}
