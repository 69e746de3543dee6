// @ts-check
/** The form that makes the record of a paper: filled in from the address, checked as one types, a file in the end. */

import { button, make } from "./make.js";
import { text } from "./record-file.js";
import { idsIn, keyOf, sourcesOf, wrong } from "./record-rules.js";
import { titleKey } from "./text.js";

/** @typedef {import("./record-file.js").Rules} Rules @typedef {import("./record-file.js").Values} Values */
/** @typedef {{key: string, title: string, ids: Record<string, string>}} Known a paper of api/v1/index.json */

/** @template {HTMLElement} T @param {string} id @returns {T} */
const byId = (id) => /** @type {T} */ (document.getElementById(id));
/** @type {HTMLFormElement} */
const form = byId("add");
/** @type {HTMLInputElement} */
const keyField = byId("add-key");
const NAMES = { ids: "the paper's id", title: "title", authors: "authors", venue: "venue", year: "year", category: "category" };

/** @param {string} name @returns {HTMLInputElement} */
const field = (name) => byId(`add-${name}`);
const given = /** @param {string} name */ (name) => field(name).value.normalize("NFC").replace(/\p{C}/gu, " ").replace(/\s+/g, " ").trim();
const lines = () => field("authors").value.split("\n").map((one) => one.normalize("NFC").replace(/\s+/g, " ").replace(/[,;]$/, "").trim()).filter(Boolean);

/** Say below a field what is wrong with it, or what it means. @param {string} name @param {string} why @param {string | Node} [more] */
function say(name, why, more = "") {
  const said = byId(`said-${name}`);
  field(name).setAttribute("aria-invalid", why ? "true" : "false");
  said.replaceChildren(why, why || more ? more : (said.dataset["note"] ?? ""));
}

/** What is typed, as the fields of a record. @param {Rules} rules @returns {Values} */
function values(rules) {
  const { odd, ...ids } = idsIn(rules, given("ids"));
  const named = Object.entries(ids).map(([kind, id]) => `${rules.ids[kind]?.name ?? "address"} ${id}`);
  say("ids", odd ? `${odd} is no id or address of a paper` : "", odd ? "" : named.join(", "));
  /** @type {Values} */
  const found = { ...ids, added: new Date().toISOString().slice(0, 10) };
  for (const name of ["title", "name", "venue", "code", "summary"]) if (given(name)) found[name] = given(name);
  if (given("year")) found["year"] = Number(given("year"));
  if (lines().length) found["authors"] = lines();
  const categories = [given("category"), given("second")].filter(Boolean);
  if (categories.length) found["categories"] = [...new Set(categories)];
  return found;
}

/** Check every field; return what is missing or wrong, in words. @param {Rules} rules @param {Values} found */
function check(rules, found) {
  const odd = [];
  for (const name of ["title", "name", "venue", "year", "code", "summary"]) {
    const value = found[name];
    let why = value === undefined ? "" : wrong(rules, name, /** @type {string} */ (value));
    if (name === "code" && value && !/^https?:\/\/\S+$/.test(String(value))) why = "an address that begins with https://";
    say(name, why);
    if (why) odd.push(name);
  }
  for (const name of ["category", "second"]) {
    const why = given(name) ? wrong(rules, "categories", given(name)) : "";
    const items = rules.fields["categories"]?.items;
    say(name, why, items?.enumDescriptions?.[items.enum?.indexOf(given(name)) ?? -1]);
    if (why) odd.push("category");
  }
  const authors = lines();
  const several = authors.find((one) => /[,;]|\band\b|\bet al\b/i.test(one));
  const counted = authors.length ? `${authors.length} ${authors.length === 1 ? "author" : "authors"}` : "";
  say("authors", several ? `"${several}": one name a line, the given name first` : "", several ? "" : counted);
  if (several) odd.push("authors");
  if (field("ids").getAttribute("aria-invalid") === "true") odd.push("the paper's id");
  return [...new Set(odd)];
}

/** @param {Known[]} known @param {Values} found */
const same = (known, found) =>
  known.find(
    (one) =>
      Object.entries(one.ids).some(([kind, id]) => found[kind] === id) ||
      (found["title"] && titleKey(one.title) === titleKey(String(found["title"]))),
  );

/** @param {Rules} rules @param {Known[]} known */
function draw(rules, known) {
  const found = values(rules);
  const odd = check(rules, found);
  const here = same(known, found);
  if (here) {
    const link = make("a", { href: `${form.dataset["papers"]}${here.key}/` }, here.title);
    say("ids", "Here already: ", link);
  }
  const hasId = Object.keys(found).some((kind) => kind in rules.ids || kind === "url");
  const filled = { ids: hasId, title: found["title"], authors: found["authors"], venue: found["venue"], year: found["year"], category: given("category") };
  const missing = Object.entries(filled).filter(([, value]) => !value).map(([name]) => NAMES[/** @type {keyof typeof NAMES} */ (name)]);
  const proposed = keyOf(rules, found, new Set(known.map((one) => one.key)));
  if (!keyField.dataset["own"]) keyField.value = proposed;
  const key = keyField.value.trim();
  const badKey = key && !new RegExp(`^(?:${rules.key})$`).test(key) ? "family name, year and one word: doe2024thin" : "";
  say("key", badKey);
  byId("add-folder").textContent = `papers/${/\d{4}/.exec(key)?.[0] ?? "<year>"}/`;
  const file = text(rules, found, sourcesOf(rules, found));
  byId("add-text").textContent = file;
  const done = !missing.length && !odd.length && !here && key && !badKey;
  byId("add-verdict").textContent = here
    ? "This paper is here already."
    : done
      ? `Complete. It belongs into the repository as papers/${/\d{4}/.exec(key)?.[0]}/${key}.yml.`
      : [missing.length ? `Still missing: ${missing.join(", ")}.` : "", odd.length ? `Not right yet: ${odd.join(", ")}.` : "", badKey ? "Not right yet: the file name." : ""].filter(Boolean).join(" ");
  byId("add-do").replaceChildren(...(done ? deeds(key, file) : []));
}

/** The buttons: copy, download and, where the repository is known, the pull request. @param {string} key @param {string} file */
function deeds(key, file) {
  const copy = button("Copy", async () => {
    await navigator.clipboard.writeText(file);
    copy.textContent = "Copied";
  });
  const address = URL.createObjectURL(new Blob([file], { type: "application/yaml" }));
  const save = make("a", { class: "ef-button", href: address, download: `${key}.yml` }, "Download");
  const place = document.querySelector('meta[name="effllm:new-file"]')?.getAttribute("content");
  if (!place) return [copy, save];
  const year = /\d{4}/.exec(key)?.[0];
  const query = new URLSearchParams({ filename: `papers/${year}/${key}.yml`, value: file });
  return [make("a", { class: "ef-button ef-button--main", href: `${place}?${query}` }, "Open the pull request"), copy, save];
}

/** Fill in what the address of the page says: arxiv, doi, url, title, name. */
function prefill() {
  const asked = new URLSearchParams(location.search);
  const doi = asked.get("doi");
  field("ids").value = [asked.get("arxiv"), doi && `doi:${doi}`, asked.get("url")].filter(Boolean).join(" ");
  for (const name of ["title", "name"]) field(name).value = asked.get(name) ?? "";
  if (asked.get("arxiv") && !field("venue").value) field("venue").value = "arXiv";
}

/** @param {string} id @param {string[]} names @param {string[]} about */
function offer(id, names, about) {
  byId(id).replaceChildren(...names.map((name, at) => make("option", { value: name }, about[at] ?? "")));
}

async function start() {
  /** @type {Rules} */
  const rules = await (await fetch(form.dataset["rules"] ?? "")).json();
  const venue = rules.fields["venue"];
  const category = rules.fields["categories"]?.items;
  offer("add-venues", venue?.enum ?? [], venue?.enumDescriptions ?? []);
  offer("add-categories", category?.enum ?? [], category?.enumDescriptions ?? []);
  prefill();
  for (const part of [form, byId("add-file")]) part.classList.remove("ef-coming");
  /** @type {Known[]} */
  let known = [];
  const again = () => draw(rules, known);
  form.addEventListener("input", again);
  form.addEventListener("submit", (event) => event.preventDefault());
  keyField.addEventListener("input", () => {
    keyField.dataset["own"] = keyField.value.trim() ? "1" : "";
    again();
  });
  again();
  known = (await (await fetch(form.dataset["index"] ?? "")).json()).papers;
  again();
}

start();
