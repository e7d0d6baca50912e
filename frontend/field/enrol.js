// On the page of the programme where a phone is set up: takes the new access over to the page of field reports. It is
// on this page once, and goes into this browser's own store, under a key that no script can read out.
import { get, put } from "./store.js";
import { handOver } from "./officers.js";

/** The page of field reports begins in the language of the page that led to it. */
async function speakAlike() {
  if (!(await get("keys", "language"))) await put("keys", { id: "language", code: document.documentElement.lang });
}

const given = document.getElementById("web-form-access");
if (given) {
  const { base, slug, code, secret, next } = given.dataset;
  given.remove();
  Promise.all([handOver({ base, slug, code, secret }), speakAlike()]).then(
    () => location.replace(next),
    () => document.getElementById("web-form-failed").removeAttribute("hidden"),
  );
}
