// @ts-check
/** A paper as a line of a list: the same line as the server writes (macros.html). */

import { element, root } from "./client.js";
import { fold, short } from "./text.js";

/** @typedef {import("./library.js").Shown} Shown */

/** @param {Shown} paper */
export function line(paper) {
  const [category, heading] = paper.category;
  const facts = element(
    "span",
    { class: "ef-entry__facts" },
    ...(paper.authors ? [element("span", {}, short(paper.authors))] : []), // they come after the first answer
    element("span", { class: "ef-venue" }, `${paper.venue} ${paper.year}`),
    element("a", { ...topic(category), href: new URL(`taxonomy/${category}/`, root).href }, heading),
  );
  if (paper.code) facts.append(element("span", {}, "code"));
  if (paper.cited) facts.append(element("span", {}, `cited by ${paper.cited} here`));
  return element("li", { class: "ef-entry" }, title(paper), facts);
}

/** The color of a category's branch, from the page's form of filters where it has one. @param {string} category */
function topic(category) {
  const input = document.querySelector(`#explorer [name="in"][value="${CSS.escape(category)}"]`);
  const branch = input?.closest("li.b0, li.b1, li.b2");
  return branch ? { class: `ef-topic ${branch.className}` } : {};
}

/** @param {Shown} paper */
function title({ key, name, title: whole }) {
  const link = element("a", { class: "ef-entry__title", href: new URL(`papers/${key}/`, root).href });
  const written = whole.split(":", 1)[0] ?? "";
  const lead = name && written !== whole && bare(written) === bare(name) ? `${written}:` : name;
  const after = whole.startsWith(lead) ? whole.slice(lead.length) : whole;
  if (lead) link.append(element("b", {}, lead), " ");
  link.append(/^[\p{L}\p{N}]/u.test(after) ? whole : after.trim());
  return link;
}

/** A name without capitals and signs; as words.parted in Python. @param {string} name */
function bare(name) {
  return fold(name).replaceAll(" ", "") || name;
}
