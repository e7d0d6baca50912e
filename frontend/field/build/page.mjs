// Builds the page of field reports into built/field/: each file under a name with its hash, packed with Brotli and gzip
// beforehand, and `files.json`, from which the server makes the page and its service worker.
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { webForms } from "./adapting.mjs";
import { icon, SVG } from "./icons.mjs";

const field = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Said in every script: whose work it holds, and that we changed it. */
const NOTICE =
  "/*! Good Offices, Apache-2.0. Where it holds @getodk/web-forms (ODK, Apache-2.0), that was changed as " +
  "frontend/field/build/upstream.mjs says. */";

const VUE = {
  "process.env.NODE_ENV": '"production"',
  __VUE_OPTIONS_API__: "true",
  __VUE_PROD_DEVTOOLS__: "false",
  __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
};

/** `common` are the house's options of esbuild, `fonts` its plugin for them; the fonts lie in `out`/fonts already. */
export async function buildField({ common, fonts, out }) {
  const folder = join(out, "field");
  await mkdir(folder, { recursive: true });
  const shared = { ...common, outdir: folder, entryNames: "[name]-[hash]", chunkNames: "[name]-[hash]", assetNames: "[name]-[hash]", metafile: true };
  const results = await Promise.all([
    esbuild.build({ ...shared, entryPoints: [join(field, "app.js")], format: "esm", splitting: true, define: VUE, plugins: [webForms()], legalComments: "linked", banner: { js: NOTICE } }),
    esbuild.build({ ...shared, entryPoints: [join(field, "fill.css"), join(field, "webforms.css")], plugins: [fonts, webForms()] }),
    esbuild.build({ ...shared, entryPoints: [join(field, "sw.js")], format: "iife", entryNames: "[name]" }),
  ]);
  await esbuild.build({ ...common, outdir: out, entryPoints: { "field-enrol": join(field, "enrol.js") }, format: "iife" });
  await icons(folder);
  await cp(join(out, "fonts"), join(folder, "fonts"), { recursive: true });
  await list(folder, results);
}

async function icons(folder) {
  await writeFile(join(folder, "icon.svg"), SVG);
  await writeFile(join(folder, "icon-192.png"), icon(192));
  await writeFile(join(folder, "icon-512.png"), icon(512));
  await writeFile(join(folder, "icon-maskable-512.png"), icon(512, { maskable: true }));
}

/** What the page consists of. `late` files are fetched after the page works: the map, which few forms need. */
async function list(folder, results) {
  const outputs = results.flatMap((result) => Object.entries(result.metafile.outputs));
  const entry = (name) => basename(outputs.find(([, output]) => output.entryPoint?.endsWith(`field/${name}`))[0]);
  const entries = { script: entry("app.js"), style: entry("fill.css"), formStyle: entry("webforms.css") };
  const files = [];
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    if (!/\.(js|css|woff2|png|svg)$/.test(name) || name === "sw.js") continue;
    const bytes = await readFile(join(folder, name));
    files.push({ name, sha256: createHash("sha256").update(bytes).digest("hex"), ...(await pack(folder, name, bytes)), late: name.startsWith("MapBlock") });
  }
  await pack(folder, "sw.js", await readFile(join(folder, "sw.js")));
  await writeFile(join(folder, "files.json"), JSON.stringify({ ...entries, files }, null, 1));
}

async function pack(folder, name, bytes) {
  if (/\.(woff2|png)$/.test(name)) return { size: bytes.length, packed: bytes.length };
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } });
  await writeFile(join(folder, `${name}.br`), brotli);
  await writeFile(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  return { size: bytes.length, packed: brotli.length };
}
