// @ts-check
/** SQLite in a worker: it opens the database with the first query and answers one after the other. */

/** Most rows of an answer: more would fill the memory of a phone. */
const MOST = 50_000;

/** @type {Promise<import("./sqlite/index.mjs").Database> | undefined} */
let database;

/** @param {string} address */
async function open(address) {
  // It is kept in memory, so that ways to keep files in the browser are of no use; and faults are shown in the page.
  const vfs = { opfs: true, "opfs-vfs": true, "opfs-wl": true, "opfs-sahpool": true, kvvfs: true };
  const quiet = () => undefined;
  Object.assign(globalThis, { sqlite3ApiConfig: { disable: { vfs }, warn: quiet, error: quiet } });
  const [{ default: init }, bytes] = await Promise.all([import("./sqlite/index.mjs"), fetched(address)]);
  const sqlite = await init();
  const { capi } = sqlite;
  const opened = new sqlite.oo1.DB(":memory:");
  const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_READONLY;
  const at = sqlite.wasm.allocFromTypedArray(bytes);
  if (capi.sqlite3_deserialize(opened.pointer, "main", at, bytes.length, bytes.length, flags)) {
    throw new Error("the file of the database is damaged");
  }
  return opened;
}

/** The database's bytes; some hosts unpack a .gz file on the way. @param {string} address */
async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the host answers ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

/**
 * @param {import("./sqlite/index.mjs").Database} opened
 * @param {string} sql
 */
function run(opened, sql) {
  const statement = opened.prepare(sql);
  try {
    const columns = statement.columnCount ? statement.getColumnNames() : [];
    const rows = [];
    while (rows.length <= MOST && statement.step()) rows.push(columns.length ? statement.get([]) : []);
    return { columns, rows: rows.slice(0, MOST), more: rows.length > MOST };
  } finally {
    statement.finalize();
  }
}

addEventListener("message", async ({ data }) => {
  try {
    database ??= open(data.address);
    const opened = await database.catch((error) => {
      database = undefined; // the next query tries again: the connection may be back
      throw new Error(`The database could not be loaded: ${error.message}.`);
    });
    postMessage({ answer: run(opened, data.sql) });
  } catch (error) {
    postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
