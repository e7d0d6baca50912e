// The living map over the drawn one. Everything it shows comes from our own server: boundaries and
// incidents as GeoJSON, letters from the page's own fonts. No tiles, no glyph server, no telemetry.
import { Map as GLMap, setWorkerUrl } from "maplibre-gl";
import { base, TAPPABLE } from "./map-style.js";
import { itemsOf, Popup } from "./map-popup.js";

const MOST_LISTED = 12;
const EMPTY = { type: "FeatureCollection", features: [] };

async function geojson(address, signal) {
  const answer = await fetch(address, {
    headers: { Accept: "application/geo+json, application/json" },
    credentials: "same-origin",
    signal,
  });
  if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
  return answer.json();
}

/** Adds what the style reckons with: a count of at least one, and how a circle shrinks up north. */
function prepared(collection) {
  for (const { geometry, properties } of collection.features) {
    properties.count ||= 1;
    if (geometry?.type !== "Point") continue;
    properties.shrink = Math.max(0.05, Math.cos((geometry.coordinates[1] * Math.PI) / 180));
  }
  return collection;
}

/** Land that lies under a programme's own boundaries: no line of it is drawn. */
function beneath(features) {
  return features
    .filter(({ geometry }) => geometry.type === "Polygon")
    .map(({ geometry }) => ({ type: "Feature", properties: { beneath: true }, geometry }));
}

/** Returns the address of this page narrowed to a circle: near=lat,lon,km. */
export function nearAddress(address, { lng, lat }, km) {
  const url = new URL(address);
  const wrapped = ((((lng + 180) % 360) + 360) % 360) - 180;
  url.searchParams.set("near", `${lat.toFixed(4)},${wrapped.toFixed(4)},${km}`);
  url.searchParams.delete("page");
  return url.href;
}

/** The radius of the largest circle inside the view, in whole kilometres. */
export function viewRadius(map) {
  const { lng, lat } = map.getCenter();
  const edge = map.getBounds();
  const south = Math.abs(lat - edge.getSouth()) * 111.2;
  const west = Math.abs(lng - edge.getWest()) * 111.2 * Math.cos((lat * Math.PI) / 180);
  return Math.max(1, Math.round(Math.min(south, west)));
}

class LivingMap {
  constructor(figure) {
    this.figure = figure;
    this.frame = figure.querySelector(".frame");
    this.words = figure.dataset;
    this.place = document.createElement("div");
    this.place.className = "map-live";
    this.frame.append(this.place);
    this.popup = new Popup(this.place, this.words);
  }

  async start() {
    this.map = new GLMap({
      container: this.place,
      style: base(this.figure),
      bounds: JSON.parse(this.words.bounds),
      fitBoundsOptions: { padding: 12 },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      renderWorldCopies: false,
      maxZoom: 15,
      cooperativeGestures: false,
      scrollZoom: false,
      fadeDuration: 0,
      locale: { "Map.Title": this.words.title || "" },
      validateStyle: false,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    await new Promise((done, fail) => {
      this.map.once("load", done);
      this.map.once("error", ({ error }) => fail(error));
    });
    await Promise.all([this.boundaries(), this.refresh()]);
    this.tools();
    this.listen();
  }

  /** Several boundary sets lie over one another, each as its own features; none is preferred. */
  async boundaries() {
    const addresses = (this.words.boundaries || "").split(" ").filter(Boolean);
    const sets = await Promise.allSettled(addresses.map((address) => geojson(address)));
    const features = sets.flatMap((set, i) => {
      const found = set.status === "fulfilled" ? set.value.features : [];
      return addresses[i].endsWith("#beneath") ? beneath(found) : found;
    });
    this.map.getSource("boundaries").setData({ type: "FeatureCollection", features });
  }

  async refresh() {
    this.asking?.abort();
    this.asking = new AbortController();
    const address = new URL(this.words.src, location.href);
    const edges = this.map.getBounds().toArray().flat();
    address.searchParams.set("bbox", edges.map((edge) => edge.toFixed(4)).join(","));
    address.searchParams.set("zoom", this.map.getZoom().toFixed(1));
    try {
      const found = await geojson(address.href, this.asking.signal);
      this.map.getSource("incidents").setData(found ? prepared(found) : EMPTY);
    } catch (error) {
      if (error.name === "AbortError") return;
      this.status(this.words.failed);
      if (!this.loaded) throw error;
    }
    this.loaded = true;
  }

  status(text) {
    this.line ??= this.place.appendChild(
      Object.assign(document.createElement("p"), { className: "map-status" }),
    );
    this.line.setAttribute("role", "status");
    this.line.textContent = text || "";
  }

  listen() {
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", () => this.recolour());
    let waiting;
    this.map.on("moveend", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.refresh(), 180);
    });
    this.map.on("click", ({ point, originalEvent }) => {
      this.open([point.x, point.y], originalEvent);
    });
    this.map.on("mousemove", ({ point }) => {
      this.place.classList.toggle("is-over", this.at([point.x, point.y]).length > 0);
    });
    this.map.getCanvas().addEventListener("keydown", (event) => this.key(event));
  }

  recolour() {
    const style = base(this.figure);
    this.map.setStyle(style, { diff: true });
    this.map.once("idle", () => Promise.all([this.boundaries(), this.refresh()]));
  }

  key(event) {
    if (event.key === "Enter") {
      const { clientWidth, clientHeight } = this.place;
      this.open([clientWidth / 2, clientHeight / 2], event, Math.min(clientWidth, clientHeight) / 4);
    } else if (event.key === "Escape") {
      this.popup.close();
    }
  }

  at([x, y], reach = 6) {
    const box = [
      [x - reach, y - reach],
      [x + reach, y + reach],
    ];
    return this.map.queryRenderedFeatures(box, { layers: TAPPABLE });
  }

  /** A lone dot or cluster that can be opened shows its incidents; a large cluster is zoomed into. */
  async open(point, event, reach) {
    const found = this.at(point, reach);
    if (!found.length) return this.popup.close();
    const told = await Promise.all(found.slice(0, 6).map((feature) => this.told(feature)));
    this.popup.show(told, {
      zoomIn: (feature) => {
        this.popup.close();
        this.map.easeTo({
          center: feature.geometry.coordinates,
          zoom: Math.min(this.map.getZoom() + 2, 14),
          animate: !matchMedia("(prefers-reduced-motion: reduce)").matches,
        });
      },
      back: () => this.map.getCanvas().focus(),
    });
  }

  /** Dots drawn as one tell what they hold: the first of their incidents. */
  async told({ properties, geometry }) {
    if (!properties.cluster) return { properties, geometry };
    const source = this.map.getSource("incidents");
    const leaves = await source.getClusterLeaves(properties.cluster_id, MOST_LISTED, 0);
    const items = leaves.flatMap(({ properties: one }) => itemsOf(one)).slice(0, MOST_LISTED);
    return { properties: { ...properties, items }, geometry };
  }

  button(label, text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--small";
    made.textContent = text;
    if (label !== text) made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  }

  tools() {
    const bar = document.createElement("div");
    bar.className = "map-tools";
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    bar.append(
      this.button(this.words.zoomIn, "+", () => this.map.zoomIn({ animate: !still })),
      this.button(this.words.zoomOut, "−", () => this.map.zoomOut({ animate: !still })),
    );
    this.place.append(bar);
    if (this.words.filterArea) this.place.append(this.filterButton());
    const canvas = this.map.getCanvas();
    canvas.setAttribute("aria-label", this.words.title || "");
    canvas.setAttribute("role", "application");
  }

  filterButton() {
    const made = this.button(this.words.filterArea, this.words.filterArea, () => {
      location.assign(nearAddress(location.href, this.map.getCenter(), viewRadius(this.map)));
    });
    made.classList.add("map-filter");
    return made;
  }

  abandon() {
    this.map?.remove();
    this.place.remove();
  }
}

export async function startMap(figure) {
  setWorkerUrl(new URL(figure.dataset.worker, location.href).href);
  const living = new LivingMap(figure);
  try {
    await living.start();
  } catch (error) {
    living.abandon();
    throw error;
  }
  return living;
}
