// The outbox as one file, to be carried by hand where no network is; see docs/reference/outbox-file.md. It is plain,
// or sealed by a passphrase.
import * as outbox from "./outbox.js";
import { hex, keyOfPin, random, ROUNDS, sha256 } from "./seal.js";
import { Zip } from "./zip.js";

export const FORMAT = "goodoffices-outbox";
export const VERSION = 1;
const PIECE = 1 << 20;
const utf8 = new TextEncoder();

/** Packs rows of the outbox: a zip with a manifest, the XML and the files under numbers, and a proof of who made it. */
export async function packed(rows, access, shell) {
  const zip = new Zip();
  const records = [];
  for (const [index, row] of rows.entries()) records.push(await addRecord(zip, index + 1, await outbox.content(row)));
  const made = { format: FORMAT, version: VERSION, made_at: new Date().toISOString(), shell };
  const manifest = utf8.encode(JSON.stringify({ ...made, programme: access.slug, device: access.code, records }, null, 1));
  zip.add("manifest.json", manifest);
  zip.add("proof.txt", utf8.encode(await proof(manifest, access.secret)));
  return zip.done();
}

async function addRecord(zip, number, record) {
  if (record.kind === "answer") {
    const { kind, instanceID, question, text, savedAt } = record;
    return { kind, instanceID, question, text, saved_at: savedAt };
  }
  const folder = `records/${number}`;
  const xml = utf8.encode(record.xml);
  zip.add(`${folder}/submission.xml`, xml);
  const files = [];
  for (const [index, file] of record.files.entries()) {
    const path = `${folder}/files/${index + 1}`;
    zip.add(path, new Uint8Array(await outbox.fileBytes(file)));
    files.push({ path, name: file.name, type: file.type, size: file.size, sha256: file.sha256 });
  }
  const { kind, instanceID, formID, version, savedAt } = record;
  const xmlPart = { path: `${folder}/submission.xml`, size: xml.length, sha256: record.sha256 };
  return { kind, instanceID, formID, version, saved_at: savedAt, xml: xmlPart, files };
}

/** Proves that the device made the manifest, without giving its secret away: HMAC under the secret's SHA-256. */
async function proof(manifest, secret) {
  const raw = utf8.encode(await sha256(secret));
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return hex(await crypto.subtle.sign("HMAC", key, manifest));
}

/** Seals a file by a passphrase, in pieces that cannot be moved, left out or cut off unseen. */
export async function sealed(blob, passphrase) {
  const salt = random(16);
  const start = random(7);
  const head = { format: `${FORMAT}-sealed`, version: VERSION, kdf: "PBKDF2-SHA256", rounds: ROUNDS, salt: hex(salt), start: hex(start), piece: PIECE };
  const line = utf8.encode(`${JSON.stringify(head)}\n`);
  const key = await keyOfPin(passphrase, salt, ROUNDS);
  const parts = [line];
  const pieces = Math.max(1, Math.ceil(blob.size / PIECE));
  for (let index = 0; index < pieces; index += 1) {
    const bytes = await blob.slice(index * PIECE, (index + 1) * PIECE).arrayBuffer();
    const iv = new Uint8Array([...start, ...bigEndian(index), index === pieces - 1 ? 1 : 0]);
    parts.push(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: line }, key, bytes));
  }
  return new Blob(parts, { type: "application/octet-stream" });
}

const bigEndian = (value) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
