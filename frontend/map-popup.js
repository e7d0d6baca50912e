// What lies under a dot: its incidents as links, within the map's frame and reachable by keyboard.

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** MapLibre hands nested properties back as JSON text. */
function listed(value) {
  if (Array.isArray(value)) return value;
  try {
    return JSON.parse(value || "[]");
  } catch {
    return [];
  }
}

/** What a dot stands for: the incidents it lists, or itself. */
export function itemsOf(properties) {
  const items = listed(properties.items);
  if (items.length || !properties.url) return items;
  return [{ label: properties.label, url: properties.url, note: properties.note }];
}

/** Only addresses of this very site become links. */
function ownAddress(value) {
  try {
    const url = new URL(value, location.href);
    return url.origin === location.origin ? url.href : null;
  } catch {
    return null;
  }
}

export class Popup {
  constructor(place, words) {
    this.place = place;
    this.words = words;
  }

  close() {
    this.box?.remove();
    this.box = undefined;
  }

  show(features, { zoomIn, back }) {
    this.close();
    this.box = element("section", "map-popup");
    this.box.setAttribute("role", "dialog");
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.close();
      back();
    });
    this.box.append(this.head(features[0].properties, back), ...features.flatMap((feature) => this.body(feature, zoomIn)));
    this.place.append(this.box);
    this.box.querySelector("a, button:not(.close)")?.focus({ preventScroll: true });
  }

  head(properties, back) {
    const head = element("header");
    const title = element("strong", "", properties.label || "");
    title.dir = "auto";
    const close = element("button", "close", "×");
    close.type = "button";
    close.setAttribute("aria-label", this.words.close || "");
    close.addEventListener("click", () => {
      this.close();
      back();
    });
    head.append(title, close);
    return head;
  }

  body({ properties, geometry }, zoomIn) {
    const items = itemsOf(properties);
    const list = element("ul", "plain-list");
    for (const item of items) list.append(this.line(item));
    if (properties.count <= items.length) return [list];
    return [list, this.more(properties, geometry, zoomIn)];
  }

  line({ label, url, note }) {
    const line = element("li");
    const link = element("a", "", label);
    const address = ownAddress(url);
    if (address) link.href = address;
    link.dir = "auto";
    line.append(link);
    if (note) line.append(" ", element("small", "", note));
    return line;
  }

  /** A cluster holds more than it lists: its own list page, or a closer look. */
  more(properties, geometry, zoomIn) {
    const address = properties.list_url && ownAddress(properties.list_url);
    const bar = element("p", "actions");
    const closer = element("button", "button button--small", this.words.closer || "+");
    closer.type = "button";
    closer.addEventListener("click", () => zoomIn({ geometry }));
    bar.append(closer);
    if (address) {
      const all = element("a", "", (this.words.all || "%s").replace("%s", properties.count));
      all.href = address;
      bar.append(all);
    }
    return bar;
  }
}
