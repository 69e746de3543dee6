// @ts-check
/**
 * Tables sorted by their headers. A table takes part by `data-sortable`, a header by `data-column`, the place of its
 * cells in a row; its cells are numbers unless it says `data-kind="text"`. A cell may give its value in `data-value`.
 * A table of which not all rows are on the page takes over with the event `sort-rows`, which has the order.
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
  const own = (/** @type {HTMLTableRowElement} */ row) => value(row.cells[Number(header.dataset["column"])]);
  const order = (/** @type {HTMLTableRowElement} */ first, /** @type {HTMLTableRowElement} */ second) => {
    const [a, b] = [own(first), own(second)];
    if (!a || !b) return Number(!a) - Number(!b);
    const up = text ? a.localeCompare(b, "en") : Number(a) - Number(b);
    return descending ? -up : up;
  };
  const left = table.dispatchEvent(new CustomEvent("sort-rows", { cancelable: true, detail: order }));
  const body = table.tBodies[0];
  if (left && body) body.append(...[...body.rows].sort(order));
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
