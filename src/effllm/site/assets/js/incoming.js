// @ts-check
/** Deciding on candidates: what is chosen stays in this browser, and is shown as the lines that `effllm triage` takes. */

import { button, make } from "./make.js";

/** @typedef {{title: string, [field: string]: unknown}} Line a candidate or, with what was decided, a decision */
/** @typedef {{lines: Record<string, Line>, categories: Record<string, string>, reasons: string[], later: number}} Queue */

const KEPT = "effllm-decisions";
const DAY = 86_400_000;
const SHOWN_WHYS = 5; // so many sentences of before are offered again

/** @template {HTMLElement} T @param {string} id @returns {T} */
const byId = (id) => /** @type {T} */ (document.getElementById(id));
/** @type {HTMLElement[]} */
const items = [...document.querySelectorAll(".ef-incoming [data-name]")].map((one) => /** @type {HTMLElement} */ (one));
/** @type {HTMLSelectElement} */
const filter = byId("in");
/** @type {HTMLFormElement} */
const form = byId("filter");

/** @returns {Record<string, Line>} */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "{}");
  } catch {
    return {}; // somebody else wrote it, or nothing may be kept
  }
}

/** @type {Record<string, Line>} */
let decided = kept();
const day = (ahead = 0) => new Date(Date.now() + ahead * DAY).toISOString().slice(0, 10);
const clean = /** @param {string} text */ (text) => text.replace(/\p{C}/gu, " ").replace(/\s+/g, " ").trim();
const nameOf = /** @param {HTMLElement} item */ (item) => item.dataset["name"] ?? "";

/** @param {Queue} queue @param {HTMLElement} item @param {Record<string, unknown>} what */
function decide(queue, item, what) {
  const line = queue.lines[nameOf(item)];
  if (!line) return;
  const { [nameOf(item)]: _, ...others } = kept(); // another tab may have decided, too
  keep({ ...others, [nameOf(item)]: { ...line, ...what } });
  draw(queue, item);
  const next = items.slice(items.indexOf(item) + 1).find((one) => !one.closest("[hidden]") && !decided[nameOf(one)]);
  (next ?? item).querySelector("button")?.focus();
}

/** @param {Record<string, Line>} all */
function keep(all) {
  decided = all;
  try {
    localStorage.setItem(KEPT, JSON.stringify(all));
  } catch {
    // nothing may be kept: the lines below are all there is
  }
  drawLines();
}

/** @param {Line} line */
function said(line) {
  if (line["reason"]) return `Left out, ${line["reason"]}: ${line["why"]}`;
  if (line["later"]) return `Put off until ${line["later"]}`;
  return `Taken: ${/** @type {string[]} */ (line["categories"]).join(", ")}${line["summary"] ? "" : ", summary to come"}`;
}

/** What can be done with a candidate, or what was decided. @param {Queue} queue @param {HTMLElement} item */
function draw(queue, item) {
  const line = decided[nameOf(item)];
  const about = item.querySelector("h3")?.textContent ?? "";
  const undo = () => {
    const { [nameOf(item)]: _, ...others } = kept();
    keep(others);
    draw(queue, item);
    item.querySelector("button")?.focus();
  };
  const parts = line
    ? [make("span", {}, said(line)), button("Undo", undo, `Undo: ${about}`)]
    : [
        button("Take", () => open(item, taking(queue, item)), `Take: ${about}`),
        button("Leave out", () => open(item, leaving(queue, item)), `Leave out: ${about}`),
        button("Later", () => decide(queue, item, { later: day(queue.later) }), `Later: ${about}`),
      ];
  item.classList.toggle("ef-incoming--decided", Boolean(line));
  item.querySelectorAll(".ef-incoming__do, form").forEach((old) => old.remove());
  item.append(make("div", { class: "ef-incoming__do" }, ...parts));
}

/** @param {HTMLElement} item @param {HTMLFormElement} asked */
function open(item, asked) {
  item.querySelector("form")?.remove();
  item.append(asked);
  /** @type {HTMLElement | null} */ (asked.querySelector("input, select, textarea"))?.focus();
}

/** @param {string} label @param {HTMLElement} control */
const labelled = (label, control) => make("label", {}, label, " ", control);

/** @param {() => void} save @param {...(Node | string)} parts */
function asking(save, ...parts) {
  const made = make("form", { class: "ef-incoming__ask" }, ...parts);
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  return made;
}

/** @param {Queue} queue @param {HTMLElement} item */
function taking(queue, item) {
  const line = queue.lines[nameOf(item)] ?? { title: "" };
  const boxes = (item.dataset["in"] ?? "").split(" ").filter(Boolean).map((id, at) => make("input", { type: "checkbox", value: id, checked: at ? undefined : "" }));
  const other = make("input", { list: "categories", spellcheck: "false", autocomplete: "off" });
  let ticked = boxes.slice(0, 1); // in the order in which they were ticked: the first is the primary one
  for (const box of boxes) {
    box.addEventListener("change", () => (ticked = [...ticked.filter((one) => one !== box), ...(box.checked ? [box] : [])]));
  }
  const name = make("input", { spellcheck: "false", autocomplete: "off" });
  const summary = make("textarea", { rows: "3" });
  const wrong = make("span", { role: "alert" });
  const save = () => {
    const typed = other.value.split(/[\s,]+/).filter(Boolean);
    const chosen = [...new Set([...ticked.map((box) => box.value), ...typed])];
    const odd = typed.find((id) => !(id in queue.categories));
    wrong.textContent = odd ? `no category ${odd}` : chosen.length ? "" : "choose a category";
    if (wrong.textContent) return;
    const given = { name: clean(name.value), summary: clean(summary.value) };
    decide(queue, item, { categories: chosen, ...Object.fromEntries(Object.entries(given).filter(([, text]) => text)) });
  };
  const query = new URLSearchParams();
  for (const name of ["arxiv", "doi", "url", "title", "name"]) if (line[name]) query.set(name, String(line[name]));
  const whole = make("a", { href: `../contribute/add/?${query}` }, "Whole form");
  return asking(
    save,
    ...boxes.map((box) => make("label", {}, box, " ", queue.categories[box.value] ?? box.value)),
    labelled(boxes.length ? "Another category; the first that is ticked, else typed, is the primary one" : "Category", other),
    labelled("Short name of the method, where the title does not begin with it", name),
    labelled("Summary in your own words, or later", summary),
    make("div", { class: "ef-incoming__do" }, make("button", { class: "ef-button ef-button--main" }, "Save"), whole, wrong),
  );
}

/** @param {Queue} queue @param {HTMLElement} item */
function leaving(queue, item) {
  const reason = make("select", {}, ...queue.reasons.map((one) => make("option", { value: one }, one.replaceAll("-", " "))));
  const why = make("input", { required: "", list: "whys", autocomplete: "off" });
  const offer = () => byId("whys").replaceChildren(...whys(reason.value).map((one) => make("option", { value: one })));
  why.addEventListener("focus", offer);
  reason.addEventListener("change", offer);
  const save = () => clean(why.value) && decide(queue, item, { reason: reason.value, why: clean(why.value), date: day() });
  return asking(
    save,
    labelled("Why, in a sentence that a stranger understands", why),
    labelled("Reason", reason),
    make("div", { class: "ef-incoming__do" }, make("button", { class: "ef-button ef-button--main" }, "Save")),
  );
}

/** The sentences that candidates were left out with for a reason, the last first. @param {string} reason */
function whys(reason) {
  const said = Object.values(decided).filter((line) => line["reason"] === reason);
  return [...new Set(said.reverse().map((line) => String(line["why"])))].slice(0, SHOWN_WHYS);
}

function drawLines() {
  const all = Object.values(decided);
  const out = all.filter((line) => line["reason"]).length;
  const off = all.filter((line) => line["later"]).length;
  byId("decided").hidden = !all.length;
  byId("said").textContent = `${all.length - out - off} taken, ${out} left out, ${off} put off.`;
  byId("lines").textContent = all.map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** @param {Queue} queue */
function deeds(queue) {
  const text = () => byId("lines").textContent ?? "";
  const copy = button("Copy", async () => {
    await navigator.clipboard.writeText(text());
    copy.textContent = "Copied";
  });
  const save = button("Download", () => {
    const address = URL.createObjectURL(new Blob([text()], { type: "application/jsonl" }));
    make("a", { href: address, download: "decisions.jsonl" }).click();
    URL.revokeObjectURL(address);
  });
  const clear = button("Forget all", () => {
    if (!confirm("Forget all decisions of this page?")) return;
    keep({});
    items.forEach((item) => draw(queue, item));
  });
  byId("do").replaceChildren(copy, save, clear);
}

function narrow() {
  const wanted = filter.value;
  for (const item of items) item.hidden = Boolean(wanted) && !(item.dataset["in"] ?? "").split(" ").includes(wanted);
  for (const section of document.querySelectorAll(".ef-incoming > section:not(#decided)")) {
    /** @type {HTMLElement} */ (section).hidden = !section.querySelector("li:not([hidden])");
  }
}

async function start() {
  /** @type {Queue} */
  const queue = await (await fetch("queue.json")).json();
  const known = Object.entries(queue.categories).map(([id, name]) => make("option", { value: id }, name));
  document.body.append(make("datalist", { id: "categories" }, ...known), make("datalist", { id: "whys" }));
  items.forEach((item) => draw(queue, item));
  deeds(queue);
  drawLines();
}

form.hidden = false;
filter.value = new URLSearchParams(location.search).get("in") ?? "";
if (filter.selectedIndex < 0) filter.value = "";
narrow();
filter.addEventListener("change", () => {
  history.replaceState(null, "", filter.value ? `?in=${encodeURIComponent(filter.value)}` : location.pathname);
  narrow();
});
start();
