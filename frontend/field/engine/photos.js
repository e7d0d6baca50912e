// Catches a photo between the camera and the form, and hands on a smaller one that says less.
import { shrunk } from "../shrink.js";

const ours = new WeakSet();

/** The word in a question's appearance by which a form asks for the place inside its photos. */
const KEEPS_PLACE = "keep-location";

/** Listens for photos in the form; `settled()` waits until those that were taken are in it. */
export function catchPhotos(place, root) {
  const working = new Set();
  function caught(event) {
    const input = event.target;
    if (ours.has(event) || input.type !== "file" || !/image/.test(input.accept) || !input.files.length) return;
    event.stopImmediatePropagation();
    const work = handOn(input, questionOf(input, root())).finally(() => working.delete(work));
    working.add(work);
  }
  place.addEventListener("change", caught, { capture: true });
  return {
    settled: () => Promise.allSettled([...working]),
    stop: () => place.removeEventListener("change", caught, { capture: true }),
  };
}

async function handOn(input, node) {
  const before = node?.currentState.value;
  const photo = await shrunk(input.files[0], { maxPixels: node?.maxPixels, keepsPlace: keepsPlace(node) });
  const files = new DataTransfer();
  files.items.add(photo);
  input.files = files.files;
  const again = new Event("change", { bubbles: true });
  ours.add(again);
  input.dispatchEvent(again);
  for (let look = 0; look < 100 && node?.currentState.value === before; look += 1) await pause(50);
}

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

function questionOf(input, root) {
  const id = input.closest(".question-container")?.id.replace(/_container$/, "");
  const waiting = root ? [root] : [];
  while (waiting.length) {
    const node = waiting.pop();
    if (node.nodeId === id) return node;
    waiting.push(...(node.currentState.children ?? []));
  }
  return null;
}

const keepsPlace = (node) => Boolean(node && [...(node.appearances ?? [])].includes(KEEPS_PLACE));
