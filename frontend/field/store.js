// What this browser keeps, in one database. Every write waits until the bytes are on the disk ("strict"): what a page
// calls saved is still there after the battery fell out.
import { openDB } from "idb";

const NAME = "offices-field";

/** Stores and their keys. Nothing lies in them in clear but random ids, counts and when to try again. */
const STORES = {
  keys: { keyPath: "id" }, // the phone's own key, which cannot be read out
  officers: { keyPath: "id" }, // who fills in here: label, wrapped keys, sealed access
  pending: { keyPath: "id" }, // access handed over by the enrolment page, until a PIN is set
  books: { keyPath: ["officer", "id"] }, // an officer's sealed notes: the list of forms, what the office said
  drafts: { keyPath: "id" },
  outbox: { keyPath: "id" },
  sent: { keyPath: "id" },
  blobs: { keyPath: "id" }, // sealed bytes: forms, media, photos
};
const OWNED = ["books", "drafts", "outbox", "sent", "blobs"];

let opened;

export function database() {
  opened ??= openDB(NAME, 1, {
    upgrade(db) {
      for (const [name, options] of Object.entries(STORES)) {
        const store = db.createObjectStore(name, options);
        if (OWNED.includes(name)) store.createIndex("officer", "officer");
      }
    },
    blocking(_now, _then, event) {
      event.target.close();
      opened = undefined;
    },
    terminated() {
      opened = undefined;
    },
  });
  return opened;
}

/** Runs `work(stores)` in one transaction and returns once it is on the disk. `work` may only wait for the stores. */
export async function write(names, work) {
  const db = await database();
  const transaction = db.transaction(names, "readwrite", { durability: "strict" });
  const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]));
  try {
    const result = await work(stores);
    await transaction.done;
    return result;
  } catch (error) {
    transaction.done.catch(() => {});
    try {
      transaction.abort();
    } catch {
      // It was over already.
    }
    throw error;
  }
}

export const put = (name, value) => write([name], (stores) => stores[name].put(value));
export const get = async (name, key) => (await database()).get(name, key);
export const all = async (name) => (await database()).getAll(name);
export const ofOfficer = async (name, officer) => (await database()).getAllFromIndex(name, "officer", officer);
export const countOf = async (name, officer) => (await database()).countFromIndex(name, "officer", officer);

/** Changes one row in one transaction: `change(row)` returns the new row, or nothing to leave it. */
export function change(name, key, change) {
  return write([name], async (stores) => {
    const row = await stores[name].get(key);
    const changed = row && change(row);
    if (changed) await stores[name].put(changed);
    return changed || row;
  });
}

/** Removes every row of an officer from these stores. */
export function clearOfficer(officer, names) {
  return write(names, async (stores) => {
    for (const name of names) {
      const keys = await stores[name].index("officer").getAllKeys(officer);
      for (const key of keys) await stores[name].delete(key);
    }
  });
}
