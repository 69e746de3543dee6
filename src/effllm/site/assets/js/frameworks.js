// @ts-check
/** The comparison of frameworks: what is chosen, as a table and side by side. The page's address holds it all. */

import * as choices from "./frameworks-choice.js";
import { load } from "./frameworks-data.js";
import { filterForm } from "./frameworks-form.js";
import { MOST, sideBySide } from "./frameworks-side.js";
import { reasons, table, tell } from "./frameworks-table.js";
import { button, make } from "./make.js";
import { popover } from "./popover.js";
import { steps } from "./steps.js";

/** @typedef {import("./frameworks-data.js").Model} Model */
/** @typedef {import("./frameworks-choice.js").Choice} Choice */

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const root = element("content");
const form = /** @type {HTMLFormElement} */ (element("filter"));
const needs = element("needs");
const compare = element("compare");
const overview = element("overview");
const heading = element("overview-title");
const box = /** @type {HTMLElement} */ (overview.querySelector(".ef-scroll"));
const fresh = root.dataset["fresh"] ?? "";
const first = { title: document.title, heading: heading.textContent ?? "" };
const said = make("p", { class: "ef-said", role: "status" });
const more = make("div", { class: "ef-dropped" });
const tray = make("div", { class: "ef-tray", role: "group", "aria-label": "Compare", hidden: "" });
const step = steps(form);

/** @param {string} text */
const say = (text) => {
  said.textContent = text;
};

/** @param {Model} model */
function start(model) {
  const filter = filterForm(form, model);
  let choice = choices.nothing();
  /** @type {string[]} the frameworks that are picked, in the order in which they are to stand */
  let picked = [];

  /** @param {Choice} next @param {"push" | "replace"} how */
  const go = (next, how) => {
    choice = next;
    const address = location.pathname + choices.written(choice) + (choices.isChosen(choice) || choice.compare.length ? "" : location.hash);
    history[how === "push" ? "pushState" : "replaceState"](picked, "", address);
    say("");
    draw();
  };

  /** Show what the address says. */
  const restore = () => {
    const { choice: asked, strange } = choices.read(new URLSearchParams(location.search), model);
    const before = Array.isArray(history.state) ? history.state.filter((id) => model.frameworks.has(id)) : [];
    picked = (asked.compare.length ? asked.compare : before).slice(0, MOST);
    const many = asked.compare.length > MOST ? `Only the first ${MOST} can stand side by side.` : "";
    choice = { ...asked, compare: asked.compare.length > 1 ? asked.compare.slice(0, MOST) : [] };
    say([strange.length ? `Not known here: ${strange.join(", ")}.` : "", many].filter(Boolean).join(" "));
    draw();
  };

  const draw = () => {
    const side = choice.compare.length > 1;
    compare.hidden = !side;
    root.classList.toggle("ef-comparing", side);
    root.classList.toggle("ef-choosing", choices.isChosen(choice));
    const chosen = choice.compare.flatMap((id) => model.frameworks.get(id) ?? []);
    document.title = side ? `${chosen.map((one) => one.name).join(", ")} - ${first.title}` : first.title;
    box.replaceChildren();
    box.classList.remove("ef-scroll--coming");
    more.replaceChildren();
    if (side) drawSide(chosen);
    else drawTable();
    (side ? compare.querySelector(".ef-tools") : overview)?.insertBefore(said, side ? null : box);
    drawTray();
  };

  const drawTable = () => {
    const { passed, dropped } = choices.part(model, choice);
    const shown = choices.columns(model, choice, passed);
    const rows = [...new Set(passed.map((one) => one.kind))].flatMap((kind) => passed.filter((one) => one.kind === kind));
    const number = model.frameworks.size;
    element("shown").textContent = `${passed.length === number ? number : `${passed.length} of ${number}`} ${number === 1 ? "framework" : "frameworks"}`;
    filter.reset.hidden = !choices.isChosen(choice);
    filter.show({ choice, passed, shown }, (next) => go(next, "push"));
    for (const link of needs.querySelectorAll("a")) {
      const same = choices.written(choices.read(link instanceof HTMLAnchorElement ? new URL(link.href).searchParams : new URLSearchParams(), model).choice);
      if (same === choices.written(choice)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    heading.textContent = choices.isChosen(choice) ? choice.kinds.map((kind) => model.kinds.get(kind) ?? kind).join(", ") || "All kinds" : first.heading;
    box.hidden = !rows.length;
    if (rows.length) drawRows(table(model, rows, shown, new Set(choice.words), pick), rows.length);
    if (!rows.length) more.append(make("p", {}, "No framework is known to have all of this."));
    if (dropped.length && choices.isChosen(choice)) {
      more.append(make("h3", {}, `Why ${dropped.length === 1 ? "another drops" : `${dropped.length} others drop`} out`), reasons(model, dropped));
    }
  };

  /** Draw the first rows, and others whenever the last comes into sight. @param {ReturnType<typeof table>} rows @param {number} number */
  const drawRows = ({ made, extend }, number) => {
    const rest = make("p", {}, "Others follow as you scroll. ", button(`Show all ${number}`, () => further(number)));
    const further = (/** @type {number | undefined} */ many) => {
      const others = extend(many);
      drawTray();
      rest.hidden = !others;
      watch.disconnect();
      const last = made.tBodies[made.tBodies.length - 1]?.lastElementChild;
      if (others && last) watch.observe(last);
    };
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && further(undefined), { root: box, rootMargin: "400px 0px" });
    box.append(made);
    more.append(rest);
    further(undefined);
  };

  /** @param {import("./frameworks-data.js").Framework[]} chosen */
  const drawSide = (chosen) => {
    sideBySide(compare, model, { chosen, differ: choice.differ, fresh }, {
      change: (ids) => {
        picked = ids;
        go({ ...choice, compare: ids.length > 1 ? ids : [] }, "push");
        focusAfter();
      },
      differ: (on) => {
        go({ ...choice, differ: on }, "replace");
        compare.querySelector("input")?.focus();
      },
      close: () => {
        go({ ...choice, compare: [] }, "push");
        focusAfter();
      },
      say,
    });
  };

  const focusForm = () => {
    const inSight = [...form.querySelectorAll("input, button")].find((one) => one instanceof HTMLElement && one.offsetParent);
    if (inSight instanceof HTMLElement) inSight.focus();
  };

  const focusAfter = () => {
    if (choice.compare.length) /** @type {HTMLElement} */ (compare.querySelector("h2")).focus();
    else focusForm();
  };

  /** The box with which a framework is picked. @param {import("./frameworks-data.js").Framework} one */
  const pick = (one) => {
    const input = make("input", { type: "checkbox", class: "ef-pick", "aria-label": `Compare ${one.name}`, autocomplete: "off" });
    input.checked = picked.includes(one.id);
    input.addEventListener("change", () => pickThese(input.checked ? [...picked, one.id] : picked.filter((id) => id !== one.id)));
    return input;
  };

  /** What is picked stays with the entry of the history, for whoever comes back to it. @param {string[]} ids */
  const pickThese = (ids) => {
    picked = ids;
    history.replaceState(picked, "");
    drawTray();
  };

  const drawTray = () => {
    const full = picked.length >= MOST;
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll("tr[data-id]"))) {
      const input = /** @type {HTMLInputElement} */ (row.querySelector(".ef-pick"));
      input.checked = picked.includes(row.dataset["id"] ?? "");
      input.disabled = full && !input.checked;
    }
    const names = picked.map((id) => model.frameworks.get(id)?.name ?? id).join(", ");
    const ready = button(`Compare ${picked.length}`, () => {
      go({ ...choice, compare: picked }, "push");
      focusAfter();
    }, `Compare ${names}`);
    ready.disabled = picked.length < 2;
    ready.classList.add("ef-button--main");
    const hint = picked.length < 2 ? "pick one more" : full ? `${MOST} at most` : "";
    tray.replaceChildren(make("span", {}, names), make("small", {}, hint), ready, button("Clear", () => pickThese([])));
    tray.hidden = picked.length === 0 || choice.compare.length > 1;
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("keydown", (event) => {
    // A form with several fields and no button of its own does not send on Enter.
    const next = event.key === "Enter" && event.target instanceof HTMLInputElement && event.target.name === "add" ? filter.added(false) : undefined;
    if (next) go(next, "push");
  });
  form.addEventListener("input", (event) => {
    const next = filter.next(event);
    if (next) go(next, step.next(event));
  });
  const opener = /** @type {HTMLElement} */ (form.querySelector(".ef-filter__open"));
  opener.addEventListener("click", () => opener.setAttribute("aria-expanded", String(form.classList.toggle("ef-filter--open"))));
  filter.reset.addEventListener("click", (event) => {
    event.preventDefault();
    go(choices.nothing(), "push");
    focusForm();
  });
  root.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link?.getAttribute("href")?.startsWith("?") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { choice: asked } = choices.read(new URL(link.href).searchParams, model);
    go(asked, "push");
    element("shown").scrollIntoView({ block: "center" });
    box.focus({ preventScroll: true });
  });
  window.addEventListener("popstate", () => {
    step.end();
    restore();
  });
  const cellAt = (/** @type {Element} */ target) => {
    const cell = target.closest("td > a, td > span, li > a, li > span");
    return cell instanceof HTMLElement && model.places.has(cell) ? cell : null;
  };
  popover(root, cellAt, (tip, cell) => {
    const place = model.places.get(/** @type {HTMLElement} */ (cell));
    if (place) tell(tip, place, fresh);
  });
  restore();
}

heading.after(said);
box.after(more);
root.append(tray);
try {
  start(await load(root.dataset["cells"] ?? "", fresh));
} catch (error) {
  say("The cells could not be loaded: reload the page, or read the page of each framework.");
  throw error;
}
