// @ts-check
/** Steps of the browser's history in a form: each change of a filter is one, and so is all that is typed in one go. */

/** @param {HTMLFormElement} form its search field is called q */
export function steps(form) {
  let typing = false;
  const end = () => {
    typing = false;
  };
  /**
   * What an input is to the history.
   * @param {Event} event
   * @returns {"push" | "replace"}
   */
  const next = (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target).name === "q";
    const step = field && typing ? "replace" : "push";
    typing = field;
    return step;
  };
  form.addEventListener("change", end);
  return { next, end };
}
