// One form on the page: upstream's component with our words, our styles, and an ear for every change.
import { createApp, h, nextTick, shallowRef, watch } from "vue";
import { OdkWebForm, webFormsPlugin } from "@getodk/web-forms";
import { isWhole, startPacing } from "./pacing.js";
import { call, speak } from "./said.js";
import { sheetsInForce } from "./sheets.js";
import { primeWords } from "./prime.js";
import { languageCode, startLanguage } from "./languages.js";
import { nameFields } from "./naming.js";
import { catchPhotos } from "./photos.js";

/** After the last touch, how long to wait before a draft is written. */
const QUIET = 400;

/**
 * Opens a form in an element. `options`: formXml, titles ({code: title}), attachments(address), restored (FormData of a draft), edited ({xml, files}
 * of what was sent), deviceID, language, wordsFor(code), onLanguage(code), onChange(answers), onFinish(answers).
 * Returns `{ready, now, answers, close}`; `now()` gives `{xml, files, name, instanceID}`, `answers()` so with photos under way.
 */
export function openForm(place, options) {
  const root = shallowRef(null);
  startPacing();
  sheetsInForce(true);
  call(options.titles);
  const photos = catchPhotos(place, () => root.value);
  const given = properties({ ...options, settled: photos.settled }, root);
  const app = createApp({ render: () => h(OdkWebForm, given) });
  app.mixin(overhear(root));
  app.use(webFormsPlugin);
  const ready = new Promise((resolve) => watch(root, (found) => found && resolve(found), { once: true }));
  const ears = listenTo(place, () => root.value && options.onChange?.(answersOf(root.value, options)));
  watch(root, (found) => found && followLanguage(app, found, options), { once: true });
  watch(isWhole, (whole) => place.classList.toggle("is-growing", !whole), { immediate: true });
  app.mount(place);
  return {
    ready,
    now: () => root.value && answersOf(root.value, options),
    async answers() {
      await photos.settled();
      return root.value && answersOf(root.value, options);
    },
    close() {
      ears();
      photos.stop();
      app.unmount();
      sheetsInForce(false);
    },
  };
}

function properties(options, root) {
  const { formXml, attachments, restored, edited, deviceID } = options;
  const begun = restored ? { restored } : edited && asEdit(edited);
  return {
    formXml,
    fetchFormAttachment: attachments,
    missingResourceBehavior: "BLANK",
    preloadProperties: { deviceID },
    editInstance: begun || undefined,
    onSubmit: async (payload) => {
      await options.settled();
      const xml = await payload.data[0].get("xml_submission_file").text();
      await options.onFinish({ ...answersOf(root.value, options), xml });
    },
  };
}

/** What was sent, to be corrected: `{xml, files, elsewhere}`. Files that only the programme has keep their names. */
const asEdit = ({ xml, files, elsewhere }) => ({
  resolveInstance: () => xml,
  attachmentFileNames: [...files.map((file) => file.name), ...elsewhere],
  resolveAttachment: async (name) => new Response(files.find((file) => file.name === name) ?? ELSEWHERE),
});

/** Stands in the form for a photo that was sent and is not on the phone any more. */
const ELSEWHERE = new Blob(
  [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 90" width="120" height="90"><rect width="120" height="90" ' +
      'fill="#e4dfd6"/><path d="M20 70l22-28 16 18 12-12 30 22z" fill="#cfc8bc"/><circle cx="86" cy="26" r="8" fill="#cfc8bc"/>' +
      '<path d="M84 68l8 8 16-18" fill="none" stroke="#0f5866" stroke-width="5"/></svg>',
  ],
  { type: "image/svg+xml" },
);

/** The component shows its form to its header alone; Vue lets us see every component before it is drawn. */
const overhear = (root) => ({
  beforeMount() {
    if (this.$options.__name === "FormHeader") root.value = this.form;
  },
  mounted() {
    if (this.$options.__name === "FormQuestion") nameFields(document.getElementById(`${this.question.nodeId}_container`));
  },
});

/** Calls `heard` once the hands rest, and again for what takes a moment (a photo, a location). */
function listenTo(place, heard) {
  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(heard, QUIET);
  };
  const slower = () => {
    later();
    setTimeout(later, 1500);
  };
  for (const kind of ["input", "keyup"]) place.addEventListener(kind, later);
  // Lists of choices and dialogs are drawn outside the form.
  for (const kind of ["change", "click"]) document.addEventListener(kind, slower);
  return () => {
    clearTimeout(timer);
    for (const kind of ["change", "click"]) document.removeEventListener(kind, slower);
  };
}

async function followLanguage(app, root, options) {
  const wanted = startLanguage(root.languages, options.language);
  if (wanted) root.setLanguage(wanted);
  const follow = async () => {
    const code = languageCode(root.currentState.activeLanguage);
    const words = await options.wordsFor(code);
    speak(words.language, words.texts);
    primeWords(app.config.globalProperties.$primevue, words);
    options.onLanguage(code || words.language, root.currentState.activeLanguage.language);
  };
  watch(() => root.currentState.activeLanguage, follow);
  await follow();
  await nextTick();
}

/** What has been answered so far: the XML, the files it names, and what the form calls itself. */
function answersOf(root, { edited }) {
  const xml = root.instanceState.instanceXML;
  const files = filesOf(root).filter((file) => !edited?.elsewhere.includes(file.name));
  return { xml, files, name: said(xml, "instanceName"), instanceID: said(xml, "instanceID") };
}

function* nodes(node) {
  yield node;
  for (const child of node.currentState.children ?? []) yield* nodes(child);
}

function filesOf(root) {
  const files = [];
  for (const node of nodes(root)) {
    const file = node.nodeType === "upload" && node.currentState.relevant && node.currentState.value;
    if (file) files.push(file);
  }
  return files;
}

/** A value of the form's own notes (its meta group), as plain text. */
function said(xml, name) {
  const document = new DOMParser().parseFromString(xml, "text/xml");
  const meta = [...document.documentElement.children].find((element) => element.localName === "meta");
  return [...(meta?.children ?? [])].find((element) => element.localName === name)?.textContent.trim() ?? "";
}
