// @ts-check
/** Says at the foot of a page which state of the data the site is of; without it there is a link to the file. */

const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a.ef-snapshot"));

/** @param {{ version: string, date: string | null }} snapshot */
function say(snapshot) {
  if (link) link.textContent = `Data ${snapshot.version}${snapshot.date ? ` of ${snapshot.date}` : ""}`;
}

if (link) {
  // Without a network, or opened as a file, the link stays as it is.
  fetch(link.href)
    .then((answer) => answer.json())
    .then(say)
    .catch(() => {});
}
