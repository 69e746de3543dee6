// @ts-check
/**
 * Tables sorted by their headers. A table takes part by `data-sortable`, a header by `data-column`, the place of its
 * cells in a row; its cells are numbers unless it says `data-kind="text"`. A cell may give its value in `data-value`.
 */

/** @param {Element | undefined} cell */
const value = (cell) => (cell instanceof HTMLElement ? cell.dataset["value"] ?? cell.textContent : "")?.trim() ?? "";

/**
 * Sort the rows; those without a value stay last, equal ones keep their order.
 * @param {HTMLTableElement} table
 * @param {HTMLTableCellElement} header
 */
function sort(table, header) {
  const text = header.dataset["kind"] === "text";
  const before = header.getAttribute("aria-sort");
  const descending = before ? before === "ascending" : !text;
  for (const other of table.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const body = table.tBodies[0];
  const rows = [...(body?.rows ?? [])].map((row) => ({ row, value: value(row.cells[Number(header.dataset["column"])]) }));
  rows.sort((a, b) => {
    if (!a.value || !b.value) return Number(!a.value) - Number(!b.value);
    const order = text ? a.value.localeCompare(b.value, "en") : Number(a.value) - Number(b.value);
    return descending ? -order : order;
  });
  body?.append(...rows.map(({ row }) => row));
}

for (const table of document.querySelectorAll("table")) {
  if (!table.hasAttribute("data-sortable")) continue;
  for (const header of table.tHead?.querySelectorAll("th") ?? []) {
    if (!header.hasAttribute("data-column")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ef-sort";
    button.append(...header.childNodes);
    button.addEventListener("click", () => sort(table, header));
    header.append(button);
  }
}
