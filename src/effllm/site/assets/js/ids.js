// @ts-check
/** Ids and addresses of papers in what somebody pastes; as `effllm.ids` and `effllm.lookup` of the Python package. */

const ARXIV = String.raw`[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[a-z]{2})?/[0-9]{7}`;
const DOI = String.raw`10\.[0-9]{4,9}/[^\s"'<>{}|\\,;?#]+`;
const ACL = String.raw`[0-9]{4}\.[a-z0-9_]+(?:-[a-z0-9]+)?\.[0-9]+|[a-z][0-9]{2}-[0-9]{4,5}`;
/** A text that is an arXiv id, a DOI or an Anthology id. */
const ALONE = new RegExp(String.raw`^(?:(?:arxiv|doi|acl)[:\s]\s*)?(?:(?:${ARXIV})(?:v[0-9]+)?(?:\.pdf)?|${DOI}|${ACL})$`, "i");
/** An id with its prefix, or an address, anywhere in a text. */
const INSIDE = new RegExp(String.raw`arxiv[\s:.]+(?:${ARXIV})|openreview:\s*\S|https?://|^(?:[\w-]+\.)+[a-z]{2,}/\S`, "i");
const EACH = [ARXIV, DOI, ACL].map((form) => new RegExp(String.raw`(?<![0-9]\.?)(?:${form})(?![0-9])`, "gi"));
const OPENREVIEW = /(?:openreview\.net\/\S*[?&]id=|openreview:\s*)([\w-]+)|^([\w-]{8,12})$/gi;
const KEY = /^(?:\S*\/)?([a-z]+[0-9]{4}[a-z0-9]+)(?:\.ya?ml)?\/?$/i;
const SLUG = /semanticscholar\.org\/paper\/([^/?#\s]{8,})\/[0-9a-f]{40}/i;

/** Whether a text is an id or an address, or has one in it. @param {string} text */
export function isReference(text) {
  const asked = text.normalize("NFKC").trim();
  return ALONE.test(asked) || INSIDE.test(asked);
}

/** All that may be the id, the key or the address of a paper in a text, the surest first. @param {string} text */
export function idsIn(text) {
  const asked = text.normalize("NFKC").trim();
  const found = EACH.flatMap((form) => asked.match(form) ?? []).flatMap((id) => [id, id.toLowerCase(), id.toUpperCase(), bareDoi(id)]);
  for (const [, given, alone] of asked.matchAll(OPENREVIEW)) found.push(given ?? alone ?? "");
  const key = KEY.exec(asked)?.[1]?.toLowerCase();
  const page = bareAddress(asked);
  return [...(key ? [key] : []), ...found, ...(page ? [page, repository(page)] : [])].filter(Boolean);
}

/** The words of a page's name at Semantic Scholar: of the title, and the first authors. @param {string} text */
export function slugWords(text) {
  const slug = SLUG.exec(text)?.[1];
  if (!slug) return "";
  try {
    return decodeURIComponent(slug).replaceAll("-", " ");
  } catch {
    return slug.replaceAll("-", " ");
  }
}

/** A DOI without what follows it in an address or a sentence. @param {string} doi */
function bareDoi(doi) {
  return doi.toLowerCase().replace(/(?:\/full|\/pdf|\.pdf)?[.,;:)\]*]*$/, "");
}

/** What addresses of one page have in common: no scheme, no "www.", small letters. @param {string} url */
function bareAddress(url) {
  const bare = url.replace(/^(?:https?:\/\/)?(?:www\.)?/i, "").replace(/\/+$/, "").toLowerCase();
  return bare.includes("/") ? bare.replace(/\.html$|(?<=\/)([^/]+)\/\1\.pdf$/, "$1") : "";
}

/** The repository that an address is in: host, owner and name. @param {string} page */
function repository(page) {
  return page.split("/").slice(0, 3).join("/").replace(/\.git$|[?#].*$/, "");
}
