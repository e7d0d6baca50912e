// The page of field reports: what is shown when, and what runs beside it. Nothing of any programme is in here.
import * as words from "./words.js";
import * as store from "./store.js";
import * as officers from "./officers.js";
import { current, lock, onChange, watchIdle } from "./lock.js";
import { hear } from "./phone.js";
import { h, sign, toast } from "./dom.js";
import { greet, startClock } from "./clockwork.js";
import { onInstallable } from "./install.js";
import { askToKeep } from "./room.js";
import { watchShell } from "./shell.js";
import { openQuestions, receipts } from "./sent.js";
import { door } from "./views/door.js";
import { enrol } from "./views/enrol.js";
import { home } from "./views/home.js";
import { correct, fillDraft, fillForm, formStylesInForce, isFilling, leaveForm } from "./views/fill.js";
import { record, waiting } from "./views/waiting.js";
import { sentList, sentOne } from "./views/sent.js";
import { phone } from "./views/phone.js";

globalThis.OFFICES_SHELL = document.body.dataset.shell;

const main = document.getElementById("main");
const top = document.getElementById("top");
const tabs = document.getElementById("tabs");

const OPEN = { enrol };
const INSIDE = {
  "": home,
  form: fillForm,
  draft: fillDraft,
  correct,
  waiting: (id) => (id ? record(id) : waiting()),
  sent: (id) => (id ? sentOne(id) : sentList()),
  phone,
};
const FORMS = new Set(["form", "draft", "correct"]);
/** What each page is drawn anew for. */
const NEWS = {
  "": ["forms", "drafts", "officers", "shell"],
  waiting: ["outbox", "sent-all"],
  sent: ["sent"],
  phone: [],
};

const where = () => {
  const [, page = "", ...rest] = location.hash.split("/");
  return { page, id: rest.join("/") };
};

let drawing = 0;
let drawn = "";

/** Whether somebody is in the middle of a field. */
const isWriting = () => main.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");

/** Draws the page of the address, or the door; `gently` leaves it as it is where somebody writes on it. */
async function draw({ gently = false } = {}) {
  const mine = (drawing += 1);
  const { page, id } = where();
  if (isFilling()) await leaveForm();
  const show = OPEN[page] ?? (current() ? (INSIDE[page] ?? home) : door);
  const filling = Boolean(current()) && FORMS.has(page);
  formStylesInForce(filling);
  const parts = await show(id);
  if (mine !== drawing) return;
  if (gently && isWriting()) return frame();
  document.body.classList.toggle("is-filling", filling);
  const back = drawn === location.hash ? whereOneWas() : () => {};
  drawn = location.hash;
  main.replaceChildren(...parts.flat(Infinity).filter(Boolean));
  back();
  await frame();
}

const TOUCHED = "a, button, summary, input, select, textarea";

/** Remembers what was open and where the reader was, for a page that is drawn anew; returns how to restore it. */
function whereOneWas() {
  const open = [...main.querySelectorAll("details")].map((one) => one.open);
  const at = [...main.querySelectorAll(TOUCHED)].indexOf(document.activeElement);
  return () => {
    main.querySelectorAll("details").forEach((one, index) => (one.open = open[index] ?? false));
    main.querySelectorAll(TOUCHED)[at]?.focus();
  };
}

/** What stands around every page. */
async function frame() {
  const session = current();
  const { page } = where();
  const number = session ? await store.countOf("outbox", session.id) : 0;
  const asked = session ? (await receipts(session)).filter((one) => openQuestions(one).length).length : 0;
  top.replaceChildren(
    h("a", { class: "brand", href: "#/" }, "Good Offices"),
    h("span", { class: "line-state small", role: "status" }, navigator.onLine ? "" : words.t("No network")),
    session ? h("button", { type: "button", class: "button button--small", id: "lock", onclick: lock }, sign("lock"), words.t("Lock")) : "",
  );
  tabs.hidden = !session;
  tabs.setAttribute("aria-label", words.t("Pages"));
  const tab = (to, name, label, count) =>
    h("a", { href: `#/${to}`, "aria-current": page === to ? "page" : null }, sign(name), h("span", {}, label), count > 0 && h("span", { class: "count" }, count.toLocaleString(words.chosen())));
  tabs.replaceChildren(
    tab("", "form", words.t("Forms"), 0),
    tab("waiting", "waiting", words.t("Waiting"), number),
    tab("sent", "sent", words.t("Sent"), asked),
    tab("phone", "phone", words.t("Phone"), 0),
  );
  document.title = words.t("Field reports");
}

/** Draws anew when something changed that the page shows, unless somebody is writing on it. */
function heard(what) {
  const { page } = where();
  if (isFilling()) return;
  const shown = current() && !OPEN[page] ? NEWS[page] : ["officers", "outbox"];
  if (shown?.includes(what) && !isWriting()) draw({ gently: true });
  else frame();
}

async function start() {
  await words.begin();
  await watchIdle();
  onChange(async (session) => {
    if (!session && !OPEN[where().page]) location.hash = "#/";
    await draw();
    if (!session) return;
    greet().catch(() => {});
    warmUp();
  });
  words.onLanguage(() => draw());
  onInstallable(() => !isFilling() && draw());
  hear(heard);
  addEventListener("hashchange", () => draw());
  for (const kind of ["online", "offline"]) addEventListener(kind, () => frame());
  if ((await officers.handedOver()) && !location.hash) location.hash = "#/enrol";
  await draw();
  document.body.dataset.ready = "yes";
  startClock();
  askToKeep();
  watchShell({ isBusy: isFilling, offer });
}

/** Reads the form engine before the first form is opened: half a second that nobody has to wait for. */
function warmUp() {
  const later = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 1000));
  later(() => import("./engine/form.js").catch(() => {}));
}

/** A newer page is here: taken at once where nobody is in, and otherwise when it suits. */
function offer(take) {
  if (!current()) return take();
  return toast(words.t("A newer version of this page is ready."), { label: words.t("Take it now"), run: () => lock().then(take) });
}

start();
