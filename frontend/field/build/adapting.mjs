// An esbuild plugin that bundles @getodk/web-forms with the changes of upstream.mjs and without its fonts.
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { styles } from "./styles.mjs";
import { CHANGES, CONSTANTS, FILLED, TEXTS } from "./upstream.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const SAID = join(here, "../engine/said.js");
const IMPORTS = `import { say as __say, fill as __fill, count as __count, said as __said, nameOf as __name, titled as __titled } from ${JSON.stringify(SAID)};
import { sheet as __sheet } from ${JSON.stringify(join(here, "../engine/sheets.js"))};
import { paced as __paced } from ${JSON.stringify(join(here, "../engine/pacing.js"))};
`;

export class Unlike extends Error {}

function once(code, from, to) {
  const parts = code.split(from);
  if (parts.length !== 2) {
    throw new Unlike(`web-forms has changed: found ${parts.length - 1} times, not once: ${from.slice(0, 90)}`);
  }
  return parts.join(to);
}

/** Puts `__say("...")` in the place of each text, wherever it is drawn. */
export function translated(code, texts) {
  for (const [text, times] of Object.entries(texts)) {
    const literal = new RegExp(`(?<!cancel: )"( ?)${escaped(text)}( ?)"`, "g");
    let found = 0;
    code = code.replace(literal, (_, before, after) => {
      found += 1;
      return `${before ? '" " + ' : ""}__say(${JSON.stringify(text)})${after ? ' + " "' : ""}`;
    });
    if (found !== times) throw new Unlike(`web-forms has changed: "${text}" is drawn ${found} times, not ${times}`);
  }
  return code;
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Vue keeps what never changes; our words do change with the language, so those parts are drawn anew. */
export function uncached(code) {
  const cache = /(\w+)\[(\d+)\] \|\| \(\1\[\2\] = /g;
  let out = "";
  let at = 0;
  for (let hit; (hit = cache.exec(code)); ) {
    const start = hit.index + hit[0].length;
    const end = closing(code, start);
    const inside = code.slice(start, end);
    if (!/__(say|fill|count)\(/.test(inside)) continue;
    out += `${code.slice(at, hit.index)}(${inside.replace(/\], -1\)/g, "])").replace(/, -1\)/g, ", 1)")}`;
    at = end;
    cache.lastIndex = end;
  }
  return out + code.slice(at);
}

/** The place of the parenthesis that closes what was opened before `from`. */
function closing(code, from) {
  let depth = 1;
  for (let at = from; at < code.length; at += 1) {
    const sign = code[at];
    if (sign === '"') at = code.slice(at).match(/^"(?:[^"\\]|\\.)*"/)[0].length + at - 1;
    else if (sign === "(") depth += 1;
    else if (sign === ")" && (depth -= 1) === 0) return at;
  }
  throw new Unlike("web-forms has changed: a parenthesis is never closed");
}

export function adapted(code, part) {
  for (const text of part === "index" ? CONSTANTS : []) once(code, JSON.stringify(text), "");
  code = uncached(translated(code, TEXTS[part]));
  for (const [from, to] of [...CHANGES[part], ...FILLED[part]]) code = once(code, from, to);
  return IMPORTS + code;
}

export function webForms() {
  return {
    name: "offices-web-forms",
    setup(build) {
      build.onResolve({ filter: /^offices:web-forms\.css$/ }, async ({ resolveDir }) => {
        const found = await build.resolve("@getodk/web-forms", { kind: "import-statement", resolveDir });
        return { path: found.path, namespace: "offices-web-forms-css" };
      });
      build.onLoad({ filter: /.*/, namespace: "offices-web-forms-css" }, async ({ path }) => ({
        contents: await styles(path),
        loader: "css",
      }));
      build.onLoad({ filter: /@getodk[\\/]web-forms[\\/]dist[\\/].*\.js$/ }, async ({ path }) => {
        const code = await readFile(path, "utf8");
        const name = basename(path);
        if (name === "index.js") return { contents: code.slice(code.indexOf("\n") + 1), loader: "js" };
        return { contents: adapted(code, name.startsWith("MapBlock") ? "map" : "index"), loader: "js" };
      });
    },
  };
}
