// @ts-check
/**
 * What was opened once opens without a network, and the search works. With a network nothing comes from what was kept,
 * but for files with a hash in their name, which never change. The build writes BUILD above this: the version of data and
 * program, and the files that the search and the frame of every page need.
 */

const worker = /** @type {any} */ (self); // types of pages know no service workers
/** @type {{version: string, files: string[], search: string[]}} */
// @ts-expect-error -- the build writes it
const build = BUILD;
const FRAME = `effllm-frame-${build.version}`;
const VISITED = `effllm-visited-${build.version}`;
/** How many pages and files are kept, those opened last; larger ones, in bytes, are not. */
const KEPT = 200;
const LARGEST = 4_000_000;
/** How many pages of the last version come along to a new one. */
const ALONG = 20;
const root = worker.registration.scope;
/** @param {string} path */
const at = (path) => new URL(path, root).href;
/** Whether a file never changes: main.57a0d79d.min.css. @param {string} address */
const fixed = (address) => /\.[0-9a-f]{8}\.min\.(css|js)$/.test(new URL(address).pathname);

/** Ask the network whether pages and data are still the same, whatever the browser kept itself. @param {string} address @returns {RequestInit} */
function asked(address) {
  return /\.(css|js|mjs|svg|png|wasm)$/.test(new URL(address).pathname) ? {} : { cache: "no-cache" };
}

/** @param {Response} answer */
function worthKeeping(answer) {
  return answer.status === 200 && answer.type === "basic" && Number(answer.headers.get("content-length") ?? 0) <= LARGEST;
}

/** @param {string} address @param {Response} answer */
async function keep(address, answer) {
  if (!worthKeeping(answer)) return;
  const cache = await caches.open(fixed(address) ? FRAME : VISITED);
  await cache.delete(address); // so that it becomes the last
  await cache.put(address, answer);
  const all = await (await caches.open(VISITED)).keys();
  for (const old of all.slice(0, Math.max(0, all.length - KEPT))) await cache.delete(old);
}

/** Fetch and keep what is not kept yet, as far as it is there. @param {string[]} addresses */
async function gather(addresses) {
  for (const address of addresses) {
    if (!address.startsWith(root) || (await caches.match(address))) continue;
    await fetch(address, asked(address)).then((answer) => keep(address, answer), () => undefined);
  }
}

async function install() {
  const frame = await caches.open(FRAME);
  const saving = /** @type {any} */ (navigator).connection?.saveData;
  const files = saving ? build.files : [...build.files, ...build.search];
  await frame.addAll(files.map((path) => new Request(at(path), { cache: "no-cache" })));
  await worker.skipWaiting();
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith("effllm-") && name !== FRAME && name !== VISITED);
  await worker.clients.claim();
  for (const name of old) {
    const pages = (await (await caches.open(name)).keys()).filter(({ url }) => url.endsWith("/")).slice(-ALONG);
    await caches.delete(name);
    await gather(pages.map(({ url }) => url));
  }
}

/** What is kept for a request; the address of a page holds the state of its form, too. @param {Request} request */
function kept(request) {
  return caches.match(request.url, { ignoreSearch: request.mode === "navigate" });
}

/** The page that says there is no network, in the place of another. */
async function nothing() {
  const page = await caches.match(at("offline.html"));
  const text = page ? await page.text() : "<title>No network</title>No network.";
  const html = text.replace("<head>", `<head><base href="${root}">`);
  return new Response(html, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
}

/** The answer, and the keeping of it where it came from the network. @param {Request} request */
async function answer(request) {
  const address = (request.url.split("#", 1)[0] ?? "").split("?", 1)[0] ?? "";
  const known = fixed(address) && (await caches.match(address));
  if (known) return { given: known };
  try {
    const given = await fetch(request, asked(address));
    return { given, keeping: keep(address, given.clone()) };
  } catch {
    return { given: (await kept(request)) ?? (request.mode === "navigate" ? await nothing() : Response.error()) };
  }
}

/** @param {{request: Request, respondWith: (answer: Promise<Response>) => void, waitUntil: (work: Promise<unknown>) => void}} event */
function fetched(event) {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(root) || request.headers.has("range")) return;
  const answered = answer(request);
  event.respondWith(answered.then(({ given }) => given));
  event.waitUntil(answered.then(({ keeping }) => keeping));
}

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(install()));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(activate()));
worker.addEventListener("fetch", fetched);
/** A page that came before this worker tells what it was made of. */
worker.addEventListener("message", (/** @type {any} */ event) => event.waitUntil(gather(event.data)));
