// Covers drawn over a picture. The field with the numbers is the truth: a cover drawn is a line added,
// a cover taken off is a line removed, and what is written there by hand is drawn as well.

const place = document.querySelector("[data-redact]");
const field = document.querySelector("textarea[name=boxes]");

/** The numbers of a line, or null for one that is none of this page. */
function read(line, page) {
  const parts = line.trim().split(/[\s,;]+/).map(Number);
  return parts.length === 5 && parts.every(Number.isFinite) && parts[0] === page ? parts : null;
}

function start() {
  const page = Number(place.dataset.redact);
  const lines = () => field.value.split("\n");

  function write(next) {
    field.value = next.filter((line) => line.trim()).join("\n") + "\n";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function cover([, left, top, width, height]) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "cover";
    made.title = place.dataset.takeOff;
    made.setAttribute("aria-label", place.dataset.takeOff);
    Object.assign(made.style, {
      left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%`,
    });
    return made;
  }

  function draw() {
    for (const old of place.querySelectorAll(".cover")) old.remove();
    lines().forEach((line, number) => {
      const parts = read(line, page);
      if (!parts) return;
      const made = cover(parts);
      made.addEventListener("click", () => write(lines().filter((_, other) => other !== number)));
      place.append(made);
    });
  }

  /** Where a pointer is, in hundredths of the picture, never outside it. */
  function at(event) {
    const box = place.querySelector("img").getBoundingClientRect();
    const within = (share) => Math.min(100, Math.max(0, share * 100));
    return [within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height)];
  }

  const span = (one, other) => [Math.min(one, other), Math.abs(one - other)];

  place.addEventListener("pointerdown", (down) => {
    if (down.button || down.target.closest(".cover")) return;
    down.preventDefault();
    const from = at(down);
    const ghost = cover([page, ...from, 0, 0]);
    place.append(ghost);
    place.setPointerCapture(down.pointerId);
    const box = (event) => {
      const [x, y] = at(event);
      const [left, width] = span(from[0], x);
      const [top, height] = span(from[1], y);
      return [left, top, width, height];
    };
    const move = (event) => {
      const [left, top, width, height] = box(event);
      Object.assign(ghost.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
    };
    const end = (event) => {
      place.removeEventListener("pointermove", move);
      place.removeEventListener("pointerup", end);
      place.removeEventListener("pointercancel", end);
      ghost.remove();
      const [left, top, width, height] = box(event).map((share) => Math.round(share * 100) / 100);
      const fits = [Math.min(width, 100 - left), Math.min(height, 100 - top)].map((side) => Math.floor(side * 100) / 100);
      if (event.type === "pointerup" && width > 0.3 && height > 0.3) {
        write([...lines(), [page, left, top, ...fits].join(" ")]);
      }
    };
    place.addEventListener("pointermove", move);
    place.addEventListener("pointerup", end);
    place.addEventListener("pointercancel", end);
  });
  field.addEventListener("input", draw);
  draw();
}

if (place && field) start();
