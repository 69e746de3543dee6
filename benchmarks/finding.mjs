// What the site's search answers to questions: node finding.mjs FOLDER, the questions as JSON on standard input.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const { Library } = await import(pathToFileURL(`${folder}/js/library.js`).href);
const read = (name) => JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8"));
const library = new Library(read("library"), async (kind, number) => read(`search/${kind}-${number}`));
library.extend(read("library-more"));
const answers = [];
for (const q of JSON.parse(readFileSync(0, "utf8"))) {
  await library.prepare(q);
  const { ids, lacks } = library.ask({ q });
  answers.push([ids.slice(0, 10).map((id) => library.show(id).key), lacks]);
}
process.stdout.write(JSON.stringify(answers));
