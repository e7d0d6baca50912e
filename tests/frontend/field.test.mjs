// The parts of the page of field reports that need no browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateRawSync } from "node:zlib";
import { bare, exifOf, isJpeg, orientation, orientationOnly, saysPlace } from "../../frontend/field/exif.js";
import { languageCode, startLanguage } from "../../frontend/field/engine/languages.js";
import { crc32, Zip } from "../../frontend/field/zip.js";
import { icon } from "../../frontend/field/build/icons.mjs";
import { logical, purged } from "../../frontend/field/build/styles.mjs";
import { translated, uncached } from "../../frontend/field/build/adapting.mjs";
import * as seal from "../../frontend/field/seal.js";

globalThis.location = { origin: "https://offices.example" };
const { instanceOf, messageOf, Office, patienceOf, Busy, Refused, Revoked, Unreachable } = await import(
  "../../frontend/field/office.js"
);

const bytes = (text) => new TextEncoder().encode(text);

test("zip: what is put in comes out, with its sum", async () => {
  assert.equal(crc32(bytes("123456789")), 0xcbf43926);
  const zip = new Zip();
  zip.add("manifest.json", bytes("{}"));
  zip.add("records/1/files/1", bytes("photo"));
  const data = new Uint8Array(await zip.done().arrayBuffer());
  const text = Buffer.from(data).toString("latin1");
  assert.equal(text.split("PK\x01\x02").length - 1, 2);
  assert.ok(text.includes("records/1/files/1photo"));
  assert.ok(text.startsWith("PK\x03\x04"));
});

test("a PNG is drawn that has the ring and its gap", () => {
  const png = icon(64);
  assert.equal(png.toString("latin1", 1, 4), "PNG");
  const packed = png.subarray(png.indexOf("IDAT") + 4, png.indexOf("IEND") - 8);
  const rows = inflateRawSync(packed.subarray(2));
  const pixel = (x, y) => [...rows.subarray(y * (64 * 3 + 1) + 1 + x * 3, y * (64 * 3 + 1) + 4 + x * 3)];
  assert.deepEqual(pixel(0, 0), [0xfa, 0xf8, 0xf4]);
  assert.deepEqual(pixel(12, 32), [0x0f, 0x58, 0x66]);
  assert.deepEqual(pixel(51, 32), [0xfa, 0xf8, 0xf4]);
});

test("exif: how a photo is turned and that it says where", () => {
  const turned = new Uint8Array([0xff, 0xd8, ...orientationOnly(6), 0xff, 0xda, 0, 2, 1, 2, 0xff, 0xd9]);
  assert.ok(isJpeg(turned));
  assert.equal(orientation(turned), 6);
  assert.equal(saysPlace(turned), false);
  assert.equal(orientation(new Uint8Array([0xff, 0xd8, 0xff, 0xda, 0, 2, 0xff, 0xd9])), 1);
  const upright = exifOf(turned);
  const again = new Uint8Array([0xff, 0xd8, ...upright, 0xff, 0xda, 0, 2, 0xff, 0xd9]);
  assert.equal(orientation(again), 1);
});

test("exif: a bare photo keeps how it is turned and loses the rest", async () => {
  const comment = [0xff, 0xfe, 0, 8, ...bytes("Samira")];
  const photo = [0xff, 0xd8, ...orientationOnly(3), ...comment, 0xff, 0xda, 0, 2, 7, 0xff, 0, 7, 0xff, 0xd9];
  const kept = new Uint8Array(await bare(new Uint8Array([...photo, ...bytes("second picture")])).arrayBuffer());
  const text = Buffer.from(kept).toString("latin1");
  assert.ok(!text.includes("Samira"));
  assert.ok(!text.includes("second"));
  assert.equal(orientation(kept), 3);
});

test("exif: what is cut off or lies about its size stops nobody", () => {
  for (const harm of [[], [0xff], [0xff, 0xd8], [0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, 1], [0xff, 0xd8, 0xff, 0xe1, 0, 0]]) {
    assert.equal(orientation(new Uint8Array(harm)), 1);
  }
  const lies = [0xff, 0xd8, 0xff, 0xe1, 0, 18, ...bytes("Exif\0\0MM\0*"), 0xff, 0xff, 0xff, 0xff, 0, 0, 0xff, 0xda];
  assert.equal(orientation(new Uint8Array(lies)), 1);
});

test("a form's language is known by its name", () => {
  for (const [name, code] of [
    ["English (en)", "en"],
    ["العربية (ar)", "ar"],
    ["Arabic", "ar"],
    ["עברית", "he"],
    ["ku-Arab", "ku-Arab"],
    ["Esperanto", ""],
  ]) {
    assert.equal(languageCode({ language: name }), code, name);
  }
  const languages = [{ language: "English (en)" }, { language: "Arabic (ar)" }];
  assert.equal(startLanguage(languages, { code: "ar" }).language, "Arabic (ar)");
  assert.equal(startLanguage(languages, { name: "English (en)", code: "ar" }).language, "English (en)");
  assert.equal(startLanguage(languages, { code: "he" }), undefined);
  assert.equal(startLanguage([{ isSyntheticDefault: true, language: "" }], { code: "en" }), undefined);
});

test("an answer is read for what it says and about what", () => {
  const said =
    '<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message nature="error">No &lt;way&gt; &amp; no &#1605;</message>' +
    '<submissionMetadata xmlns="x" id="f" instanceID="uuid:a&amp;b"/></OpenRosaResponse>';
  assert.equal(instanceOf(said), "uuid:a&b");
  assert.equal(messageOf(said), "No <way> & no م");
  assert.equal(instanceOf("<html>Welcome</html>"), "");
});

const answering = (status, body, headers = {}) => async () => new Response(body, { status, headers });
const office = (fetcher) => new Office({ base: "/field/x/", code: "c", secret: "s" }, fetcher);
const receipt = (id) => `<OpenRosaResponse><submissionMetadata instanceID="${id}"/></OpenRosaResponse>`;

test("only 201 and 202 about the same report count as delivered", async () => {
  for (const status of [201, 202]) await office(answering(status, receipt("uuid:1"))).post("uuid:1", "<x/>");
  for (const [status, body, kind] of [
    [200, receipt("uuid:1"), Unreachable],
    [201, receipt("uuid:2"), Unreachable],
    [201, "", Unreachable],
    [500, "", Unreachable],
    [401, "", Revoked],
    [503, "", Busy],
    [409, "<message>Other</message>", Refused],
  ]) {
    await assert.rejects(office(answering(status, body)).post("uuid:1", "<x/>"), kind, String(status));
  }
});

test("a report goes only to the server the page came from", async () => {
  let asked;
  const fetcher = async (address, options) => {
    asked = { address: String(address), ...options };
    return new Response("<x/>", { status: 200 });
  };
  await office(fetcher).file("http://elsewhere.example/field/x/forms/1.xml?a=b");
  assert.equal(asked.address, "https://offices.example/field/x/forms/1.xml?a=b");
  assert.equal(asked.credentials, "omit");
  assert.equal(asked.redirect, "error");
  assert.ok(!asked.address.includes("s@") && asked.headers.Authorization === `Basic ${btoa("c:s")}`);
});

test("patience is had as long as is asked for, within reason", () => {
  const after = (value) => patienceOf(new Response("", { headers: value ? { "Retry-After": value } : {} }), Date.UTC(2026, 0, 1));
  assert.equal(after("120"), 120);
  assert.equal(after("Thu, 01 Jan 2026 00:02:00 GMT"), 120);
  assert.equal(after(""), 60);
  assert.equal(after("soon"), 60);
  assert.equal(after("99999999"), 6 * 3600);
  assert.equal(after("0"), 1);
});

test("sealed bytes open in their own place only, with their own key", async () => {
  const key = await seal.phoneKey();
  await assert.rejects(crypto.subtle.exportKey("raw", key));
  const sealed = await seal.sealJson(key, { a: "ب" }, "draft 1");
  assert.deepEqual(await seal.openJson(key, sealed, "draft 1"), { a: "ب" });
  await assert.rejects(seal.openJson(key, sealed, "draft 2"));
  await assert.rejects(seal.openJson(await seal.phoneKey(), sealed, "draft 1"));
  const twice = await seal.sealJson(key, { a: "ب" }, "draft 1");
  assert.notDeepEqual(new Uint8Array(twice.iv), new Uint8Array(sealed.iv));
});

test("what goes through a letterbox opens only with its key", async () => {
  const box = await seal.letterbox();
  const other = await seal.letterbox();
  const dropped = await seal.dropJson(box.slot, { sent: 1 }, "sent 1");
  const key = await seal.letterboxKey(box.key);
  assert.deepEqual(await seal.takeJson(key, box.slot, dropped, "sent 1"), { sent: 1 });
  await assert.rejects(seal.takeJson(await seal.letterboxKey(other.key), box.slot, dropped, "sent 1"));
  await assert.rejects(seal.takeJson(key, box.slot, dropped, "sent 2"));
});

test("a PIN is stretched as long as is promised", async () => {
  assert.ok(seal.ROUNDS >= 600_000);
  const salt = seal.random(16);
  const one = await seal.sealBytes(await seal.keyOfPin("بيت 12", salt, 1000), bytes("x"), "p");
  await seal.openBytes(await seal.keyOfPin("بيت 12", salt, 1000), one, "p");
  await assert.rejects(seal.openBytes(await seal.keyOfPin("بيت 13", salt, 1000), one, "p"));
});

test("sides turn with the language, maps and utilities apart", () => {
  assert.equal(logical(".a{margin-left:1px;padding-right:2px;text-align:left;left:0}"), ".a{margin-inline-start:1px;padding-inline-end:2px;text-align:start;inset-inline-start:0}");
  assert.equal(logical(".b{border-top-left-radius:1px;float:left}"), ".b{border-start-start-radius:1px;float:inline-start}");
  assert.equal(logical(".map-x{left:0}"), ".map-x{left:0}");
  assert.equal(logical(".c{left:50%;transform:translate(-50%)}"), ".c{left:50%;transform:translate(-50%)}");
  const css = ".used{a:b}.unused{a:b}@media x{.unused{a:b}}.x[data-v-1]{a:b}";
  assert.equal(purged(css, '"used"'), ".used{a:b}.x[data-v-1]{a:b}");
});

test("a text of upstream's that is not found stops the build", () => {
  assert.equal(translated('h("span", null, " Add ", -1)', { Add: 1 }), 'h("span", null, " " + __say("Add") + " ", -1)');
  assert.throws(() => translated('h("Plus")', { Add: 1 }), /web-forms has changed/);
  assert.throws(() => translated('h("Add", "Add")', { Add: 1 }), /drawn 2 times, not 1/);
});

test("what speaks is drawn anew, what does not stays kept", () => {
  const code = 'a[0] || (a[0] = h("b", null, __say("x"), -1)), a[1] || (a[1] = h("i", null, "(", -1))';
  assert.equal(uncached(code), '(h("b", null, __say("x"), 1)), a[1] || (a[1] = h("i", null, "(", -1))');
});
