// The timeline island, and the loader that fetches the map only where and when it is wanted.
import { startTimelines } from "./timeline.js";

/** On a poor or metered link the drawn map stays until the reader asks for the living one. */
function linkIsPoor() {
  const link = navigator.connection;
  return Boolean(link && (link.saveData || /(^|-)2g$|^3g$/.test(link.effectiveType || "")));
}

function hasWebGL() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

async function liven(figure) {
  if (figure.dataset.alive) return;
  figure.dataset.alive = "asked";
  try {
    const { startMap } = await import(figure.dataset.module);
    await startMap(figure);
    figure.dataset.alive = "yes";
  } catch (error) {
    figure.dataset.alive = "failed";
    console.warn("The drawn map stays:", error);
  }
}

function afterFirstPaint(work) {
  const idle = window.requestIdleCallback || ((run) => setTimeout(run, 200));
  if (document.readyState === "complete") idle(work);
  else addEventListener("load", () => idle(work), { once: true });
}

function watch(figure) {
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    liven(figure);
  });
  seen.observe(figure);
}

function startMaps(within) {
  for (const figure of within.querySelectorAll("figure[data-map]:not([data-alive])")) {
    const button = figure.querySelector("[data-map-open]");
    if (!figure.dataset.module || !hasWebGL()) {
      button?.remove();
      continue;
    }
    button?.addEventListener("click", () => {
      button.remove();
      liven(figure);
    });
    if (button && linkIsPoor()) continue;
    button?.remove();
    afterFirstPaint(() => watch(figure));
  }
}

function start(within) {
  startTimelines(within);
  startMaps(within);
}
start(document);
document.addEventListener("htmx:after:swap", () => start(document));
