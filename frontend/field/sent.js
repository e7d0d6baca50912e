// What was sent, and what the office said about it since. Receipts come in while everybody may be locked out, so they
// go through the officer's letterbox; once the officer is there they lie under their key.
import * as store from "./store.js";
import { tell } from "./phone.js";
import { dropJson, openJson, sealJson, takeJson } from "./seal.js";

/** Receipts kept on the phone; older ones without an open question go. */
export const MOST_KEPT = 200;

/** Returns what writes the receipt of a record into the store "sent"; nothing for an officer whose key is gone. */
export async function receiptFor(officer, record) {
  if (!officer.slot) return null;
  const { files, ...said } = record;
  const id = crypto.randomUUID();
  const value = {
    ...said,
    files: files.map(({ name, size }) => ({ name, size })),
    sentAt: new Date().toISOString(),
    news: null,
  };
  const dropped = await dropJson(officer.slot, value, `sent ${id}`);
  return (stores) => stores.sent.put({ id, officer: officer.id, dropped });
}

/** The receipts of whoever is let in, newest first. */
export async function receipts(session) {
  const rows = await store.ofOfficer("sent", session.id);
  const opened = await Promise.all(rows.map((row) => open(session, row)));
  return opened.sort((one, other) => other.sentAt.localeCompare(one.sentAt));
}

async function open(session, row) {
  const place = `sent ${row.id}`;
  const value = row.dropped
    ? await takeJson(session.boxKey, session.slot, row.dropped, place)
    : await openJson(session.key, row.sealed, place);
  return { id: row.id, ...value };
}

export async function receipt(session, id) {
  const row = await store.get("sent", id);
  return row && row.officer === session.id ? open(session, row) : null;
}

/** Writes a receipt back, under the officer's own key. */
export async function keep(session, { id, ...value }) {
  const sealed = await sealJson(session.key, value, `sent ${id}`);
  await store.put("sent", { id, officer: session.id, sealed });
}

/** Takes in what the office says of our reports; returns how many of them have something new. */
export async function takeNews(session, news) {
  let changed = 0;
  for (const one of await receipts(session)) {
    const said = news[one.instanceID];
    if (!said || JSON.stringify(said) === JSON.stringify(one.news)) continue;
    await keep(session, { ...one, news: said });
    changed += 1;
  }
  if (changed) tell("sent");
  return changed;
}

/** Open questions of a receipt: asked, and not answered here or there. */
export function openQuestions(one) {
  return (one.news?.questions ?? []).filter((ask) => !ask.answered && !(one.answers ?? {})[ask.id]);
}

/** Forgets the oldest receipts above `MOST_KEPT` that nobody asks about. */
export async function forgetOld(session) {
  const old = (await receipts(session)).slice(MOST_KEPT).filter((one) => openQuestions(one).length === 0);
  if (old.length === 0) return;
  await store.write(["sent"], async (stores) => {
    for (const one of old) await stores.sent.delete(one.id);
  });
}

export async function forget(id) {
  await store.write(["sent"], (stores) => stores.sent.delete(id));
  tell("sent");
}
