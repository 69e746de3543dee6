// @ts-check
/** The page of plans: what is chosen, kept in the address; what follows from it, drawn; and copies of it. */

import { root } from "./client.js";
import { button, make } from "./make.js";
import { asJson, asMarkdown, asTable } from "./plan-copy.js";
import { planOf } from "./plan-engine.js";
import { frameworks, largest, measured, savings } from "./plan-evidence.js";
import { chosenRun, chosenTraining, fill, query } from "./plan-form.js";
import { drawTrial, trainVerdict, trialOf } from "./plan-train.js";
import { boundRows, heading, memoryRows, origins, picture, verdictLine } from "./plan-view.js";

/**
 * @typedef {import("./plan-engine.js").Data} Data
 * @typedef {import("./plan-engine.js").Plan} Plan
 * @typedef {import("./plan-evidence.js").Evidence} Evidence
 */

/** @template {HTMLElement} T @param {string} id @returns {T} */
const byId = (id) => /** @type {T} */ (document.getElementById(id));
const content = byId("content");
/** @type {HTMLFormElement} */
const run = byId("run");
/** @type {HTMLFormElement} */
const train = byId("train");
const TABS = ["run", "train"];
let tab = "run";
/** @type {Data | undefined} */
let data;
/** @type {Evidence | undefined} */
let evidence;

/** @param {string} id @param {string} text @param {string} kind */
function say(id, text, kind) {
  const line = byId(id);
  line.textContent = text;
  line.dataset["kind"] = kind;
}

/** @param {unknown} error */
const sentence = (error) => {
  const said = error instanceof Error ? error.message : "it cannot be computed";
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}${/[.!?]$/.test(said) ? "" : "."}`;
};

function drawRun() {
  const place = byId("result");
  if (!data) return;
  const known = data;
  try {
    const plan = planOf(known, chosenRun(run, known));
    const { text, kind } = verdictLine(known, plan);
    say("verdict", text, kind);
    const papers = evidence?.papers ?? {};
    const beside = evidence ? besides(known, plan, evidence) : [make("p", { class: "ef-note" }, "Loading what was measured …")];
    place.replaceChildren(
      picture(known, plan),
      make(
        "div",
        { class: "ef-plan__two" },
        make("section", {}, heading("Memory, one copy"), memoryRows(known, plan, papers)),
        make("section", {}, heading("At best"), boundRows(known, plan, papers)),
      ),
      copies(plan),
      ...beside,
      origins(known, plan),
    );
  } catch (error) {
    say("verdict", sentence(error), "wrong");
    place.replaceChildren();
  }
}

/** What stands beside a plan; what would make it fit comes first where it does not. @param {Data} known @param {Plan} plan @param {Evidence} found */
function besides(known, plan, found) {
  const less = savings(known, plan, found, take);
  const seen = measured(known, plan, found);
  const own = plan.fits === false ? [...less, ...seen] : [...seen, ...less];
  return [...own, ...largest(known, plan, take), ...frameworks(known, plan, found)];
}

/** @param {Plan} plan */
function copies(plan) {
  const known = /** @type {Data} */ (data);
  const said = make("span", { role: "status" });
  /** @param {() => string} text */
  const copy = (text) => async () => {
    try {
      await navigator.clipboard.writeText(text());
      said.textContent = "Copied.";
    } catch {
      said.textContent = "The browser does not let the page copy.";
    }
  };
  return make(
    "p",
    { class: "ef-plan__copies" },
    button("Copy as table", copy(() => asTable(known, plan))),
    button("Copy as Markdown", copy(() => asMarkdown(known, plan, location.href))),
    button("Copy as JSON", copy(() => asJson(known, plan, location.href))),
    said,
  );
}

function drawTrain() {
  const place = byId("train-result");
  if (!data) return;
  if (!evidence) {
    say("train-verdict", "Loading the data …", "");
    return;
  }
  try {
    const { training, papers } = evidence;
    const asked = chosenTraining(train, data, training);
    const trial = trialOf(data, training, asked);
    say("train-verdict", trainVerdict(trial, asked), "");
    place.replaceChildren(...drawTrial(data, training, asked, trial, papers));
  } catch (error) {
    say("train-verdict", sentence(error), "wrong");
    place.replaceChildren();
  }
}

function draw() {
  if (tab === "run") drawRun();
  else drawTrain();
}

/** Take over a change that saves memory. @param {Record<string, string | number>} change */
function take(change) {
  for (const [name, value] of Object.entries(change)) {
    const field = /** @type {HTMLInputElement | null} */ (run.elements.namedItem(name));
    if (field) field.value = String(value);
  }
  keep();
  draw();
  byId("verdict").scrollIntoView({ block: "center" });
}

/** Keep what is chosen in the address. */
function keep() {
  const given = query(tab === "run" ? run : train, data);
  if (tab === "train") given.set("tab", "train");
  const text = String(given).replaceAll("%2C", ",");
  history.replaceState(null, "", text ? `?${text}` : location.pathname);
}

/** @param {string} chosen @param {boolean} [focus] */
function open(chosen, focus = false) {
  tab = chosen;
  for (const one of TABS) {
    const head = byId(`tab-${one}`);
    head.setAttribute("aria-selected", String(one === chosen));
    head.tabIndex = one === chosen ? 0 : -1;
    byId(`panel-${one}`).hidden = one !== chosen;
    if (focus && one === chosen) head.focus();
  }
  draw();
}

function start() {
  const asked = new URLSearchParams(location.search);
  const chosen = asked.get("tab") === "train" ? "train" : "run";
  const first = new URLSearchParams(asked.size > (asked.has("tab") ? 1 : 0) ? asked : content.dataset["first"]);
  fill(run, chosen === "run" ? first : new URLSearchParams(content.dataset["first"]), data);
  fill(train, chosen === "train" && asked.size > 1 ? asked : new URLSearchParams(BEGIN), data);
  open(chosen);
}

const BEGIN = "like=llama-3-70b&chip=h100-sxm&chips=1024&utilization=40&rent=2";

for (const form of [run, train]) {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    keep();
    draw();
  });
}
for (const one of TABS) {
  const head = byId(`tab-${one}`);
  head.addEventListener("click", () => {
    open(one);
    keep();
  });
  head.addEventListener("keydown", ({ key }) => {
    if (key !== "ArrowLeft" && key !== "ArrowRight") return;
    open(one === "run" ? "train" : "run", true);
    keep();
  });
}

/** @param {string} name */
async function load(name) {
  const answer = await fetch(new URL(`plan/${name}.json`, root));
  if (!answer.ok) throw new Error(`the data could not be loaded (${answer.status})`);
  return answer.json();
}

/** @param {string} id @param {[string, string][]} names */
function options(id, names) {
  byId(id).replaceChildren(...names.map(([, name]) => make("option", { value: name })));
}

try {
  const loaded = load("evidence");
  loaded.catch(() => undefined);
  const known = /** @type {Data} */ (await load("models"));
  data = known;
  options("models", Object.entries(known.models).map(([id, { name }]) => [id, name]));
  options("accelerators", Object.entries(known.hardware).map(([id, { name }]) => [id, name]));
  start();
  evidence = /** @type {Evidence} */ (await loaded);
  options("trained", evidence.training.models.map(([id, name]) => [id, name]));
  draw();
} catch (error) {
  say("verdict", sentence(error), "wrong");
}
