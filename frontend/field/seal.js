// Encryption, by the browser's own WebCrypto only: AES-256-GCM, PBKDF2-SHA256, ECDH on P-256.

/** Rounds that a PIN is stretched by; OWASP's minimum for PBKDF2-SHA256. */
export const ROUNDS = 600_000;

const subtle = globalThis.crypto.subtle;
const utf8 = new TextEncoder();
const text = new TextDecoder();
const AES = { name: "AES-GCM", length: 256 };
const CURVE = { name: "ECDH", namedCurve: "P-256" };

export const random = (length) => crypto.getRandomValues(new Uint8Array(length));

/** Makes the phone's own key: it works here and nowhere else, as no script can read it out. */
export const phoneKey = () => subtle.generateKey(AES, false, ["encrypt", "decrypt"]);

/** Takes raw bytes as a key; `lasting` keys can be wrapped again under another PIN. */
export const asKey = (raw) => subtle.importKey("raw", raw, AES, false, ["encrypt", "decrypt"]);

/** Seals bytes. `place` says where they belong: they open nowhere else. */
export async function sealBytes(key, bytes, place) {
  const iv = random(12);
  const data = await subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8.encode(place) }, key, bytes);
  return { iv, data };
}

export function openBytes(key, { iv, data }, place) {
  return subtle.decrypt({ name: "AES-GCM", iv, additionalData: utf8.encode(place) }, key, data);
}

export const sealJson = (key, value, place) => sealBytes(key, utf8.encode(JSON.stringify(value)), place);
export const openJson = async (key, sealed, place) => JSON.parse(text.decode(await openBytes(key, sealed, place)));

/** Stretches a PIN into a key. */
export async function keyOfPin(pin, salt, rounds) {
  const said = await subtle.importKey("raw", utf8.encode(pin.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  return subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, said, AES, false, [
    "encrypt",
    "decrypt",
  ]);
}

/** Makes a pair of keys: whoever has the public one can put something in that only the other opens. */
export async function letterbox() {
  const pair = await subtle.generateKey(CURVE, true, ["deriveBits"]);
  return {
    slot: await subtle.exportKey("raw", pair.publicKey),
    key: await subtle.exportKey("pkcs8", pair.privateKey),
  };
}

export const letterboxKey = (pkcs8) => subtle.importKey("pkcs8", pkcs8, CURVE, false, ["deriveBits"]);

/** Puts a value through a letterbox: a fresh key for each, agreed between a throw-away pair and the slot. */
export async function dropJson(slot, value, place) {
  const once = await subtle.generateKey(CURVE, false, ["deriveBits"]);
  const from = await subtle.exportKey("raw", once.publicKey);
  const key = await agreed(once.privateKey, slot, from, slot);
  return { from, ...(await sealJson(key, value, place)) };
}

export async function takeJson(boxKey, slot, dropped, place) {
  return openJson(await agreed(boxKey, dropped.from, dropped.from, slot), dropped, place);
}

async function agreed(own, other, from, slot) {
  const theirs = await subtle.importKey("raw", other, CURVE, false, []);
  const bits = await subtle.deriveBits({ name: "ECDH", public: theirs }, own, 256);
  const shared = await subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
  const salt = new Uint8Array([...new Uint8Array(from), ...new Uint8Array(slot)]);
  const info = utf8.encode("offices-field letterbox 1");
  return subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt, info }, shared, AES, false, ["encrypt", "decrypt"]);
}

/** SHA-256 of bytes, a blob or a text, in hexadecimal. */
export async function sha256(what) {
  const bytes = what instanceof Blob ? await what.arrayBuffer() : typeof what === "string" ? utf8.encode(what) : what;
  return hex(await subtle.digest("SHA-256", bytes));
}

export const hex = (bytes) => Array.from(new Uint8Array(bytes), (one) => one.toString(16).padStart(2, "0")).join("");
