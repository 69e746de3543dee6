// @ts-check
/** More about one of many things, such as where it was read: one popover for all, on hover, focus and tap. */

const ID = "ef-source";
const LINGER = 200;
const GAP = 6;

/**
 * @param {HTMLElement} root
 * @param {(target: Element) => HTMLElement | SVGElement | null} find the thing that an element is in
 * @param {(box: HTMLElement, thing: HTMLElement | SVGElement) => void} fill
 */
export function popover(root, find, fill) {
  const box = document.createElement("div");
  box.className = "ef-popover";
  box.id = ID;
  box.setAttribute("role", "tooltip");
  box.hidden = true;
  root.append(box);
  /** @type {HTMLElement | SVGElement | null} */
  let shown = null;
  /** @type {HTMLElement | SVGElement | null} */
  let tapped = null;
  let timer = 0;

  /** @param {EventTarget | null} target */
  const thingAt = (target) => (target instanceof Element ? find(target) : null);
  /** @param {EventTarget | null} target */
  const inBox = (target) => target instanceof Node && box.contains(target);
  const hide = () => {
    clearTimeout(timer);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    box.hidden = true;
  };
  const later = () => {
    clearTimeout(timer);
    timer = window.setTimeout(hide, LINGER);
  };
  const settle = () => {
    if (shown) settleAt(box, shown.getBoundingClientRect());
  };
  /** @param {HTMLElement | SVGElement} thing */
  const show = (thing) => {
    clearTimeout(timer);
    if (shown !== thing) hide();
    shown = thing;
    fill(box, thing);
    thing.setAttribute("aria-describedby", ID);
    box.hidden = false;
    settle();
  };

  root.addEventListener("pointerover", (event) => {
    const thing = thingAt(event.target);
    if (thing && event.pointerType !== "touch") show(thing);
    if (inBox(event.target)) clearTimeout(timer);
  });
  root.addEventListener("pointerout", (event) => {
    if (event.pointerType !== "touch" && (thingAt(event.target) || inBox(event.target))) later();
  });
  root.addEventListener("focusin", (event) => {
    const thing = thingAt(event.target);
    if (thing) show(thing);
  });
  root.addEventListener("focusout", (event) => {
    if (thingAt(event.target)) later();
  });
  document.addEventListener("pointerdown", (event) => {
    const thing = thingAt(event.target);
    tapped = event.pointerType === "touch" && thing !== shown ? thing : null;
    if (!thing && !inBox(event.target)) hide();
  });
  root.addEventListener("click", (event) => {
    const thing = thingAt(event.target);
    if (!thing || thing !== tapped) return;
    event.preventDefault(); // the first tap tells more, the second follows a link
    show(thing);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  document.addEventListener("scroll", settle, { capture: true, passive: true });
}

/** Below the thing, or above it where there is no room, and never beyond the window.
 * @param {HTMLElement} box @param {DOMRect} thing
 */
function settleAt(box, thing) {
  const { width, height } = box.getBoundingClientRect();
  const room = document.documentElement.clientWidth - width - GAP;
  const below = thing.bottom + GAP + height < window.innerHeight;
  box.style.left = `${Math.max(GAP, Math.min(thing.left, room))}px`;
  box.style.top = `${below ? thing.bottom + GAP : thing.top - GAP - height}px`;
}
