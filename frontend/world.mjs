// The outlines of the world, from Natural Earth (public domain) as the npm package world-atlas
// brings them in TopoJSON. Two files: a light one that maps draw where a programme has no
// boundaries of its own, and the full one that a programme can load as a boundary set.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** Degrees that a light line may lie from the one it was drawn from: about 2 km. */
const TOLERANCE = 0.02;
const LIGHT_DIGITS = 2;
/** Land that lies wholly south of this latitude is left out of the light file. */
const POLAR = -60;
const FULL_DIGITS = 4;
/** Square degrees below which a piece cut off at the 180th meridian is no land: a hundredth km². */
const SMALLEST = 1e-6;

/** Returns every arc of a topology in degrees; shared lines are one arc. */
export function arcsOf({ arcs, transform }) {
  const [sx, sy] = transform.scale;
  const [dx, dy] = transform.translate;
  return arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map((step) => [(x += step[0]) * sx + dx, (y += step[1]) * sy + dy]);
  });
}

function distance([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

/** Leaves out corners nearer than the tolerance to the line that is kept (Douglas and Peucker). */
export function simplified(line, tolerance) {
  const keep = new Set([0, line.length - 1]);
  const open = [[0, line.length - 1]];
  while (open.length) {
    const [first, last] = open.pop();
    let [at, most] = [0, tolerance];
    for (let i = first + 1; i < last; i++) {
      const far = distance(line[i], line[first], line[last]);
      if (far > most) [at, most] = [i, far];
    }
    if (at) {
      keep.add(at);
      open.push([first, at], [at, last]);
    }
  }
  return line.filter((_, i) => keep.has(i));
}

/** Joins arcs into one ring; a negative number is an arc walked backwards. */
function ring(numbers, arcs) {
  const points = [];
  for (const number of numbers) {
    const arc = number < 0 ? [...arcs[~number]].reverse() : arcs[number];
    points.push(...(points.length ? arc.slice(1) : arc));
  }
  return points;
}

/** Lets longitudes run on beyond the 180th meridian, so that no line leaps across the map. */
export function unwrapped(points) {
  let turns = 0;
  return points.map(([x, y], i) => {
    const step = i ? x - points[i - 1][0] : 0;
    if (step > 180) turns -= 360;
    else if (step < -180) turns += 360;
    return [x + turns, y];
  });
}

/** Closes a ring that runs round the pole along the southern edge of the map. */
export function roundThePole(points) {
  const [west, east] = [points[0], points.at(-1)];
  if (Math.abs(east[0] - west[0]) < 180) return points;
  return [...points, [east[0], -90], [west[0], -90], west];
}

/** Returns a ring's part west (side -1) or east (side 1) of a meridian (Sutherland and Hodgman). */
export function cut(points, meridian, side) {
  const inside = ([x]) => (x - meridian) * side >= 0;
  const kept = [];
  for (let i = 0; i < points.length - 1; i++) {
    const [a, b] = [points[i], points[i + 1]];
    if (inside(a)) kept.push(a);
    if (inside(a) !== inside(b)) {
      const share = (meridian - a[0]) / (b[0] - a[0]);
      kept.push([meridian, a[1] + share * (b[1] - a[1])]);
    }
  }
  return kept.length > 2 ? [...kept, kept[0]] : [];
}

/** Divides a polygon at the 180th meridian, as GeoJSON asks (RFC 7946, 3.1.9). */
function divided(polygon) {
  const whole = polygon.map((points) => roundThePole(unwrapped(points)));
  const parts = [];
  for (const turn of [-360, 0, 360]) {
    const part = whole
      .map((points) => points.map(([x, y]) => [x + turn, y]))
      .map((points) => cut(cut(points, -180, 1), 180, -1))
      .filter((points) => area(points) > SMALLEST);
    if (part.length) parts.push(part);
  }
  return parts;
}

function polygonsOf(geometry, arcs) {
  const found = geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs;
  return found.map((polygon) => polygon.map((numbers) => ring(numbers, arcs)));
}

/** Returns the arcs that two areas share. */
function shared({ geometries }, arcs) {
  const seen = new Map();
  const count = (number) => {
    const at = number < 0 ? ~number : number;
    seen.set(at, (seen.get(at) || 0) + 1);
  };
  for (const { arcs: numbers = [] } of geometries) numbers.flat(3).forEach(count);
  return [...seen].filter(([, times]) => times > 1).map(([at]) => arcs[at]);
}

function area(points) {
  let sum = 0;
  for (let i = 0; i < points.length - 1; i++) {
    sum += points[i][0] * points[i + 1][1] - points[i + 1][0] * points[i][1];
  }
  return Math.abs(sum) / 2;
}

/** Rounds degrees and drops points that fall on the one before. */
function rounded(points, digits) {
  const short = points.map((point) => point.map((degrees) => Number(degrees.toFixed(digits))));
  return short.filter(([x, y], i) => !i || x !== short[i - 1][0] || y !== short[i - 1][1]);
}

const feature = (type, coordinates, properties) => ({
  type: "Feature",
  properties,
  geometry: { type, coordinates },
});

/** Inhabited land and the lines upon it. Longitudes run on beyond 180 where land does: nothing is torn. */
export function light(topology) {
  const arcs = arcsOf(topology).map((arc) => simplified(arc, TOLERANCE));
  const land = topology.objects.land.geometries
    .flatMap((geometry) => polygonsOf(geometry, arcs))
    .map((polygon) => polygon.map(unwrapped))
    .filter(([outer]) => area(outer) > TOLERANCE ** 2 && outer.some(([, y]) => y > POLAR))
    .map((polygon) => polygon.map((points) => rounded(points, LIGHT_DIGITS)))
    .map((polygon) => polygon.filter((points) => points.length > 3))
    .filter((polygon) => polygon.length);
  const lines = shared(topology.objects.countries, arcs).map(unwrapped);
  const short = lines.map((line) => rounded(line, LIGHT_DIGITS)).filter((line) => line.length > 1);
  return {
    type: "FeatureCollection",
    features: [
      ...land.map((polygon) => feature("Polygon", polygon, { level: 0 })),
      feature("MultiLineString", short, { level: 1 }),
    ],
  };
}

/** Areas that ISO 3166-1 gives no number: the numbers under which it counts them, as a help for
 * finding them. XK is the code that users have agreed upon. It says nothing about their status. */
const COUNTED_UNDER = {
  "Indian Ocean Ter.": ["036"],
  Kosovo: ["XK"],
  "N. Cyprus": ["196"],
  "Siachen Glacier": ["356", "586"],
  Somaliland: ["706"],
};

/** One area each with its number in ISO 3166-1 alone: names are for others to give. */
export function full(topology) {
  const arcs = arcsOf(topology);
  const features = topology.objects.countries.geometries
    .filter(({ arcs: numbers }) => numbers)
    .map((geometry) => {
      const parts = polygonsOf(geometry, arcs).flatMap(divided);
      const short = parts.map((part) => part.map((points) => rounded(points, FULL_DIGITS)));
      const codes = geometry.id ? [geometry.id] : COUNTED_UNDER[geometry.properties.name];
      return feature("MultiPolygon", short, { codes: codes || [] });
    });
  return { type: "FeatureCollection", features };
}

/** Writes both files; the full one packed, since only the loader reads it. */
export async function world(from, out) {
  const topology = JSON.parse(await readFile(from, "utf8"));
  await writeFile(join(out, "world.geojson"), JSON.stringify(light(topology)));
  const packed = gzipSync(JSON.stringify(full(topology)), { level: 9 });
  await writeFile(join(out, "natural-earth-50m.geojson.gz"), packed);
}
