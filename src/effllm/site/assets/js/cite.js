// @ts-check
/** How to cite the page that is open, as text and as BibTeX, with the version and the day of the data. */

import { element } from "./client.js";
import { copy } from "./exports.js";

/** @typedef {{version: string, date: string | null, commit: string | null}} Snapshot */

/** What the whole site is called, as in CITATION.cff. */
const WHOLE = "effllm: an open knowledge base of efficient-LLM research";

/** A text as LaTeX prints it. @param {string} text */
const latex = (text) => text.replace(/[&%$#_{}]/g, "\\$&").replaceAll("~", "\\textasciitilde{}").replaceAll("^", "\\textasciicircum{}");

/** @param {Snapshot} snapshot @param {{title: string, address: string, today: string}} page */
export function texts({ version, date, commit }, { title, address, today }) {
  const name = title === WHOLE ? "" : new URL(address).pathname.split("/").filter(Boolean).at(-1);
  const data = `version ${version}${date ? ` of ${date}` : ""}`;
  const fields = {
    title: `{${latex(title)}}`,
    author: "{the effllm contributors}",
    year: (date ?? today).slice(0, 4),
    howpublished: `effllm, ${data}`,
    url: address,
    note: `${commit ? `Commit ${commit}, accessed` : "Accessed"} ${today}`,
  };
  const lines = Object.entries(fields).map(([field, value]) => `  ${field} = {${value}},`);
  return {
    plain: `The effllm contributors. “${title}.” effllm, ${data}. ${address} (accessed ${today}).`,
    bibtex: [`@misc{${["effllm", name, version].filter(Boolean).join("-")},`, ...lines, "}"].join("\n"),
  };
}

/** @param {string} name @param {string} text */
function block(name, text) {
  const said = element("span", { role: "status" });
  const button = element("button", { type: "button", class: "ef-button" }, `Copy ${name}`);
  button.addEventListener("click", () => copy(Promise.resolve(text)).then(() => (said.textContent = "Copied"), () => (said.textContent = "Not copied: select the text")));
  return element("section", {}, element("pre", { tabindex: "0", "aria-label": name }, text), element("p", {}, button, " ", said));
}

/** Show it in a dialog. @param {Snapshot} snapshot */
export function cite(snapshot) {
  const home = document.querySelector(".ef-home");
  const title = home ? WHOLE : document.querySelector("h1")?.textContent?.replace("¶", "").trim() || document.title;
  const { plain, bibtex } = texts(snapshot, { title, address: location.href.replace(/#.*/, ""), today: new Date().toISOString().slice(0, 10) });
  const close = element("button", { class: "ef-dialog__close", type: "button" }, "Close");
  const own = document.getElementById("bibtex") ? [element("p", {}, "This is for the page. Its paper is cited by the BibTeX on the page.")] : [];
  const dialog = /** @type {HTMLDialogElement} */ (
    element("dialog", { class: "ef ef-dialog ef-cite", "aria-label": "Cite this page" }, element("div", {}, element("h2", {}, "Cite this page"), close), ...own, block("text", plain), block("BibTeX", bibtex))
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
