// The preview of a form: @getodk/web-forms with the version's XForm. Nothing is sent, nothing is kept.
import { createApp, h } from "vue";
import { OdkWebForm, webFormsPlugin } from "@getodk/web-forms";

const RIGHT_TO_LEFT = /^(ar|he|fa|ur|ps|ckb|yi|dv|prs)\b/;
const place = document.getElementById("form-preview");
const media = JSON.parse(document.getElementById("form-media").textContent);

/** A form names its languages "العربية (ar)"; the code in brackets says which way it is read. */
function directionOf(name) {
  const code = /\(([\w-]+)\)\s*$/.exec(name)?.[1] ?? name;
  return RIGHT_TO_LEFT.test(code) ? "rtl" : "ltr";
}

/** The component has no event for a change of language: what its menu shows is what it speaks. */
function followLanguage(given) {
  place.dir = directionOf(given);
  new MutationObserver(() => {
    const shown = place.querySelector(".language-changer .p-select-label")?.textContent.trim();
    if (shown) place.dir = directionOf(shown);
  }).observe(place, { subtree: true, childList: true, characterData: true });
}

/** Gives the form a file that was handed in for it; one that was not is missing, as on a phone. */
async function attachment(address) {
  const name = decodeURIComponent(address.href.split("/").pop());
  return media[name] ? fetch(media[name]) : new Response("", { status: 404 });
}

function say(text, kind) {
  const notice = document.createElement("div");
  notice.className = `notice notice--${kind}`;
  notice.setAttribute("role", "alert");
  notice.append(Object.assign(document.createElement("p"), { textContent: text }));
  place.before(notice);
  notice.scrollIntoView({ block: "nearest" });
}

async function open() {
  const answer = await fetch(place.dataset.xform);
  if (!answer.ok) throw new Error(String(answer.status));
  const formXml = await answer.text();
  const form = h(OdkWebForm, {
    formXml,
    fetchFormAttachment: attachment,
    missingResourceBehavior: "BLANK",
    onSubmit: () => say(place.dataset.done, "good"),
  });
  const app = createApp({ render: () => form });
  app.use(webFormsPlugin);
  app.config.errorHandler = (error) => fail(error);
  place.replaceChildren();
  followLanguage(place.dataset.language || "en");
  app.mount(place);
}

function fail(error) {
  console.error(error);
  say(place.dataset.failed, "stop");
}

open()
  .catch(fail)
  .finally(() => place.removeAttribute("aria-busy"));
