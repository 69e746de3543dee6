// @ts-check
/** What part of the map is seen: moved by mouse, touch, wheel and keys. */

const LONG = 450;
const CLOSEST = 40;
const MARGIN = 0.97;
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** @typedef {{x: number, y: number, zoom: number}} View the middle in the map's units, and how many times the whole map */

export class Camera {
  /**
   * @param {HTMLElement} stage
   * @param {{width: number, height: number}} map
   * @param {() => void} moved
   */
  constructor(stage, map, moved) {
    this.stage = stage;
    this.map = map;
    this.moved = moved;
    this.x = map.width / 2;
    this.y = map.height / 2;
    this.zoom = 1;
    this.flight = 0;
    /** Whether anybody has moved it yet. */
    this.used = false;
    this.width = 1;
    this.height = 1;
    this.resize();
  }

  /** Pixels for a unit of the map. */
  get scale() {
    return this.zoom * MARGIN * Math.min(this.width / this.map.width, this.height / this.map.height);
  }

  /** Whether something else than the whole map is seen. */
  get away() {
    return Math.abs(this.zoom - 1) > 0.01 || Math.hypot(this.x - this.map.width / 2, this.y - this.map.height / 2) > 5;
  }

  get sight() {
    return { x: this.x, y: this.y, scale: this.scale, width: this.width, height: this.height };
  }

  resize() {
    this.width = Math.max(this.stage.clientWidth, 1);
    this.height = Math.max(this.stage.clientHeight, 1);
    this.moved();
  }

  /** @param {number} x @param {number} y @returns {[number, number]} the point of the stage where a point of the map is seen */
  seen(x, y) {
    return [(x - this.x) * this.scale + this.width / 2, (y - this.y) * this.scale + this.height / 2];
  }

  /** @param {number} across @param {number} down @returns {[number, number]} the point of the map that is seen there */
  under(across, down) {
    return [(across - this.width / 2) / this.scale + this.x, (down - this.height / 2) / this.scale + this.y];
  }

  /** @param {View} view */
  set({ x, y, zoom }) {
    this.zoom = Math.min(Math.max(zoom, 0.6), CLOSEST);
    this.x = Math.min(Math.max(x, 0), this.map.width);
    this.y = Math.min(Math.max(y, 0), this.map.height);
    this.used = true;
    this.moved();
  }

  /** @param {View} view where to go, at once where people asked for less motion */
  fly(view) {
    cancelAnimationFrame(this.flight);
    if (still.matches) return this.set(view);
    const { x, y, zoom } = this;
    const start = performance.now();
    /** @param {number} now */
    const step = (now) => {
      const done = Math.min(Math.max(now - start, 0) / LONG, 1);
      const eased = 1 - (1 - done) ** 3;
      this.set({ x: x + (view.x - x) * eased, y: y + (view.y - y) * eased, zoom: zoom * (view.zoom / zoom) ** eased });
      if (done < 1) this.flight = requestAnimationFrame(step);
    };
    this.flight = requestAnimationFrame(step);
  }

  /** The view that holds all points with some room around. @param {number[][]} points @returns {View} */
  around(points) {
    const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis] ?? 0));
    const [left, right] = [Math.min(...(xs ?? [])), Math.max(...(xs ?? []))];
    const [top, bottom] = [Math.min(...(ys ?? [])), Math.max(...(ys ?? []))];
    const unit = this.scale / this.zoom;
    const fits = Math.min(this.width / (right - left + 500), this.height / (bottom - top + 500)) / unit;
    return { x: (left + right) / 2, y: (top + bottom) / 2, zoom: Math.min(Math.max(fits, 1), 6) };
  }

  /** The view of the whole map. @returns {View} */
  get all() {
    return { x: this.map.width / 2, y: this.map.height / 2, zoom: 1 };
  }

  /**
   * @param {number} times
   * @param {number} across the point that stays where it is
   * @param {number} down
   */
  closer(times, across = this.width / 2, down = this.height / 2) {
    const [x, y] = this.under(across, down);
    const zoom = Math.min(Math.max(this.zoom * times, 0.6), CLOSEST);
    const share = this.zoom / zoom;
    this.set({ x: x + (this.x - x) * share, y: y + (this.y - y) * share, zoom });
  }

  /** @param {number} across pixels @param {number} down */
  drag(across, down) {
    this.set({ x: this.x - across / this.scale, y: this.y - down / this.scale, zoom: this.zoom });
  }
}

/**
 * Let pointers, wheel and keys move the camera. A press that does not move is a click.
 * @param {Camera} camera
 * @param {(across: number, down: number) => void} click
 * @param {(across: number, down: number) => void} hover
 */
export function steer(camera, click, hover) {
  const { stage } = camera;
  /** @type {Map<number, {x: number, y: number}>} */
  const down = new Map();
  let travelled = 0;
  /** @param {MouseEvent} event */
  const at = (event) => {
    const box = stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  stage.addEventListener("pointerdown", (event) => {
    if (event.target !== stage) return;
    cancelAnimationFrame(camera.flight);
    if (down.size === 0) travelled = 0;
    down.set(event.pointerId, at(event));
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    const now = at(event);
    const before = down.get(event.pointerId);
    if (!before) return hover(now.x, now.y);
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    travelled += Math.hypot(now.x - before.x, now.y - before.y);
    if (other) pinch(camera, before, now, other);
    else if (travelled > 4) camera.drag(now.x - before.x, now.y - before.y);
    down.set(event.pointerId, now);
  });
  for (const name of /** @type {const} */ (["pointerup", "pointercancel"])) {
    stage.addEventListener(name, (event) => {
      const one = down.delete(event.pointerId);
      const { x, y } = at(event);
      if (one && name === "pointerup" && down.size === 0 && travelled <= 4) click(x, y);
    });
  }
  stage.addEventListener("pointerleave", () => hover(-1e6, -1e6));
  stage.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey && document.activeElement !== stage) return;
      event.preventDefault();
      const { x, y } = at(event);
      camera.closer(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0022)), x, y);
    },
    { passive: false },
  );
  stage.addEventListener("dblclick", (event) => camera.closer(1.8, at(event).x, at(event).y));
  stage.addEventListener("keydown", (event) => {
    if (event.target === stage && !event.ctrlKey && !event.metaKey && !event.altKey && key(camera, event.key)) event.preventDefault();
  });
}

/**
 * @param {Camera} camera
 * @param {{x: number, y: number}} before
 * @param {{x: number, y: number}} now
 * @param {{x: number, y: number}} other the finger that stays
 */
function pinch(camera, before, now, other) {
  const was = Math.hypot(before.x - other.x, before.y - other.y);
  const is = Math.hypot(now.x - other.x, now.y - other.y);
  if (was > 0) camera.closer(is / was, (now.x + other.x) / 2, (now.y + other.y) / 2);
  camera.drag((now.x - before.x) / 2, (now.y - before.y) / 2);
}

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };

/** @param {Camera} camera @param {string} name */
function key(camera, name) {
  const arrow = ARROWS[name];
  if (arrow) camera.drag(...arrow);
  else if (name === "+" || name === "=") camera.closer(1.4);
  else if (name === "-") camera.closer(1 / 1.4);
  else if (name === "0") camera.fly(camera.all);
  else return false;
  return true;
}
