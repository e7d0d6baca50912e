// Room on the phone, and whether the browser promised to keep what lies there.

/** Asks the browser to keep what this page stores even when space runs out. */
export async function askToKeep() {
  try {
    return (await navigator.storage?.persist?.()) ?? false;
  } catch {
    return false;
  }
}

export const isPersistent = async () => (await navigator.storage?.persisted?.()) ?? false;

/** How full the share of this page is: `{used, all, share}` in bytes. */
export async function roomLeft() {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return { used: usage, all: quota, share: quota ? usage / quota : 0 };
}

/** Whether this browser deletes what pages keep after a week without a visit (Safari, outside the home screen). */
export function mayEvict(agent = navigator.userAgent, standalone = matchMedia("(display-mode: standalone)").matches) {
  const apple = /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && /Safari/.test(agent) && !/Chrome/.test(agent));
  return apple && !standalone;
}
