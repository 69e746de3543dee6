// @ts-check
/** Lead to a person whose page was parted since: the address ends in the name, the links here have its first letters. */

const name = location.hash.slice(1).replace(/^by-/, "").split("-");
const family = name.at(-1) ?? "";
const given = name.slice(0, -1).join("");

/** Whether the page of a group may have the person. @param {HTMLAnchorElement} link */
function fits(link) {
  const [letters = "", first = ""] = (link.pathname.split("/").at(-2) ?? "").split("-");
  return family.slice(0, 3) === letters && (given.startsWith(first) || first === "other");
}

const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".ef-groups a"));
const found = family && [...links].find(fits);
if (found) location.replace(`${found.href}#${name.join("-")}`);

export {}; // a module, whose names are its own
