// What waits to be sent. A record is written here, whole and on the disk, before anything is called saved; it leaves
// only when the server has said that it holds every byte. It lies under the phone's own key, so that it can be sent
// while everybody is locked out.
import * as store from "./store.js";
import { ownKey, tell } from "./phone.js";
import { openBytes, openJson, sealBytes, sealJson, sha256 } from "./seal.js";

/** How sending stands with a fresh record. `stuck`: why it waits for a person; `nextAt`: not before. */
const FRESH = { begun: false, xmlHeld: false, held: [], tries: 0, nextAt: 0, stuck: null };

/** Saves a finished report in one step with the removal of the draft it was. Returns its id. */
export async function addReport(officer, report, files, draft) {
  const key = await ownKey();
  const blobs = [];
  const listed = [];
  for (const file of files) {
    const id = crypto.randomUUID();
    const bytes = await file.arrayBuffer();
    blobs.push({ id, officer, ...(await sealBytes(key, bytes, `blob ${id}`)) });
    listed.push({ name: file.name, type: file.type, size: bytes.byteLength, sha256: await sha256(bytes), blob: id });
  }
  return add(officer, { kind: "report", ...report, sha256: await sha256(report.xml), files: listed }, blobs, draft);
}

/** Saves an officer's answer to a question of the office. */
export const addAnswer = (officer, answer) => add(officer, { kind: "answer", files: [], ...answer }, []);

async function add(officer, said, blobs, draft) {
  const id = crypto.randomUUID();
  const sealed = await sealJson(await ownKey(), { ...said, savedAt: new Date().toISOString() }, `outbox ${id}`);
  const row = { id, officer, order: Date.now(), blobs: blobs.map((one) => one.id), sealed, ...FRESH };
  await store.write(["outbox", "blobs", "drafts"], async (stores) => {
    for (const blob of blobs) await stores.blobs.put(blob);
    await stores.outbox.put(row);
    if (draft) {
      await stores.drafts.delete(draft.id);
      for (const blob of draft.blobs) await stores.blobs.delete(blob);
    }
  });
  tell("outbox");
  return id;
}

/** The rows of an officer, oldest first; what they say stays sealed. */
export async function rows(officer) {
  return (await store.ofOfficer("outbox", officer)).sort((one, other) => one.order - other.order);
}

export const count = (officer) => store.countOf("outbox", officer);

export const row = (id) => store.get("outbox", id);

/** What a row says: `{kind, instanceID, formID, version, title, name, savedAt, xml, sha256, files}` or an answer. */
export const content = async (one) => openJson(await ownKey(), one.sealed, `outbox ${one.id}`);

/** The bytes of one of its files. */
export async function fileBytes(file) {
  const blob = await store.get("blobs", file.blob);
  return openBytes(await ownKey(), blob, `blob ${file.blob}`);
}

/** Notes how sending stands. */
export async function note(id, news) {
  const changed = await store.change("outbox", id, (one) => ({ ...one, ...news }));
  tell("outbox");
  return changed;
}

/** Lets a stuck record be tried again at once. */
export const tryAgain = (id) => note(id, { stuck: null, tries: 0, nextAt: 0 });

/** Takes a record out, with what `alongside(stores)` writes in the same step (the receipt). */
export async function remove(id, alongside, more = []) {
  await store.write(["outbox", "blobs", ...more], async (stores) => {
    const one = await stores.outbox.get(id);
    if (!one) return;
    await stores.outbox.delete(id);
    for (const blob of one.blobs) await stores.blobs.delete(blob);
    await alongside?.(stores);
  });
  tell("outbox");
}
