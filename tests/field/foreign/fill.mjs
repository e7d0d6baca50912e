// A client nobody on this project wrote: ODK's own form engine fetches every form of a device, fills
// it, and sends it. Prints one line of JSON a form: what was sent and what was answered.
// Run: node fill.mjs ADDRESS-OF-THE-DEVICE [formID ...]
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html>", { url: "http://localhost/" });
const { fetch, FormData, File, Blob, Response } = globalThis;
for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in globalThis)) globalThis[name] = window[name];
}
Object.assign(globalThis, { window, document: window.document, fetch, FormData, File, Blob, Response });
// The engine's WebAssembly loader looks for these two to know that it is in Node.
globalThis.__dirname = dirname(fileURLToPath(import.meta.url));
globalThis.require = createRequire(import.meta.url);

const { loadForm } = await import("@getodk/xforms-engine");
const [base, ...wanted] = process.argv.slice(2);
const SHAPE = "1 1 0 0; 1 2 0 0; 2 2 0 0; 1 1 0 0";
const VALUES = {
  string: "نص עם text & <marks> 🕊",
  int: 7,
  decimal: 3.5,
  date: "2026-03-01",
  time: "10:30:00.000",
  dateTime: "2026-03-01T10:30:00.000+00:00",
  geopoint: { latitude: 34.5, longitude: 35.5, altitude: null, accuracy: 12 },
  geotrace: SHAPE,
  geoshape: SHAPE,
  barcode: "4006381333931",
};

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} for ${address.replace(base, "")}`);
  return answer;
}

function elements(xml, name) {
  const tree = new window.DOMParser().parseFromString(xml, "text/xml");
  return [...tree.getElementsByTagName(name)].map((one) =>
    Object.fromEntries([...one.children].map((child) => [child.localName, child.textContent])),
  );
}

async function media(manifestUrl) {
  if (!manifestUrl) return new Map();
  const files = elements(await (await fetched(manifestUrl)).text(), "mediaFile");
  return new Map(files.map((file) => [file.filename, file.downloadUrl]));
}

function choose(node) {
  const values = node.currentState.valueOptions.map((option) => option.value);
  if (!values.length) return;
  if (node.selectType === "select") node.selectValues(values.slice(0, 2));
  else node.selectValue(values[0]);
}

const photo = (name) => new File([Buffer.concat([Buffer.from("\x89PNG\r\n"), Buffer.alloc(200_000, 7)])], name, { type: "image/png" });
const FILLS = {
  input: (node) => {
    const value = VALUES[node.valueType];
    if (value !== undefined && !node.currentState.value) node.setValue(value);
  },
  select: choose,
  rank: (node) => node.setValues(node.currentState.valueOptions.map((option) => option.value)),
  range: (node) => node.setValue(Number(node.definition.bounds?.min ?? 1)),
  trigger: (node) => node.setValue(true),
  upload: (node) => node.setValue(photo(`صورة ${node.nodeId.replaceAll(/\W/g, "")}.png`)),
};

function fill(node, faults) {
  if (node.currentState.readonly || !node.currentState.relevant) return;
  try {
    FILLS[node.nodeType]?.(node);
  } catch (error) {
    faults.push(`${node.currentState.reference}: ${error.message}`);
  }
  if (node.nodeType === "repeat-range:uncontrolled") {
    while (node.currentState.children.length < 2) node.addInstances();
  }
  for (const child of node.currentState.children ?? []) fill(child, faults);
}

function stands(payload) {
  return payload.violations?.map((one) => `${one.reference}: ${one.violation.condition}`) ?? [];
}

async function sendForm(form) {
  const attachments = await media(form.manifestUrl);
  const xml = await (await fetched(form.downloadUrl)).text();
  const loaded = await loadForm(xml, {
    fetchFormAttachment: (address) => {
      const where = attachments.get(decodeURIComponent(String(address).split("/").pop()));
      return where ? fetch(where) : Promise.resolve(new Response("", { status: 404 }));
    },
  });
  if (loaded.status === "failure") throw new Error(loaded.error?.message ?? "not loaded");
  const faults = [];
  const { root } = loaded.createInstance();
  for (const language of root.languages) if (!language.isSyntheticDefault) root.setLanguage(language);
  // Answers open further questions: go through it until nothing is left to fill.
  for (let turn = 0; turn < 3; turn++) fill(root, faults);
  const payload = await root.prepareInstancePayload({ payloadType: "monolithic" });
  const [body] = payload.data;
  const instance = Buffer.from(await body.get("xml_submission_file").arrayBuffer());
  const files = [];
  for (const [name, file] of body.entries()) {
    if (name === "xml_submission_file") continue;
    const bytes = Buffer.from(await file.arrayBuffer());
    files.push({ name: file.name, sha256: createHash("sha256").update(bytes).digest("hex") });
  }
  const answer = await fetch(`${base}submission`, { method: "POST", body, headers: { "X-OpenRosa-Version": "1.0" } });
  return { status: answer.status, answer: await answer.text(), xml: instance.toString("base64"), files, faults, violations: stands(payload) };
}

const listed = elements(await (await fetched(`${base}formList`)).text(), "xform");
for (const form of listed.filter((one) => !wanted.length || wanted.includes(one.formID))) {
  let outcome;
  try {
    outcome = await sendForm(form);
  } catch (error) {
    outcome = { status: 0, answer: String(error?.stack ?? error).slice(0, 600), faults: [], violations: [], files: [] };
  }
  console.log(JSON.stringify({ formID: form.formID, ...outcome }));
}
process.exit(0);
