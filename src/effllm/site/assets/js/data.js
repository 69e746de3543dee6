// @ts-check
/** The form that asks the database in SQL. SQLite and the database are loaded with the first query. */

import { download } from "./exports.js";
import { make } from "./make.js";

/** Rows that are shown; the CSV has all. */
const SHOWN = 200;

/** @typedef {{columns: string[], rows: (string | number | bigint | null)[][], more: boolean}} Answer */

const form = document.getElementById("sql");
const said = document.getElementById("sql-said");
const rows = document.getElementById("sql-rows");
const text = /** @type {HTMLTextAreaElement} */ (document.getElementById("sql-text"));
const example = /** @type {HTMLSelectElement} */ (document.getElementById("sql-example"));
const stop = /** @type {HTMLButtonElement} */ (document.getElementById("sql-stop"));
const csv = /** @type {HTMLButtonElement} */ (document.getElementById("sql-csv"));

/** @type {Worker | undefined} */
let worker;
/** @type {Answer | undefined} */
let answer;

/** @param {string} sentence */
function say(sentence) {
  if (said) said.textContent = sentence;
}

/** What SQLite finds fault with, as a sentence. @param {string} message */
function sentence(message) {
  if (message.endsWith(".")) return message;
  const reason = message.replace(/^SQLITE_\w+: sqlite3 result code \d+: /, "");
  const [, kind, name] = /no such (table|column): (.+)/.exec(reason) ?? [];
  if (kind) return `There is no ${kind} “${name}”: the names of all are below, under “Tables and views”.`;
  const [, near] = /near "(.+)": syntax error/.exec(reason) ?? [];
  if (near) return `The query is not right near “${near}”.`;
  if (/incomplete input|empty SQL/.test(reason)) return "The query is not complete.";
  return `The query cannot be answered: ${reason}.`;
}

/** @param {Answer} found */
function show(found) {
  const head = make("tr", {}, ...found.columns.map((name) => make("th", { scope: "col" }, name)));
  const body = found.rows.slice(0, SHOWN).map((row) => make("tr", {}, ...row.map(cell)));
  rows?.replaceChildren(make("table", { class: "ef-table" }, make("thead", {}, head), make("tbody", {}, ...body)));
  rows?.toggleAttribute("hidden", !found.columns.length);
  csv.hidden = !found.rows.length;
  const count = `${found.rows.length.toLocaleString("en")}${found.more ? " and more" : ""} ${found.rows.length === 1 ? "row" : "rows"}`;
  say(found.rows.length > SHOWN ? `${count}; the first ${SHOWN} are shown, the CSV has the others.` : `${count}.`);
}

/** @param {string | number | bigint | null} value */
function cell(value) {
  const number = typeof value === "number" || typeof value === "bigint";
  const shown = value === null ? "" : String(value);
  const content = /^https:\/\/\S+$/.test(shown) ? make("a", { href: shown, rel: "noopener" }, shown) : shown;
  return make("td", number ? { class: "ef-number" } : {}, content);
}

/** A cell of CSV; one that a spreadsheet would run as a formula gets an apostrophe. @param {unknown} value */
function quoted(value) {
  const plain = value === null ? "" : String(value);
  const safe = typeof value === "string" && /^[=+\-@\t\n＝＋－＠]/.test(plain) ? `'${plain}` : plain;
  const id = typeof value === "string" && /^\d{4}\.\d{4,5}$/.test(safe) ? `arXiv:${safe}` : safe;
  return /[",\n\r]/.test(id) ? `"${id.replaceAll('"', '""')}"` : id;
}

function halt() {
  worker?.terminate();
  worker = undefined;
  stop.hidden = true;
}

/** @param {HTMLFormElement} asked */
function ask(asked) {
  if (!text.value.trim()) return fail("Write a query, or choose an example.");
  if (!stop.hidden) halt(); // the last query still runs
  if (!worker) {
    worker = new Worker(new URL("./sql-worker.js", import.meta.url), { type: "module" });
    say("Loading the database …");
    worker.addEventListener("message", ({ data }) => {
      stop.hidden = true;
      answer = data.answer;
      if (answer) return show(answer);
      fail(data.error);
    });
    worker.addEventListener("error", () => {
      halt();
      fail("SQLite could not be loaded.");
    });
  } else {
    say("Running …");
  }
  stop.hidden = false;
  worker.postMessage({ sql: text.value, address: new URL(asked.dataset["database"] ?? "", location.href).href });
}

/** @param {string} message */
function fail(message) {
  rows?.setAttribute("hidden", "");
  csv.hidden = true;
  say(sentence(message));
}

/** Put an example into the form. @param {string} id */
function choose(id) {
  const code = document.getElementById(id)?.querySelector("code");
  if (!code) return false;
  text.value = code.textContent ?? "";
  example.value = id;
  return true;
}

if (form instanceof HTMLFormElement) {
  if (!choose(location.hash.slice(1))) choose(example.value);
  example.addEventListener("change", () => {
    choose(example.value);
    history.replaceState(null, "", `#${example.value}`);
  });
  addEventListener("hashchange", () => choose(location.hash.slice(1)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  stop.addEventListener("click", () => {
    halt();
    say("Stopped.");
  });
  csv.addEventListener("click", () => {
    if (!answer) return;
    const lines = [answer.columns, ...answer.rows].map((row) => row.map(quoted).join(","));
    download(`${lines.join("\n")}\n`, "effllm-query.csv");
  });
}
