// The page's own words, in three languages, from one catalogue; see field/fill/words.py. English is the key.
import { get, put } from "./store.js";

export const LANGUAGES = { en: "English", ar: "العربية", he: "עברית" };
const RIGHT_TO_LEFT = new Set(["ar", "he", "fa", "ur", "ps", "sd", "ug", "yi", "dv", "ckb", "arc", "ku-arab"]);

let language = "en";
/** Without its words the page speaks English: better than not at all. */
const BARE = { texts: {}, counted: {}, engine: {} };
let words = BARE;
const listeners = new Set();

export const chosen = () => language;
export const onLanguage = (listener) => listeners.add(listener);

/** The direction that a language is written in, by its code. */
export function directionOf(code) {
  const tag = code.toLowerCase();
  return RIGHT_TO_LEFT.has(tag) || RIGHT_TO_LEFT.has(tag.split("-")[0]) ? "rtl" : "ltr";
}

const tables = {};

/** All words of a language, from the cache that the service worker filled. */
export async function tableOf(code) {
  tables[code] ??= fetch(`/field/fill/words/${code}.json`).then((answer) => answer.json());
  try {
    return await tables[code];
  } catch {
    delete tables[code];
    return BARE;
  }
}

/** Speaks the language chosen on this phone, or else the browser's. */
export async function begin() {
  const kept = (await get("keys", "language"))?.code;
  const wanted = [kept, ...navigator.languages];
  await use(wanted.map((code) => code?.slice(0, 2)).find((code) => code in LANGUAGES) ?? "en");
}

export async function choose(code) {
  await put("keys", { id: "language", code });
  await use(code);
  for (const listener of listeners) listener(code);
}

async function use(code) {
  words = await tableOf(code);
  language = code;
  face();
}

/** Gives the page the language's direction. */
export function face(code = language) {
  document.documentElement.lang = code;
  document.documentElement.dir = directionOf(code);
}

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? isolated(values[name]) : whole));

/** Values keep their own direction inside a sentence of the other one. */
const isolated = (value) => `\u2068${value}\u2069`;

export const t = (text, values = {}) => filled(words.texts[text] ?? text, values);

/** A sentence with a count; the key is its English plural with `{count}`. */
export function n(text, count, values = {}) {
  const forms = words.counted[text] ?? {};
  const form = forms[new Intl.PluralRules(language).select(count)] ?? forms.other ?? text;
  return filled(form, { ...values, count: count.toLocaleString(language) });
}

/** Words of the form engine for a form's language; ours where we do not speak it. */
export async function engineWords(code) {
  const spoken = code?.slice(0, 2) in LANGUAGES ? code.slice(0, 2) : language;
  return { language: spoken, texts: (await tableOf(spoken)).engine };
}

export function moment(iso) {
  const date = new Date(iso);
  const days = Math.abs(Date.now() - date) / 86_400_000;
  const style = days < 300 ? { day: "numeric", month: "short" } : { dateStyle: "medium" };
  if (style.dateStyle) return date.toLocaleDateString(language, style);
  return date.toLocaleString(language, { ...style, hour: "2-digit", minute: "2-digit" });
}

const UNITS = [
  [1e9, "gigabyte", 1],
  [1e6, "megabyte", 1],
  [1e3, "kilobyte", 0],
];

/** A size for people: 640 kB, 2.4 MB. */
export function size(bytes) {
  const [scale, unit, digits] = UNITS.find(([least]) => bytes >= least) ?? UNITS[2];
  const value = unit === "kilobyte" ? Math.ceil(bytes / scale) : bytes / scale;
  return value.toLocaleString(language, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: digits });
}
