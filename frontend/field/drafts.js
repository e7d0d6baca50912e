// Drafts: what an officer has begun, under their own key. A draft remembers the form as it was when it was begun.
import * as store from "./store.js";
import { tell } from "./phone.js";
import { openBytes, openJson, sealBytes, sealJson } from "./seal.js";

/** Writes a draft: `{id, form, xml, files: [File], name, language, edits}`. Files already kept are not written again. */
export async function keep(session, draft) {
  const before = await store.get("drafts", draft.id);
  const known = before ? (await opened(session, before)).files : [];
  const { files, blobs } = await sealedFiles(session, draft.files, known);
  const value = { ...draft, files, savedAt: new Date().toISOString() };
  const row = {
    id: draft.id,
    officer: session.id,
    blobs: files.map((file) => file.blob),
    sealed: await sealJson(session.key, value, `draft ${draft.id}`),
  };
  await store.write(["drafts", "blobs"], async (stores) => {
    for (const blob of blobs) await stores.blobs.put(blob);
    for (const gone of (before?.blobs ?? []).filter((id) => !row.blobs.includes(id))) await stores.blobs.delete(gone);
    await stores.drafts.put(row);
  });
  tell("drafts");
}

async function sealedFiles(session, given, known) {
  const files = [];
  const blobs = [];
  for (const file of given) {
    const same = known.find((one) => one.name === file.name && one.size === file.size);
    if (same) {
      files.push(same);
      continue;
    }
    const id = crypto.randomUUID();
    blobs.push({ id, officer: session.id, ...(await sealBytes(session.key, await file.arrayBuffer(), `blob ${id}`)) });
    files.push({ name: file.name, type: file.type, size: file.size, blob: id });
  }
  return { files, blobs };
}

const opened = (session, row) => openJson(session.key, row.sealed, `draft ${row.id}`);

/** The drafts of whoever is let in, newest first, without their bytes. */
export async function list(session) {
  const rows = await store.ofOfficer("drafts", session.id);
  const drafts = await Promise.all(rows.map((row) => opened(session, row)));
  return drafts.sort((one, other) => other.savedAt.localeCompare(one.savedAt));
}

/** A draft with its files as `File`s. */
export async function load(session, id) {
  const row = await store.get("drafts", id);
  if (!row || row.officer !== session.id) return null;
  const draft = await opened(session, row);
  const files = [];
  for (const file of draft.files) {
    const bytes = await openBytes(session.key, await store.get("blobs", file.blob), `blob ${file.blob}`);
    files.push(new File([bytes], file.name, { type: file.type }));
  }
  return { ...draft, files };
}

/** What the outbox removes in the step that saves the finished report. */
export async function asRow(id) {
  const row = await store.get("drafts", id);
  return row ? { id, blobs: row.blobs } : null;
}

/** Removes a draft; returns how to put it back. */
export async function remove(id) {
  const kept = await store.write(["drafts", "blobs"], async (stores) => {
    const row = await stores.drafts.get(id);
    if (!row) return null;
    const blobs = [];
    for (const blob of row.blobs) blobs.push(await stores.blobs.get(blob));
    await stores.drafts.delete(id);
    for (const blob of row.blobs) await stores.blobs.delete(blob);
    return { row, blobs };
  });
  tell("drafts");
  return () => putBack(kept);
}

async function putBack(kept) {
  if (!kept) return;
  await store.write(["drafts", "blobs"], async (stores) => {
    await stores.drafts.put(kept.row);
    for (const blob of kept.blobs) await stores.blobs.put(blob);
  });
  tell("drafts");
}
