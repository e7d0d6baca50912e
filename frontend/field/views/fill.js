// Filling in: a form, a draft, or the correction of what was sent. Kept as it is written; saved for good at the end.
import * as drafts from "../drafts.js";
import * as forms from "../forms.js";
import * as outbox from "../outbox.js";
import { beforeLocking, current } from "../lock.js";
import { receipt } from "../sent.js";
import { h, sign, toast } from "../dom.js";
import { chosen, directionOf, engineWords, face, t } from "../words.js";
import { sendInBackground, sendQuietly } from "../clockwork.js";

let open = null;

/** Whether a form is open: the page is not exchanged for a newer one meanwhile. */
export const isFilling = () => open !== null;

/** Opens a form anew. An address from elsewhere may speak of a version that is not here yet: the one here is opened. */
export async function fillForm(key) {
  const wanted = decodeURIComponent(key);
  const form = (await forms.find(current(), wanted)) ?? (await forms.newest(current(), wanted.split("\n")[0]));
  return form ? show({ form, draftId: crypto.randomUUID() }) : missing();
}

/** Goes on with a draft, with the form as it was when the draft was begun. */
export async function fillDraft(id) {
  const draft = await drafts.load(current(), id);
  const form = draft && (await forms.find(current(), forms.keyOf(draft.form)));
  return form ? show({ form, draftId: id, draft }) : missing();
}

/** Corrects a report that was sent, in the version of the form it was written with. */
export async function correct(id) {
  const sent = await receipt(current(), id);
  const form = sent && (await forms.find(current(), forms.keyOf(sent)));
  return form ? show({ form, draftId: crypto.randomUUID(), edits: sent }) : missing();
}

const missing = () => [
  h("p", { class: "notice notice--warm" }, t("This form is not on the phone any more.")),
  h("p", { class: "actions" }, h("a", { class: "button", href: "#/" }, t("Back to the forms"))),
];

async function show(task) {
  const place = h("div", { class: "form-place" });
  const saved = h("p", { class: "small quiet saved-at", "aria-live": "polite", id: "saved" });
  const bar = h("div", { class: "form-bar" }, h("a", { class: "button button--small", href: "#/" }, sign("back"), t("Back")), saved);
  mount(place, saved, bar, task).catch((error) => failed(place, error));
  return [bar, h("p", { class: "loading quiet", role: "status" }, t("The form is being opened.")), place];
}

function failed(place, error) {
  console.error(error);
  place.previousElementSibling?.remove();
  place.replaceChildren(h("p", { class: "notice notice--stop" }, t("This form cannot be opened here. Tell your office its name and version.")));
}

async function mount(place, saved, bar, task) {
  const session = current();
  const engine = await import("../engine/form.js");
  await styles();
  const edited = corrected(task);
  const work = { ...task, edited, session, language: task.draft?.language, last: task.draft?.xml ?? null };
  const opened = engine.openForm(place, {
    formXml: await forms.xmlOf(session, task.form),
    titles: task.form.titles,
    attachments: forms.attachmentsOf(session, task.form),
    restored: task.draft && !task.draft.edits && asData(task.draft),
    edited,
    deviceID: `goodoffices:${session.access.code}`,
    language: { name: task.draft?.language, code: chosen() },
    wordsFor: wordsOf,
    onLanguage: (code, name) => speakAs(code, name, bar, work),
    onChange: (answers) => keepDraft(work, answers, saved),
    onFinish: (answers) => finish(work, answers),
  });
  const unlocked = beforeLocking(async () => keepDraft(work, await opened.answers(), saved));
  const hidden = () => document.visibilityState === "hidden" && keepDraft(work, opened.now(), saved);
  document.addEventListener("visibilitychange", hidden);
  open = { async close() {
    document.removeEventListener("visibilitychange", hidden);
    unlocked();
    await keepDraft(work, await opened.answers(), saved);
    opened.close();
    open = null;
    face();
  } };
  await opened.ready;
  work.last ??= opened.now().xml;
  place.previousElementSibling?.remove();
}

/** Leaves the form; what was written stays as a draft. */
export async function leaveForm() {
  await open?.close();
}

/** "Finish" instead of "Send": what is finished is saved first, and sent when there is a network. */
async function wordsOf(code) {
  const words = await engineWords(code);
  return { ...words, texts: { ...words.texts, Send: words.texts["Finish and save"] ?? "Finish and save" } };
}

function speakAs(code, name, bar, work) {
  work.language = name;
  face(code);
  bar.lang = chosen();
  bar.dir = directionOf(chosen());
}

/** What is corrected. A correction that was left is one of the sent report again: drafts of it are not known to it. */
function corrected({ edits, draft }) {
  if (edits) return { xml: edits.xml, files: [], elsewhere: edits.files.map((file) => file.name) };
  const { xml, files, elsewhere, instanceID } = draft ?? {};
  return draft?.edits && { xml: xml.replace(instanceID, draft.edits), files, elsewhere };
}

function asData(draft) {
  const data = new FormData();
  data.set("xml_submission_file", new File([draft.xml], "xml_submission_file", { type: "text/xml" }));
  for (const file of draft.files) data.set(file.name, file);
  return data;
}

/** Writes the draft, one after the other, and only where something changed. */
async function keepDraft(work, answers, saved) {
  if (!answers || work.done || answers.xml === work.last || work.last === null) return work.writing;
  work.last = answers.xml;
  const { formID, version, titles } = work.form;
  const draft = { id: work.draftId, form: { formID, version, titles }, ...answers, language: work.language, edits: work.edits?.instanceID ?? work.draft?.edits ?? null, elsewhere: work.edited?.elsewhere ?? [] };
  work.writing = (work.writing ?? Promise.resolve()).then(async () => {
    if (work.done) return;
    await drafts.keep(work.session, draft);
    saved.textContent = t("Kept as a draft at {time}", { time: new Date().toLocaleTimeString(chosen(), { hour: "2-digit", minute: "2-digit" }) });
    saved.dataset.kept = answers.instanceID;
  });
  return work.writing;
}

/** Saves what is finished; only then says so. */
async function finish(work, answers) {
  if (work.done) return;
  work.done = true;
  try {
    await work.writing;
    const { formID, version, titles } = work.form;
    const { xml, files, name, instanceID } = answers;
    const report = { formID, version, titles, xml, name, instanceID, language: work.language };
    const id = await outbox.addReport(work.session.id, report, files, await drafts.asRow(work.draftId));
    document.body.dataset.saved = instanceID;
    toast(t("Saved on this phone. It is sent when there is a network."));
    location.hash = "#/waiting";
    sendInBackground();
    sendSaved(id).catch(() => {});
  } catch (error) {
    work.done = false;
    console.error(error);
    toast(t("It could not be saved: there may be no room left on this phone. Nothing you wrote is lost while this form stays open."));
  }
}

/** Sends what was just saved, and says so when it has gone. */
async function sendSaved(id) {
  await sendQuietly();
  if (!(await outbox.row(id))) toast(t("Saved, and sent: the programme has it."));
}

let styled;

/** The engine's style sheet, once, and in force only while a form is open. */
async function styles() {
  styled ??= new Promise((resolve, reject) => {
    const link = h("link", { rel: "stylesheet", href: document.body.dataset.formStyle, onload: resolve, onerror: reject });
    document.head.append(link);
    formStyle = link;
  });
  await styled;
}
let formStyle = null;

export function formStylesInForce(yes) {
  if (formStyle) formStyle.disabled = !yes;
}
