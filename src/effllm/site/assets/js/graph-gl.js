// @ts-check
/** Papers and citations drawn by WebGL: one call for all lines, one for all points. */

const NODE = `#version 300 es
in vec2 place; in float radius; in float branch; in float shown;
uniform vec2 middle; uniform vec2 stage; uniform float scale; uniform float dense;
uniform vec3 colours[3];
flat out vec3 colour; flat out float kind; flat out float strength; flat out float pixels;
void main() {
  float size = clamp(radius * scale, 1.5, 30.0);
  pixels = (size + 1.5) * dense;
  gl_PointSize = 2.0 * pixels * 1.15;
  gl_Position = vec4((place - middle) * scale / stage * vec2(2.0, -2.0), 0.0, 1.0);
  kind = branch; strength = shown; colour = colours[int(branch)];
}`;
/** A circle, a square and a triangle, each with a rim in the page's colour. */
const DOT = `#version 300 es
precision highp float;
flat in vec3 colour; flat in float kind; flat in float strength; flat in float pixels;
uniform vec3 page; uniform float dense;
out vec4 drawn;
void main() {
  vec2 at = (gl_PointCoord * 2.0 - 1.0) * 1.15 * pixels;
  float far = length(at);
  if (kind == 1.0) far = max(abs(at.x), abs(at.y)) * 1.12;
  if (kind == 2.0) far = max(abs(at.x) * 0.866 - at.y * 0.5, at.y) * 1.42 + 0.12 * pixels;
  float rim = 1.2 * dense;
  float whole = clamp(pixels - far, 0.0, 1.0);
  float inner = clamp(pixels - rim - far, 0.0, 1.0);
  float alpha = whole * strength;
  if (alpha < 0.01) discard;
  drawn = vec4(mix(page, colour, inner) * alpha, alpha);
}`;
const LINE = `#version 300 es
in vec2 place; in float branch;
uniform vec2 middle; uniform vec2 stage; uniform float scale; uniform vec3 colours[3];
flat out vec3 colour;
void main() {
  gl_Position = vec4((place - middle) * scale / stage * vec2(2.0, -2.0), 0.0, 1.0);
  colour = colours[int(branch)];
}`;
const STROKE = `#version 300 es
precision highp float;
flat in vec3 colour; uniform float strength;
out vec4 drawn;
void main() { drawn = vec4(colour * strength, strength); }`;

/** With more ties than this they are straight. */
const CURVED = 6000;
const BENDS = 6;
/** How many lines are drawn while the map moves, at first and at least, and how many times as many when it rests. */
const LINES = 4000;
const FEWEST = 1000;
const RESTING = 8;
/** A moving picture that takes longer (milliseconds) has fewer lines the next time, one that is quicker more. */
const SLOW = 28;
const QUICK = 20;

/** @typedef {{page: number[], branches: number[][]}} Colours */
/** @typedef {{x: number, y: number, scale: number, width: number, height: number, dense: number}} Sight */

export class Painter {
  /**
   * @param {WebGL2RenderingContext} gl
   * @param {import("./graph-data.js").Atlas} atlas
   */
  constructor(gl, atlas) {
    this.gl = gl;
    this.canvas = /** @type {HTMLCanvasElement} */ (gl.canvas);
    this.atlas = atlas;
    this.dots = program(gl, NODE, DOT);
    this.lines = program(gl, LINE, STROKE);
    this.steps = atlas.ties > CURVED ? 1 : BENDS;
    this.most = LINES;
    this.last = 0;
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.#nodes();
    /** @type {Uint8Array | undefined} */
    this.passing = undefined;
    this.tied = gl.createVertexArray();
    this.tiePlaces = gl.createBuffer();
    this.tieBranches = gl.createBuffer();
    this.vertices = 0;
  }

  #nodes() {
    const { gl, atlas } = this;
    this.noded = gl.createVertexArray();
    gl.bindVertexArray(this.noded);
    const places = new Float32Array(atlas.size * 2);
    for (let number = 0; number < atlas.size; number += 1) places.set([atlas.x[number] ?? 0, atlas.y[number] ?? 0], number * 2);
    fill(gl, this.dots, "place", 2, places, gl.createBuffer());
    fill(gl, this.dots, "radius", 1, atlas.radius, gl.createBuffer());
    fill(gl, this.dots, "branch", 1, Float32Array.from(atlas.branch), gl.createBuffer());
    this.shown = gl.createBuffer();
  }

  /**
   * How strongly each paper is drawn, from 0 to 1; ties are drawn between those that pass.
   * @param {Float32Array} strengths
   * @param {Uint8Array} passing
   */
  show(strengths, passing) {
    const { gl } = this;
    gl.bindVertexArray(this.noded ?? null);
    fill(gl, this.dots, "shown", 1, strengths, this.shown ?? null);
    if (passing !== this.passing) this.#ties(passing);
    this.passing = passing;
  }

  /** @param {Uint8Array} passing */
  #ties(passing) {
    const { gl, atlas, steps } = this;
    const places = new Float32Array(atlas.ties * steps * 4);
    const branches = new Float32Array(atlas.ties * steps * 2);
    let at = 0;
    for (const [citing, cited] of shuffled(atlas.cites)) {
      if (!passing[citing] || !passing[cited]) continue;
      const curve = bow(atlas, citing, cited);
      for (let step = 0; step < steps; step += 1) {
        places.set(along(curve, step / steps), at * 2);
        places.set(along(curve, (step + 1) / steps), at * 2 + 2);
        branches.fill(atlas.branch[citing] ?? 0, at, at + 2);
        at += 2;
      }
    }
    this.vertices = at;
    gl.bindVertexArray(this.tied);
    fill(gl, this.lines, "place", 2, places.subarray(0, at * 2), this.tiePlaces);
    fill(gl, this.lines, "branch", 1, branches.subarray(0, at), this.tieBranches);
  }

  /**
   * How many lines this computer draws without a halt.
   * @param {boolean} moving
   */
  #affordable(moving) {
    const now = performance.now();
    const took = now - this.last;
    if (moving && this.last && took > SLOW) this.most = Math.max(this.most * 0.7, FEWEST);
    if (moving && this.last && took < QUICK) this.most = Math.min(this.most * 1.2, 1e6);
    this.last = moving ? now : 0;
    return Math.round(Math.min(this.vertices / 2, this.most * (moving ? 1 : RESTING)));
  }

  /**
   * @param {Sight} sight
   * @param {Colours} colours
   * @param {{moving: boolean, chosen: boolean}} state
   */
  draw(sight, colours, { moving, chosen }) {
    const { gl, canvas } = this;
    const [width, height] = [Math.round(sight.width * sight.dense), Math.round(sight.height * sight.dense)];
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    gl.viewport(0, 0, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const lines = this.vertices / 2;
    const drawn = this.#affordable(moving);
    const share = drawn / Math.max(lines, 1);
    const ties = Math.max(lines / this.steps, 1);
    const strength = Math.min(0.26, Math.max(0.03, 6 / Math.sqrt(ties))) * (chosen ? 0.25 : 1);
    gl.useProgram(this.lines);
    uniforms(gl, this.lines, sight, colours);
    gl.uniform1f(gl.getUniformLocation(this.lines, "strength"), Math.min(strength / Math.sqrt(share || 1), 0.4));
    gl.bindVertexArray(this.tied);
    gl.drawArrays(gl.LINES, 0, drawn * 2);
    gl.useProgram(this.dots);
    uniforms(gl, this.dots, sight, colours);
    gl.uniform3fv(gl.getUniformLocation(this.dots, "page"), colours.page);
    gl.uniform1f(gl.getUniformLocation(this.dots, "dense"), sight.dense);
    gl.bindVertexArray(this.noded ?? null);
    gl.drawArrays(gl.POINTS, 0, this.atlas.size);
  }
}

/**
 * The ties in an order in which any first part of them looks like the whole.
 * @param {number[][]} cites
 * @returns {[number, number][]}
 */
function shuffled(cites) {
  const pairs = cites.flatMap((cited, citing) => cited.map((one) => /** @type {[number, number]} */ ([citing, one])));
  const stride = 7919;
  return pairs.length % stride === 0 ? pairs : pairs.map((_, number) => pairs[(number * stride) % pairs.length] ?? [0, 0]);
}

/**
 * A tie as a curve that bows to the left of its way: start, bend and end.
 * @param {import("./graph-data.js").Atlas} atlas
 * @param {number} from
 * @param {number} to
 * @returns {[number, number, number, number, number, number]}
 */
export function bow({ x, y }, from, to) {
  const [a = 0, b = 0, c = 0, d = 0] = [x[from], y[from], x[to], y[to]];
  return [a, b, (a + c) / 2 + (d - b) * 0.13, (b + d) / 2 - (c - a) * 0.13, c, d];
}

/**
 * @param {[number, number, number, number, number, number]} curve
 * @param {number} part
 */
function along([a, b, u, v, c, d], part) {
  const rest = 1 - part;
  const [first, second, third] = [rest * rest, 2 * rest * part, part * part];
  return [first * a + second * u + third * c, first * b + second * v + third * d];
}

/**
 * @param {WebGL2RenderingContext} gl
 * @param {WebGLProgram} made
 * @param {Sight} sight
 * @param {Colours} colours
 */
function uniforms(gl, made, sight, colours) {
  gl.uniform2f(gl.getUniformLocation(made, "middle"), sight.x, sight.y);
  gl.uniform2f(gl.getUniformLocation(made, "stage"), sight.width, sight.height);
  gl.uniform1f(gl.getUniformLocation(made, "scale"), sight.scale);
  gl.uniform3fv(gl.getUniformLocation(made, "colours"), colours.branches.flat());
}

/**
 * @param {WebGL2RenderingContext} gl
 * @param {WebGLProgram} made
 * @param {string} name
 * @param {number} size
 * @param {Float32Array} values
 * @param {WebGLBuffer | null} buffer
 */
function fill(gl, made, name, size, values, buffer) {
  const place = gl.getAttribLocation(made, name);
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW);
  gl.enableVertexAttribArray(place);
  gl.vertexAttribPointer(place, size, gl.FLOAT, false, 0, 0);
}

/**
 * @param {WebGL2RenderingContext} gl
 * @param {string} vertex
 * @param {string} fragment
 */
function program(gl, vertex, fragment) {
  const made = gl.createProgram();
  for (const [kind, source] of /** @type {const} */ ([[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]])) {
    const shader = gl.createShader(kind);
    if (!shader) throw new Error("no shader");
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  if (!gl.getProgramParameter(made, gl.LINK_STATUS)) throw new Error(`WebGL: ${gl.getProgramInfoLog(made)}`);
  return made;
}
