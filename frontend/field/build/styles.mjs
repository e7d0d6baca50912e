// The style sheet of @getodk/web-forms: taken out of its script, without its fonts, without the utility classes that
// nothing uses, and with sides that turn with the direction of the language.
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Returns the sheet; `path` is the package's entry, which would put it into the page while running. */
export async function styles(path) {
  const folder = dirname(path);
  const scripts = (await readdir(folder)).filter((name) => /^(index-|MapBlock).*\.js$/.test(name));
  const used = (await Promise.all(scripts.map((name) => readFile(join(folder, name), "utf8")))).join("\n");
  const css = (await readFile(path, "utf8")).match(/createTextNode\('([\s\S]*?)'\)\),document\.head/)?.[1];
  if (!css) throw new Error("web-forms has changed: where is its style sheet?");
  const plain = css.replace(/@charset "UTF-8";/, "").replace(/@font-face\{[^}]*\}/g, "").replace(/\\(['\\])/g, "$1");
  return logical(purged(plain, used));
}

/** Drops the utility classes that are never named in the scripts; what belongs to a component stays. */
export function purged(css, used) {
  return css
    .replace(/([^{}]+)\{([^{}]*)\}/g, (rule, selectors, body) => {
      if (/^\s*(@|from|to|[\d.]+%)/.test(selectors)) return rule;
      const kept = selectors.split(/,(?![^(]*\))/).filter((selector) => isUsed(selector, used));
      return kept.length ? `${kept.join(",")}{${body}}` : "";
    })
    .replace(/@media[^{}]+\{\s*\}/g, "");
}

function isUsed(selector, used) {
  if (/data-v-|odk/.test(selector)) return true;
  const classes = [...selector.matchAll(/\.((?:\\.|[\w-])+)/g)].map((hit) => hit[1].replace(/\\/g, ""));
  return classes.every((name) => used.includes(name) || name.startsWith("p-"));
}

const SIDES = { left: "inline-start", right: "inline-end" };
const CORNERS = {
  "top-left": "start-start",
  "top-right": "start-end",
  "bottom-left": "end-start",
  "bottom-right": "end-end",
};

/** Sides by the line of reading. Maps and what is centred by hand stay as they are: the north is up in Arabic too. */
export function logical(css) {
  return css.replace(/([^{}]+)\{([^{}]*)\}/g, (rule, selector, body) => {
    if (/map-|\.ol-|control-bar/.test(selector) || /translate\(-50%/.test(body)) return rule;
    return `${selector}{${body
      .replace(/(^|;)(margin|padding|border)-(left|right)\b/g, (_, before, what, side) => `${before}${what}-${SIDES[side]}`)
      .replace(/(^|;)border-(top|bottom)-(left|right)-radius/g, (_, before, a, b) => `${before}border-${CORNERS[`${a}-${b}`]}-radius`)
      .replace(/(^|;)(left|right):/g, (_, before, side) => `${before}inset-${SIDES[side]}:`)
      .replace(/(^|;)(text-align|float):(left|right)/g, (_, before, what, side) => `${before}${what}:${what === "float" ? SIDES[side] : side === "left" ? "start" : "end"}`)}}`;
  });
}
