// @ts-check
/** Says at the foot of a page which state of the data the site is of, and how to cite the page with it. */

const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a.ef-snapshot"));

/** @param {{ version: string, date: string | null }} snapshot */
function say(snapshot) {
  if (link) link.textContent = `Data ${snapshot.version}${snapshot.date ? ` of ${snapshot.date}` : ""}`;
}

/** Let the link to how to cite the site open how to cite the page. @param {import("./cite.js").Snapshot} snapshot */
function citing(snapshot) {
  document.querySelector(".ef-foot a[href$='#cite']")?.addEventListener("click", (event) => {
    event.preventDefault();
    import("./cite.js").then(({ cite }) => cite(snapshot));
  });
}

if (link) {
  // Without a network, or opened as a file, the link stays as it is.
  fetch(link.href)
    .then((answer) => answer.json())
    .then((snapshot) => {
      say(snapshot);
      citing(snapshot);
    })
    .catch(() => {});
}
