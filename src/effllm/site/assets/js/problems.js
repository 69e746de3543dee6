// @ts-check
/** The box above the table of problems: leaves the rows that have all of its words. */

const form = document.getElementById("find");
const box = document.getElementById("find-text");
const count = document.getElementById("find-count");

const families = [...document.querySelectorAll(".ef-family")].map((section) => ({
  section,
  rows: [...section.querySelectorAll("tbody tr")].map((row) => ({ row, text: (row.textContent ?? "").toLowerCase() })),
}));

/** @param {string} wanted */
function show(wanted) {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const { section, rows } of families) {
    let here = 0;
    for (const { row, text } of rows) {
      const fits = words.every((word) => text.includes(word));
      row.toggleAttribute("hidden", !fits);
      here += Number(fits);
    }
    section.toggleAttribute("hidden", !here);
    found += here;
  }
  if (count) count.textContent = words.length ? `${found || "no"} ${found === 1 ? "code" : "codes"}` : "";
}

if (form && box instanceof HTMLInputElement) {
  box.addEventListener("input", () => show(box.value));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const links = [...document.querySelectorAll(".ef-family:not([hidden]) tbody tr:not([hidden]) a")];
    if (links.length === 1 && links[0] instanceof HTMLAnchorElement) links[0].click();
  });
  show(box.value); // browsers keep what was typed when one comes back
}
