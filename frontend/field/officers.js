// Who fills in forms on this phone. Each officer has a key of their own, wrapped by their PIN, and an access to one
// programme that works without the PIN, so that what was saved is sent however long they stay locked out.
import * as store from "./store.js";
import { ownKey, tell } from "./phone.js";
import { asKey, keyOfPin, letterbox, letterboxKey, openBytes, openJson, random, ROUNDS, sealBytes, sealJson } from "./seal.js";

/** Wrong PINs before drafts, forms and receipts of the officer are destroyed. The outbox stays and is sent. */
export const MOST_TRIES = 10;
export const SHORTEST_PIN = 6;

/** Seconds to wait after so many wrong PINs. */
const WAITS = [0, 0, 0, 30, 60, 120, 300, 600, 1800, 3600];

/** What lies under an officer's own key, and dies with it. */
export const PRIVATE = ["books", "drafts", "sent"];

export class WrongPin extends Error {
  constructor(left) {
    super("wrong PIN");
    this.left = left;
  }
}
export class MustWait extends Error {
  constructor(until) {
    super("must wait");
    this.until = until;
  }
}
export class Destroyed extends Error {}

/** Keeps an access that the enrolment page handed over, until a PIN is set. */
export async function handOver(access) {
  const id = crypto.randomUUID();
  const sealed = await sealJson(await ownKey(), access, `pending ${id}`);
  await store.put("pending", { id, sealed });
}

/** The access that waits for a PIN, or nothing. */
export async function handedOver() {
  const [row] = await store.all("pending");
  return row && { id: row.id, access: await openJson(await ownKey(), row.sealed, `pending ${row.id}`) };
}

export const dropHandedOver = (id) => store.write(["pending"], (stores) => stores.pending.delete(id));

/** Makes an officer of an access that was handed over. */
export async function enrol(pending, label, pin) {
  const id = crypto.randomUUID();
  const raw = random(32);
  const box = await letterbox();
  const officer = {
    id,
    label,
    access: await sealJson(await ownKey(), pending.access, `access ${id}`),
    lock: await wrapped(id, raw, pin),
    slot: box.slot,
    box: await sealBytes(await asKey(raw), box.key, `box ${id}`),
    tries: 0,
    until: 0,
  };
  await store.write(["officers", "pending"], async (stores) => {
    await stores.officers.put(officer);
    await stores.pending.delete(pending.id);
  });
  tell("officers");
  return id;
}

async function wrapped(id, raw, pin) {
  const salt = random(16);
  const key = await keyOfPin(pin, salt, ROUNDS);
  return { salt, rounds: ROUNDS, ...(await sealBytes(key, raw, `lock ${id}`)) };
}

export const list = () => store.all("officers");

export async function accessOf(officer) {
  return openJson(await ownKey(), officer.access, `access ${officer.id}`);
}

/** Opens an officer's key by the PIN. The try is counted before it is made: pulling the battery helps nobody. */
export async function unlock(id, pin, now = Date.now()) {
  const officer = await counted(id, now);
  const raw = await opened(officer, pin);
  if (!raw) return refuse(officer, now);
  await store.change("officers", id, (row) => ({ ...row, tries: 0, until: 0 }));
  const key = await asKey(raw);
  const boxKey = await letterboxKey(await openBytes(key, officer.box, `box ${id}`));
  return { id, label: officer.label, key, boxKey, slot: officer.slot, access: await accessOf(officer) };
}

async function counted(id, now) {
  const officer = await store.change("officers", id, (row) => {
    if (!row.lock) throw new Destroyed();
    const longest = WAITS.at(-1) * 1000;
    const until = Math.min(row.until, now + longest); // a clock set back keeps nobody out for years
    if (until > now) throw new MustWait(until);
    return { ...row, tries: row.tries + 1 };
  });
  if (!officer) throw new Destroyed();
  return officer;
}

async function opened(officer, pin) {
  const { salt, rounds } = officer.lock;
  try {
    return await openBytes(await keyOfPin(pin, salt, rounds), officer.lock, `lock ${officer.id}`);
  } catch {
    return null;
  }
}

async function refuse(officer, now) {
  if (officer.tries >= MOST_TRIES) {
    await destroy(officer.id);
    throw new Destroyed();
  }
  const until = now + WAITS[officer.tries] * 1000;
  await store.change("officers", officer.id, (row) => ({ ...row, until }));
  throw new WrongPin(MOST_TRIES - officer.tries);
}

/** Throws the officer's key away, and all that lay under it. What waits in the outbox is still sent. */
export async function destroy(id) {
  await store.change("officers", id, (row) => ({ ...row, lock: null, box: null, slot: null }));
  await store.clearOfficer(id, PRIVATE);
  await sweepBlobs(id);
  await leaveIfEmpty(id);
  tell("officers");
}

/** Removes the bytes that no record of the outbox speaks of. */
async function sweepBlobs(id) {
  await store.write(["outbox", "blobs"], async (stores) => {
    const rows = await stores.outbox.index("officer").getAll(id);
    const used = new Set(rows.flatMap((row) => row.blobs));
    for (const key of await stores.blobs.index("officer").getAllKeys(id)) {
      if (!used.has(key)) await stores.blobs.delete(key);
    }
  });
}

/** Takes an officer without a key off the phone once nothing of theirs waits. */
export async function leaveIfEmpty(id) {
  const officer = await store.get("officers", id);
  if (!officer || officer.lock || (await store.countOf("outbox", id)) > 0) return;
  await store.write(["officers"], (stores) => stores.officers.delete(id));
  await store.clearOfficer(id, [...PRIVATE, "blobs"]);
  tell("officers");
}

/** Wraps the officer's key anew; false where the old PIN is wrong. */
export async function changePin(id, old, pin) {
  const officer = await store.get("officers", id);
  const raw = await opened(officer, old);
  if (!raw) return false;
  const lock = await wrapped(id, raw, pin);
  await store.change("officers", id, (row) => ({ ...row, lock }));
  return true;
}
