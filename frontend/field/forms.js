// The forms of an officer, each version with every byte it needs, checked against its hash and sealed under the
// officer's key. A form counts as ready only once all of it lies here.
import * as store from "./store.js";
import { tell } from "./phone.js";
import { openBytes, openJson, sealBytes, sealJson, sha256 } from "./seal.js";
import { Office } from "./office.js";
import { list } from "./drafts.js";
import { receipts } from "./sent.js";

const BOOK = "forms";
const EMPTY = { programme: null, device: null, limits: {}, forms: [], fetchedAt: null };

/** The list as it was last fetched: `{programme, device, limits, forms, fetchedAt}`. */
export async function book(session) {
  const row = await store.get("books", [session.id, BOOK]);
  return row ? openJson(session.key, row.sealed, `book ${session.id}`) : EMPTY;
}

async function keepBook(session, value) {
  const sealed = await sealJson(session.key, value, `book ${session.id}`);
  await store.put("books", { officer: session.id, id: BOOK, sealed });
  tell("forms");
}

export const keyOf = (form) => `${form.formID}\n${form.version}`;

/** Whether every byte of a form lies here. */
export const isReady = (form) => Boolean(form.xml.blob) && form.media.every((file) => file.blob);

/** What may be filled in now: the newest list; older versions stay for the drafts that were begun with them. */
export const offered = (value) => value.forms.filter((form) => form.listed);

/** Fetches the list, and then what is missing of each form. `progress(form)` is called as they come. */
export async function refresh(session) {
  const office = new Office(session.access);
  const about = await office.about();
  const before = await book(session);
  const value = { ...about, fetchedAt: new Date().toISOString(), forms: merged(before.forms, about.forms) };
  await keepBook(session, value);
  const failures = [];
  for (const form of offered(value)) {
    try {
      for (const file of [form.xml, ...form.media]) await fetchFile(session, office, value, file);
    } catch (error) {
      failures.push({ form, error });
    }
  }
  await sweep(session);
  if (failures.length) throw failures[0].error;
  return value;
}

/** The new list with the bytes we hold already, and older versions after it, no longer listed. */
function merged(old, fresh) {
  const held = new Map(old.flatMap((form) => [form.xml, ...form.media]).map((file) => [file.sha256, file.blob]));
  const keep = (file) => ({ ...file, blob: held.get(file.sha256) ?? null });
  const listed = fresh.map((form) => ({ ...form, listed: true, xml: keep(form.xml), media: form.media.map(keep) }));
  const keys = new Set(listed.map(keyOf));
  return [...listed, ...old.filter((form) => !keys.has(keyOf(form))).map((form) => ({ ...form, listed: false }))];
}

async function fetchFile(session, office, value, file) {
  if (file.blob) return;
  const bytes = await office.file(file.url);
  if ((await sha256(bytes)) !== file.sha256) throw new Error("the bytes are not what was announced");
  const id = crypto.randomUUID();
  await store.put("blobs", { id, officer: session.id, ...(await sealBytes(session.key, bytes, `blob ${id}`)) });
  for (const form of value.forms) {
    for (const other of [form.xml, ...form.media]) if (other.sha256 === file.sha256) other.blob = id;
  }
  await keepBook(session, value);
}

/** Removes versions that are neither listed nor needed by a draft or a report that may still be corrected. */
async function sweep(session) {
  const value = await book(session);
  const needed = new Set((await list(session)).map((draft) => keyOf(draft.form)));
  for (const one of await receipts(session)) if (one.xml) needed.add(keyOf(one));
  const stays = value.forms.filter((form) => form.listed || needed.has(keyOf(form)));
  const blobs = (forms) => forms.flatMap((form) => [form.xml.blob, ...form.media.map((file) => file.blob)]);
  const used = new Set(blobs(stays));
  const gone = blobs(value.forms).filter((id) => id && !used.has(id));
  if (gone.length === 0 && stays.length === value.forms.length) return;
  await keepBook(session, { ...value, forms: stays });
  await store.write(["blobs"], async (stores) => {
    for (const id of gone) await stores.blobs.delete(id);
  });
}

/** A form by its id and version, or nothing. */
export async function find(session, key) {
  return (await book(session)).forms.find((form) => keyOf(form) === key) ?? null;
}

/** The version of a form that is handed out now, once all of it is here. */
export async function newest(session, formID) {
  return offered(await book(session)).find((form) => form.formID === formID && isReady(form)) ?? null;
}

async function bytesOf(session, file) {
  return openBytes(session.key, await store.get("blobs", file.blob), `blob ${file.blob}`);
}

export const xmlOf = async (session, form) => new TextDecoder().decode(await bytesOf(session, form.xml));

const TYPES = {
  csv: "text/csv",
  xml: "text/xml",
  geojson: "application/geo+json",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  gif: "image/gif",
  webp: "image/webp",
  svg: "image/svg+xml",
  mp3: "audio/mpeg",
  m4a: "audio/mp4",
  ogg: "audio/ogg",
  wav: "audio/wav",
  mp4: "video/mp4",
  webm: "video/webm",
};

/** Answers the form engine's requests for the files of a form, from what lies here. */
export function attachmentsOf(session, form) {
  return async (address) => {
    const name = decodeURIComponent(String(address.href ?? address).split("/").pop());
    const file = form.media.find((one) => one.name === name);
    if (!file?.blob) return new Response("", { status: 404 });
    const type = TYPES[name.split(".").pop().toLowerCase()] ?? "application/octet-stream";
    return new Response(await bytesOf(session, file), { headers: { "Content-Type": type } });
  };
}

/** A form's title in a language, or in any. */
export function titleOf(form, language) {
  const { titles } = form;
  return titles[language] ?? titles.en ?? Object.values(titles)[0] ?? form.formID;
}
