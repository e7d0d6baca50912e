// "Add to the home screen": some browsers hand the page a button for it.

let offer = null;
const listeners = new Set();

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = event;
  for (const listener of listeners) listener();
});
addEventListener("appinstalled", () => {
  offer = null;
  for (const listener of listeners) listener();
});

export const onInstallable = (listener) => listeners.add(listener);

/** What a button for it does, or nothing where the browser has none. */
export function installable() {
  if (!offer) return null;
  return async () => {
    await offer.prompt();
    offer = null;
  };
}
