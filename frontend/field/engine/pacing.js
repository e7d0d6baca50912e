// A form of a thousand questions is drawn in short steps: what fits the first screens at once, the rest while the
// reader already reads. Each list of questions asks here how much of it may be drawn.
import { computed, inject, onScopeDispose, provide, ref } from "vue";

/** Questions drawn before the first picture of the form; headings of groups cost nothing, but are no more than this. */
const AT_ONCE = 24;
/** How long one step may keep the page from answering to a touch, in milliseconds. */
const STEP = 70;
const DEPTH = Symbol("how deep a list of questions lies");

let allowance = AT_ONCE;
let waiting = [];
let running = false;
let pace = 3;

/** Whether every question of the form has been drawn. */
export const isWhole = ref(true);

/** Begins a new form: the next questions are drawn at once again. */
export function startPacing() {
  allowance = AT_ONCE;
  waiting = [];
  isWhole.value = true;
}

/** The part of a list that may be drawn now, as a value that grows until it is the list. */
export function paced(list) {
  const depth = inject(DEPTH, 0);
  provide(DEPTH, depth + 1);
  const limit = ref(granted(list()));
  if (limit.value < list().length) join({ depth, limit, list });
  else limit.value = Infinity;
  return computed(() => (limit.value < list().length ? list().slice(0, limit.value) : list()));
}

/** How many of these may be drawn at once. */
function granted(nodes) {
  let number = 0;
  for (const node of nodes) {
    const cost = node.nodeType === "group" || node.nodeType.startsWith("repeat") ? 0 : 1;
    if (number === AT_ONCE || allowance < cost) break;
    allowance -= cost;
    number += 1;
  }
  return number;
}

function join(one) {
  waiting.push(one);
  onScopeDispose(() => leave(one));
  isWhole.value = false;
  if (!running) afterPicture();
}

function leave(one) {
  waiting = waiting.filter((other) => other !== one);
  isWhole.value = waiting.length === 0;
}

/** Lets the browser show what there is and answer to touches, and then draws some more. */
function afterPicture() {
  running = true;
  requestAnimationFrame(() => setTimeout(step));
}

/** Inner lists come first: they stand above what is left of the list they are in. */
function step() {
  running = false;
  if (waiting.length === 0) return;
  const deepest = Math.max(...waiting.map((one) => one.depth));
  grow(waiting.find((one) => one.depth === deepest));
  const began = performance.now();
  running = true;
  setTimeout(() => {
    const took = performance.now() - began;
    pace = took > STEP ? Math.max(2, pace - 1) : Math.min(20, pace + 2);
    running = false;
    if (waiting.length > 0) afterPicture();
  });
}

function grow(one) {
  one.limit.value += pace;
  if (one.limit.value < one.list().length) return;
  one.limit.value = Infinity;
  leave(one);
}
