// @ts-check
/** The page for addresses that lead nowhere searches for the words of the address. */

import { ask, element, root } from "./client.js";

const box = /** @type {HTMLElement} */ (document.getElementById("meant"));
const words = asked();
/** @type {import("./library.js").Hit[]} */
const found = words ? await ask("find", { q: words }, 5).then(({ hits }) => hits, () => []) : [];
if (found.length > 0) {
  const link = (/** @type {import("./library.js").Hit} */ { title, address, kind }) =>
    element("li", {}, element("a", { href: new URL(address, root).href }, title), ` ${kind.toLowerCase()}`);
  box.append(element("h2", {}, `Did you mean one of these? (${words})`), element("ul", {}, ...found.map(link)));
  box.hidden = false;
}

/** The words of the last part of the address, without numbers that are between them. */
function asked() {
  const path = location.pathname.replace(root.pathname, "");
  const last = readable(path).split("/").filter((part) => part && !/^(index|404)(\.html)?$/.test(part)).at(-1) ?? "";
  const key = last.replace(/\.\w+$/, "").replace(/^[a-z]+(?:19|20)\d\d(?=[a-z])/, "");
  return key.split(/[^\p{L}\p{N}]+/u).join(" ").trim();
}

/** A path with its letters decoded, as it is where a stray percent sign is in it. @param {string} path */
function readable(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
