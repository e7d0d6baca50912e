// Builds the stylesheet, the fonts, the islands and the map of the world into src/goodoffices/web/static/built/.
// Needs `npm ci` and Node >= 20; reads nothing but node_modules and this folder.
import { cp, mkdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { buildField } from "./field/build/page.mjs";
import { world } from "./world.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../src/goodoffices/web/static/built");
const require = createRequire(import.meta.url);
const packageFolder = (name) => dirname(require.resolve(`${name}/package.json`));

/** The cuts we ship: family, npm package, subsets. Two weights each; nothing else is copied. */
const FAMILIES = [
  ["IBM Plex Sans Arabic", "ibm-plex-sans-arabic", ["arabic", "latin"]],
  ["IBM Plex Sans Hebrew", "ibm-plex-sans-hebrew", ["hebrew"]],
  ["IBM Plex Sans", "ibm-plex-sans", ["latin-ext", "latin"]],
];
const WEIGHTS = [400, 600];

/** Drops what our pages never set (mathematical Arabic) and the bidi marks, which every cut claims. */
function keptRange(range) {
  return range
    .split(",")
    .filter((part) => !/^U\+1[0-9A-F]{4}/.test(part))
    .map((part) => part.replace(/^U\+200C-20(0E|10)$/, "U+200C-200D"))
    .filter((part) => part !== "U+2010-2011")
    .join(",");
}

function fontFace(family, weight, file, range) {
  return (
    `@font-face{font-family:"${family}";font-weight:${weight};font-display:swap;` +
    `src:url("./fonts/${file}") format("woff2");unicode-range:${range}}`
  );
}

/** Copies the woff2 files and returns the @font-face rules for them. */
async function fonts() {
  await mkdir(join(out, "fonts"), { recursive: true });
  const rules = [];
  for (const [family, name, subsets] of FAMILIES) {
    const folder = packageFolder(`@fontsource/${name}`);
    const ranges = JSON.parse(await readFile(join(folder, "unicode.json"), "utf8"));
    for (const subset of subsets) {
      for (const weight of WEIGHTS) {
        const file = `${name}-${subset}-${weight}-normal.woff2`;
        await cp(join(folder, "files", file), join(out, "fonts", file));
        rules.push(fontFace(family, weight, file, keptRange(ranges[subset])));
      }
    }
    await cp(join(folder, "LICENSE"), join(out, "fonts", `${name}.LICENSE.txt`));
  }
  return rules.join("\n");
}

/** Lets theme.css import the rules above as "offices:fonts"; the files keep their plain names. */
const fontsPlugin = {
  name: "offices-fonts",
  setup(build) {
    build.onResolve({ filter: /^offices:fonts$/ }, () => ({ path: "fonts", namespace: "offices" }));
    build.onResolve({ filter: /^\.\/fonts\// }, ({ path }) => ({ path, external: true }));
    build.onLoad({ filter: /.*/, namespace: "offices" }, async () => ({
      contents: await fonts(),
      loader: "css",
    }));
  },
};

const common = {
  bundle: true,
  minify: true,
  outdir: out,
  logLevel: "warning",
  legalComments: "none",
  target: ["es2022", "chrome109", "firefox115", "safari16.4"],
  charset: "utf8",
};

const builds = [
  { ...common, entryPoints: [join(here, "theme.css")], plugins: [fontsPlugin] },
  { ...common, entryPoints: [join(here, "site.css")], plugins: [fontsPlugin] },
  {
    ...common,
    entryPoints: [join(here, "app.js"), join(here, "situation.js"), join(here, "redact.js"), join(here, "writing.js")],
    format: "iife",
  },
  {
    ...common,
    entryPoints: { map: join(here, "map.js") },
    format: "esm",
    legalComments: "eof",
  },
  {
    ...common,
    entryPoints: { "map-worker": require.resolve("maplibre-gl/dist/maplibre-gl-worker.mjs") },
    format: "esm",
    legalComments: "eof",
  },
];

/** The preview of a form, with the form component in parts that load when they are needed. */
const preview = {
  ...common,
  entryPoints: { "form-preview": join(here, "field/preview.js") },
  format: "esm",
  splitting: true,
  chunkNames: "form-[name]-[hash]",
  legalComments: "eof",
  define: {
    "process.env.NODE_ENV": '"production"',
    __VUE_OPTIONS_API__: "true",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
};
builds.push(preview);

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await world(require.resolve("world-atlas/countries-50m.json"), out);
if (process.argv.includes("--watch")) {
  for (const options of builds) await (await esbuild.context(options)).watch();
} else {
  await Promise.all(builds.map((options) => esbuild.build(options)));
  await buildField({ common, fonts: fontsPlugin, out });
}
