// @ts-check
/** Lists the pages that are kept on this device, the last first, on the page for when there is no network. */

import { element, root } from "./client.js";

async function pages() {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      if (!request.url.startsWith(root.href) || !request.url.endsWith("/")) continue;
      const text = await (await cache.match(request))?.text();
      const title = new DOMParser().parseFromString(text ?? "", "text/html").title.replace(/ - [^-]*$/, "");
      found.unshift(element("li", {}, element("a", { href: request.url }, title || request.url)));
    }
  }
  return found;
}

document.querySelector("#content .ef-button")?.setAttribute("href", location.href);
pages().then((found) => {
  const section = document.getElementById("kept");
  section?.toggleAttribute("hidden", found.length === 0);
  section?.querySelector("ul")?.replaceChildren(...found);
});
