// @ts-check
/** The map of citations: a picture that WebGL draws, a form that filters it, and a list of the same papers. */

import { Camera, steer } from "./graph-camera.js";
import { NAMES, Writer, cleared, drawLand, drawRing, drawTies } from "./graph-canvas.js";
import { Atlas } from "./graph-data.js";
import { finder } from "./graph-find.js";
import { Painter } from "./graph-gl.js";
import { counts, entry, fill } from "./graph-panel.js";
import { Library } from "./library.js";

const STEP = 50;
const CALM = 160;

/** @param {string} id */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const form = /** @type {HTMLFormElement} */ (part("map-form"));
const box = part("map-box");
const stage = part("map-stage");
const [land, dots, names] = /** @type {[HTMLCanvasElement, HTMLCanvasElement, HTMLCanvasElement]} */ ([...stage.querySelectorAll("canvas")]);
const panel = part("map-panel");
const said = part("map-said");
const list = part("map-list");
const count = part("map-count");
const more = part("map-more");

/** @param {string} file */
async function json(file) {
  const answer = await fetch(new URL(`../${file}`, import.meta.url));
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
  return answer.json();
}

/** @param {Atlas} atlas */
function run(atlas) {
  let chosen = -1;
  let hovered = -1;
  let limit = STEP;
  let filter = { in: "", from: 0, to: Infinity };
  let passing = atlas.passing(filter);
  let ranked = atlas.ranked(passing);
  let asked = 0;
  let moved = 0;
  let stored = 0;
  /** @type {Painter | undefined} */
  let painter;
  const camera = new Camera(stage, atlas.map, () => {
    moved = performance.now();
    refresh();
    clearTimeout(stored);
    stored = window.setTimeout(() => {
      refresh();
      if (painter && camera.used) store("replace");
    }, CALM);
  });

  function refresh() {
    if (!asked) asked = requestAnimationFrame(draw);
  }

  function draw() {
    asked = 0;
    if (!painter) return;
    const palette = colours();
    const pen = cleared(land, camera);
    drawLand(pen, atlas, camera, palette, filter.in);
    const moving = performance.now() - moved < CALM;
    const rgb = { page: numbers(palette.page), branches: palette.branches.map(numbers) };
    painter.draw({ ...camera.sight, dense: devicePixelRatio || 1 }, rgb, { moving, chosen: chosen >= 0 });
    label(palette);
  }

  /** @param {import("./graph-canvas.js").Palette} palette */
  function label(palette) {
    const pen = cleared(names, camera);
    const writer = new Writer(pen, camera, palette);
    if (chosen >= 0) drawTies(pen, atlas, camera, palette, chosen, passing);
    if (chosen >= 0) drawRing(pen, atlas, camera, chosen, palette.ink);
    if (hovered >= 0) drawRing(pen, atlas, camera, hovered, palette.quiet);
    if (chosen >= 0) writer.paper(atlas, chosen, true, 650);
    if (hovered >= 0 && hovered !== chosen) writer.paper(atlas, hovered, true, 550);
    if (chosen < 0) writer.lands(atlas);
    if (chosen >= 0) writer.papers(atlas, atlas.sorted(near(chosen)), NAMES);
    else writer.papers(atlas, ranked, Math.min(NAMES, Math.round((camera.width / 50) * camera.zoom)));
  }

  /** @param {number} number */
  function near(number) {
    return [...(atlas.cites[number] ?? []), ...(atlas.citedBy[number] ?? [])].filter((other) => passing[other]);
  }

  /** Where a paper and its neighbours are. @param {number} number @returns {[number, number][]} */
  function places(number) {
    return [number, ...near(number)].map((one) => [atlas.x[one] ?? 0, atlas.y[one] ?? 0]);
  }

  function strengths() {
    const values = Float32Array.from(passing, (passes) => (passes ? (chosen < 0 ? 1 : 0.22) : 0.07));
    if (chosen >= 0) for (const number of [chosen, ...near(chosen)]) values[number] = 1;
    painter?.show(values, passing);
    refresh();
  }

  /** @param {number} number @param {{go?: boolean, history?: "push" | "replace"}} [how] */
  function choose(number, { go = false, history = "push" } = {}) {
    chosen = number;
    fill(panel, atlas, chosen);
    strengths();
    const row = atlas.library.data.papers[number];
    said.textContent = row ? `${row[2] || row[1]}: ${counts(atlas, number)}` : "No paper chosen";
    if (row && go) camera.fly(natural());
    store(history);
  }

  /** Put what is shown into the address. @param {"push" | "replace"} history */
  function store(history) {
    const fields = new URLSearchParams();
    for (const name of ["in", "from", "to"]) {
      const { value } = /** @type {HTMLSelectElement} */ (form.elements.namedItem(name));
      if (value) fields.set(name, value);
    }
    const key = atlas.library.data.papers[chosen]?.[0];
    if (key) fields.set("paper", key);
    const { x, y, zoom } = camera;
    if (camera.away) fields.set("at", [Math.round(x), Math.round(y), zoom.toFixed(2)].join(","));
    const address = location.pathname + (fields.size > 0 ? `?${fields.toString().replaceAll("%2C", ",")}` : "");
    if (address === location.pathname + location.search) return;
    if (history === "push") window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  }

  /** Take from the address what is to be shown. */
  function restore() {
    const fields = new URLSearchParams(location.search);
    for (const name of ["in", "from", "to"]) {
      const control = /** @type {HTMLSelectElement} */ (form.elements.namedItem(name));
      control.value = fields.get(name) ?? "";
      if (control.selectedIndex < 0) control.value = "";
    }
    const at = /^(-?\d+),(-?\d+),(\d+(?:\.\d+)?)$/.exec(fields.get("at") ?? "");
    const number = atlas.numbers.get(fields.get("paper") ?? "") ?? -1;
    chosen = number;
    pass();
    fill(panel, atlas, chosen);
    if (at) camera.set({ x: Number(at[1]), y: Number(at[2]), zoom: Number(at[3]) });
    else camera.set(natural());
  }

  /** Let the filter pass what its fields say; years given in the wrong order change places. */
  function pass() {
    const [from, to] = [...form.querySelectorAll("select")].filter(({ name }) => name === "from" || name === "to");
    if (from && to && from.value && to.value && from.value > to.value) [from.value, to.value] = [to.value, from.value];
    const fields = new FormData(form);
    filter = {
      in: String(fields.get("in") ?? ""),
      from: Number(fields.get("from") || 0),
      to: Number(fields.get("to") || Infinity),
    };
    passing = atlas.passing(filter);
    ranked = atlas.ranked(passing);
    limit = STEP;
    strengths();
    write();
  }

  function write() {
    list.replaceChildren(...ranked.slice(0, limit).map((number) => entry(atlas, number)));
    const some = ranked.length === atlas.size ? "" : `${ranked.length.toLocaleString("en")} of `;
    count.textContent = ranked.length > 0 ? `${some}${atlas.size.toLocaleString("en")} papers, most cited first` : "No papers match.";
    more.hidden = ranked.length <= limit;
    more.textContent = `Show ${Math.min(STEP, ranked.length - limit)} more`;
  }

  /** The view of the chosen paper and its neighbours, else of the chosen category, else of the whole map. */
  function natural() {
    if (chosen >= 0) return camera.around(places(chosen));
    const corners = atlas.territories.find(({ id }) => id === filter.in)?.corners;
    return corners ? camera.around(corners.flatMap((x, at) => (at % 2 ? [] : [[x, corners[at + 1] ?? 0]]))) : camera.all;
  }

  /** @param {number} across @param {number} down @param {number} far pixels */
  function at(across, down, far) {
    const [x, y] = camera.under(across, down);
    return atlas.nearest(x, y, far / camera.scale, passing);
  }

  function begin() {
    const gl = dots.getContext("webgl2", { antialias: false, powerPreference: "low-power" });
    painter = gl ? new Painter(gl, atlas) : undefined;
    box.classList.toggle("ef-map--live", Boolean(painter));
    stage.hidden = !painter;
    part("map-no").hidden = Boolean(painter);
    strengths();
    camera.resize();
  }

  form.classList.remove("ef-coming");
  part("map-papers").hidden = false;
  part("map-list-still").hidden = true;
  begin();
  restore();
  steer(
    camera,
    (x, y) => choose(at(x, y, 12)),
    (x, y) => {
      const found = at(x, y, 6);
      stage.style.cursor = found >= 0 ? "pointer" : "";
      if (found !== hovered) refresh();
      hovered = found;
    },
  );
  new ResizeObserver(() => camera.resize()).observe(stage);
  new MutationObserver(refresh).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
  dots.addEventListener("webglcontextlost", (event) => event.preventDefault());
  dots.addEventListener("webglcontextrestored", begin);
  stage.addEventListener("keydown", (event) => {
    if (event.target === stage && event.key === "Enter") choose(at(camera.width / 2, camera.height / 2, 60));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen >= 0 && box.contains(document.activeElement)) choose(-1);
  });
  part("content").addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    const { choose: number, zoom } = button?.dataset ?? {};
    if (number !== undefined) {
      choose(Number(number), { go: Number(number) >= 0 });
      if (button?.closest("#map-papers")) box.scrollIntoView({ block: "start" });
      (Number(number) < 0 ? stage : part("map-chosen")).focus({ preventScroll: true });
    }
    if (zoom) zoom === "0" ? camera.fly(camera.all) : camera.closer(Number(zoom));
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => {
    const { name } = /** @type {HTMLSelectElement} */ (event.target);
    if (name === "q") return;
    pass();
    store("push");
    said.textContent = count.textContent;
    if (name === "in") camera.fly(natural());
  });
  form.addEventListener("reset", () => setTimeout(() => {
    pass();
    choose(-1);
    camera.fly(camera.all);
  }));
  part("map-link").addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href).then(() => (said.textContent = "Link copied"), () => (said.textContent = "The link could not be copied; it is in the address bar"));
  });
  more.addEventListener("click", () => {
    const from = limit;
    limit += STEP;
    write();
    list.children[from]?.querySelector("a")?.focus();
  });
  window.addEventListener("popstate", restore);
  finder(
    /** @type {HTMLInputElement} */ (form.elements.namedItem("q")),
    part("map-hits"),
    (key) => choose(atlas.numbers.get(key) ?? -1, { go: true }),
  );
  box.dataset["ready"] = "";
}

/** @returns {import("./graph-canvas.js").Palette} */
function colours() {
  const style = getComputedStyle(box);
  /** @param {string} name */
  const value = (name) => style.getPropertyValue(`--ef-${name}`).trim();
  return { ink: value("ink"), quiet: value("quiet"), page: value("page"), out: value("out"), in: value("in"), branches: ["b0", "b1", "b2"].map(value) };
}

/** A colour of the style sheet, #rgb or #rrggbb, as three numbers. @param {string} colour */
function numbers(colour) {
  const digits = colour.slice(1);
  const parts = digits.length === 3 ? [...digits].map((digit) => digit + digit) : (digits.match(/../g) ?? []);
  return parts.map((digit) => Number.parseInt(digit, 16) / 255);
}

try {
  const [map, first, more] = await Promise.all(["map.json", "library.json", "library-more.json"].map(json));
  const library = new Library(first);
  await library.extend(more);
  run(new Atlas(map, library));
} catch (error) {
  part("map-no").hidden = false;
  part("map-no").textContent = `The map could not be loaded (${String(error)}). Below is a picture of it.`;
}
