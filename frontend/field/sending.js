// Sending the outbox: one sender at a time on the whole phone, oldest first, the XML before its files, one file a post,
// the smallest first. What was begun goes on where the server says it stands.
import * as store from "./store.js";
import * as outbox from "./outbox.js";
import * as officers from "./officers.js";
import { tell } from "./phone.js";
import { Busy, Office, Refused, Revoked } from "./office.js";
import { receiptFor } from "./sent.js";

const FIRST_WAIT = 15_000;
const LONGEST_WAIT = 30 * 60_000;
const WAIT_WHEN_REVOKED = 60 * 60_000;

/** When to try again after so many failures: doubling, and never two phones at the same moment. */
export function backOff(tries, chance = Math.random()) {
  return Math.min(FIRST_WAIT * 2 ** Math.min(tries, 12), LONGEST_WAIT) * (0.5 + chance);
}

/** Sends what is due, or with `now` everything that is not stuck. Returns false where another sender is at work. */
export async function sendAll({ now = false, about } = {}) {
  return navigator.locks.request("offices-field-sending", { ifAvailable: true }, async (mine) => {
    if (!mine) return false;
    tell("sending");
    try {
      for (const officer of await officers.list()) await sendOf(officer, now, about);
    } finally {
      tell("sent-all");
    }
    return true;
  });
}

/** Whether anything of anybody could be sent at this moment. */
export async function isDue(moment = Date.now()) {
  const rows = await store.all("outbox");
  return rows.some((row) => !row.stuck && row.nextAt <= moment);
}

async function sendOf(officer, now, about) {
  const due = (await outbox.rows(officer.id)).filter((row) => !row.stuck && (now || row.nextAt <= Date.now()));
  if (officer.notBefore > Date.now() && !now) return;
  if (due.length === 0 && !about) return;
  const office = new Office(await officers.accessOf(officer));
  try {
    for (const row of due) await sendOne(officer, office, row);
    await report(officer, office, about);
    await put(officer, { refused: null, notBefore: 0 });
  } catch (error) {
    await pause(officer, error);
  }
  await officers.leaveIfEmpty(officer.id);
}

/** Notes why nothing more goes out for this officer for a while. */
async function pause(officer, error) {
  if (error instanceof Revoked) {
    await put(officer, { refused: new Date().toISOString(), notBefore: Date.now() + WAIT_WHEN_REVOKED });
  } else if (error instanceof Busy) {
    await put(officer, { notBefore: Date.now() + error.seconds * 1000 });
  }
}

const put = async (officer, news) => {
  await store.change("officers", officer.id, (row) => ({ ...row, ...news }));
  tell("officers");
};

/** Sends one record. What only it is to blame for makes it stuck; what concerns the line ends the round. */
async function sendOne(officer, office, row) {
  const record = await outbox.content(row);
  try {
    if (record.kind === "answer") await office.answer(pick(record));
    else await deliver(office, row, record);
    const alongside = record.kind === "answer" ? null : await receiptFor(officer, record);
    await outbox.remove(row.id, alongside, ["sent"]);
    tell("sent");
  } catch (error) {
    await failed(office, row, error);
  }
}

const pick = ({ instanceID, question, text }) => ({ instanceID, question, text });

async function failed(office, row, error) {
  const tries = row.tries + 1;
  if (error instanceof Refused) {
    if (error.status === 403) await office.about(); // throws Revoked where it is the access that is gone
    const { status, words, reason } = error;
    const stuck = { status, words, reason, at: new Date().toISOString() };
    await outbox.note(row.id, { stuck, tries });
    return;
  }
  const wait = error instanceof Busy ? error.seconds * 1000 : backOff(row.tries);
  await outbox.note(row.id, { tries, nextAt: Date.now() + wait });
  throw error;
}

/** Brings every byte of a report over, as far as it is not there already. */
async function deliver(office, row, record) {
  let held = new Map();
  let xmlHeld = false;
  if (row.begun) {
    const receipt = await office.receipt(record.instanceID);
    xmlHeld = receipt.state === "received" && receipt.sha256 === record.sha256;
    if (xmlHeld) held = new Map(receipt.files.map((file) => [file.name, file.sha256]));
  } else {
    await outbox.note(row.id, { begun: true });
  }
  const missing = record.files
    .filter((file) => held.get(file.name) !== file.sha256)
    .sort((one, other) => one.size - other.size);
  if (!xmlHeld) await office.post(record.instanceID, record.xml);
  const done = record.files.filter((file) => !missing.includes(file)).map((file) => file.name);
  await outbox.note(row.id, { xmlHeld: true, held: [...done] });
  for (const file of missing) {
    await office.post(record.instanceID, record.xml, { ...file, bytes: await outbox.fileBytes(file) });
    done.push(file.name);
    await outbox.note(row.id, { held: [...done] });
  }
}

/** Says what waits here. Where somebody is let in, also asks what the office says of what was sent. */
async function report(officer, office, about) {
  const left = await outbox.rows(officer.id);
  const mine = about && about.officer === officer.id;
  const news = await office.state({
    waiting: left.length,
    oldest: left.length ? new Date(left[0].order).toISOString() : null,
    shell: globalThis.OFFICES_SHELL ?? "",
    sent: mine ? about.sent : [],
  });
  if (mine) await about.take(news.submissions ?? {});
}
