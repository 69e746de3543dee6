// @ts-check
/** Elements made in scripts: always as elements and text, never as markup. */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Partial<Record<string, string | undefined>>} [attributes]
 * @param {...(Node | string)} children
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** @param {string} label @param {() => void} deed @param {string} [spoken] */
export function button(label, deed, spoken) {
  const element = make("button", { type: "button", class: "ef-button", "aria-label": spoken }, label);
  element.addEventListener("click", deed);
  return element;
}
