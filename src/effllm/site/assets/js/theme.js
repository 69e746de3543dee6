// @ts-check
/**
 * What the theme's pages need of a script: colors, copying code, the way to the top, the place in the contents. The
 * theme's own script does it too, with 110 KB and half a second of a phone's time on every page.
 */

import { element, root } from "./client.js";
import { copy } from "./exports.js";

/** How long a word about a copy stays, in milliseconds. */
const SAID = 2000;
/** From how far down, in pixels, there is a way to the top. */
const FAR = 400;

const dark = matchMedia("(prefers-color-scheme: dark)");
const palette = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("input[name=__palette]")]);

/** Take on the colors of an option; the first follows the system. The head of each page does so before it is seen. @param {number} index */
function color(index) {
  const option = palette[index || (dark.matches ? 2 : 1)];
  document.body.dataset["mdColorScheme"] = option?.dataset["mdColorScheme"];
  for (const [number, input] of palette.entries()) input.nextElementSibling?.toggleAttribute("hidden", number !== index);
}

function colors() {
  const chosen = () => palette.findIndex((input) => !(/** @type {HTMLElement} */ (input.nextElementSibling).hidden));
  for (const [index, input] of palette.entries()) {
    input.addEventListener("change", () => {
      color(index);
      // @ts-expect-error -- the theme's, in the head of each page
      __md_set("__palette", { index });
    });
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      const next = palette[(index + 1) % palette.length];
      next?.click();
      next?.focus();
    });
  }
  dark.addEventListener("change", () => color(chosen()));
}

let speaking = 0;

/** Say something at the edge of the window. @param {string} text */
function say(text) {
  const dialog = document.querySelector(".md-dialog");
  dialog?.firstElementChild?.replaceChildren(text);
  dialog?.classList.add("md-dialog--active");
  clearTimeout(speaking);
  speaking = setTimeout(() => dialog?.classList.remove("md-dialog--active"), SAID);
}

/** Give blocks of code a button that copies them. */
function copied() {
  for (const code of document.querySelectorAll(".md-content pre > code")) {
    const button = element("button", { class: "md-code__button", type: "button", title: "Copy to clipboard", "data-md-type": "copy" });
    button.addEventListener("click", () =>
      copy(Promise.resolve((code.textContent ?? "").trimEnd())).then(() => say("Copied to clipboard"), (error) => say(`Not copied: ${error.message}`)),
    );
    code.before(element("div", { class: "md-code__nav" }, button));
  }
}

/** Show the way to the top to whoever scrolls back from far down, and mark the section that is read. */
function scrolled() {
  const top = /** @type {HTMLElement | null} */ (document.querySelector(".md-top"));
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll(".md-nav--secondary .md-nav__link[href^='#']")]);
  const sections = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  let last = scrollY;
  let waits = false;
  const look = () => {
    waits = false;
    top?.toggleAttribute("hidden", !(scrollY > FAR && scrollY < last));
    last = scrollY;
    const at = sections.findLastIndex((section) => section && section.getBoundingClientRect().top < 100);
    for (const [number, link] of links.entries()) {
      link.classList.toggle("md-nav__link--passed", number < at);
      link.classList.toggle("md-nav__link--active", number === at);
    }
  };
  const soon = () => {
    if (!waits) requestAnimationFrame(look);
    waits = true;
  };
  if (top || links.length > 0) addEventListener("scroll", soon, { passive: true });
  top?.addEventListener("click", () => scrollTo({ top: 0 }));
}

/** Have what was opened kept for when there is no network (service-worker.js), this page included. */
async function keep() {
  const before = navigator.serviceWorker.controller;
  await navigator.serviceWorker.register(new URL("service-worker.js", root), { scope: root.pathname });
  const { active } = await navigator.serviceWorker.ready;
  const parts = performance.getEntriesByType("resource").map(({ name }) => name);
  if (!before) active?.postMessage([location.href, ...parts].map((address) => address.replace(/[?#].*/, "")));
}

colors();
copied();
scrolled();
if (navigator.serviceWorker && location.protocol.startsWith("http")) addEventListener("load", () => keep().catch(() => undefined));
