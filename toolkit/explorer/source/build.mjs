// Builds ../static/explorer.js and ../static/explorer.css from the modules of page/ and style/.
// The first line of each file names the hash of everything it was built from; a test compares it.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2] ?? join(here, "..", "static");
const MADE_FROM = ["package-lock.json", "tsconfig.json", "build.mjs"];

/** Hash of the sources: name and content of each file, in the order of the names. */
function hashOfSources() {
  const modules = ["page", "style"].flatMap((folder) =>
    readdirSync(join(here, folder)).map((name) => `${folder}/${name}`),
  );
  const hash = createHash("sha256");
  for (const name of [...MADE_FROM, ...modules].sort()) {
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(here, name)))
      .update("\0");
  }
  return hash.digest("hex");
}

const banner = `/* theme-toolkit explorer, built by make explorer; sources ${hashOfSources()} */`;
const result = await build({
  absWorkingDir: here,
  entryPoints: { explorer: "page/main.ts", "explorer.css": "style/main.css" },
  entryNames: "[name]",
  outdir: target,
  bundle: true,
  minify: true,
  mangleProps: /^_/, // private members alone begin with an underscore
  format: "iife",
  target: ["es2022"],
  charset: "ascii",
  legalComments: "none",
  banner: { js: banner, css: banner },
  write: false,
});
mkdirSync(target, { recursive: true });
for (const file of result.outputFiles) {
  const name = file.path.endsWith(".js") ? "explorer.js" : "explorer.css";
  writeFileSync(join(target, name), file.contents);
  console.log(`${name} ${file.contents.length} bytes`);
}
