// Asking once before something is gone.
import { button, h } from "../dom.js";
import { t } from "../words.js";

/** Shows a dialog; resolves to whether it was confirmed. */
export function confirmDialog(title, text, action) {
  return new Promise((resolve) => {
    const dialog = h(
      "dialog",
      { "aria-labelledby": "dialog-title" },
      h("h2", { id: "dialog-title" }, title),
      h("p", {}, text),
      h("p", { class: "actions" }, button(action, () => dialog.close("yes"), "stop"), button(t("Leave it"), () => dialog.close(""))),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
