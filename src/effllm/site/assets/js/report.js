// @ts-check
/** Fills in which field is wrong, where a report is opened beside one; the theme (main.html) has the text to send. */

const text = document.getElementById("ef-report-text");
const blank = text?.textContent ?? "";

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[popovertarget=ef-report]") : null;
  if (!text || !(button instanceof HTMLElement)) return;
  const { field = "", now = "" } = button.dataset;
  text.textContent = blank.replace(/^Field:$/m, () => `Field: ${field}`.trim()).replace(/^It says now:$/m, () => `It says now: ${now}`.trim());
});
