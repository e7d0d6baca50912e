// The look of the living map, taken from the page's own tokens so that it follows light and dark.

function token(figure, name) {
  return getComputedStyle(figure).getPropertyValue(`--${name}`).trim();
}

/** Circle size grows with the square root of the count, as in the drawn map. */
const SIZE = ["interpolate", ["linear"], ["sqrt", ["get", "count"]], 1, 5.5, 3, 11, 10, 17, 40, 25, 300, 30];

function ramp(figure) {
  const tone = (step) => token(figure, `ramp-${step}`);
  return ["step", ["get", "count"], tone(3), 10, tone(4), 100, tone(5)];
}

/** Pixels for a radius in metres at the feature's own latitude (`m_px` = metres a pixel at zoom 0). */
const RADIUS = [
  "interpolate",
  ["exponential", 2],
  ["zoom"],
  0,
  ["/", ["get", "radius_m"], ["*", 78271.5, ["get", "shrink"]]],
  20,
  ["/", ["get", "radius_m"], ["*", 0.0746455, ["get", "shrink"]]],
];

export const TAPPABLE = ["incidents"];

function layers(figure) {
  const colour = (name) => token(figure, name);
  const font = getComputedStyle(figure).fontFamily.split(",")[0].replaceAll(/["']/g, "").trim();
  const outer = ["==", ["coalesce", ["get", "level"], 9], 0];
  const far = ["has", "beneath"];
  const isPoint = ["==", ["geometry-type"], "Point"];
  return [
    { id: "paper", type: "background", paint: { "background-color": colour("water") } },
    {
      id: "beneath",
      type: "fill",
      source: "boundaries",
      filter: far,
      paint: { "fill-color": colour("land"), "fill-opacity": 0.45 },
    },
    {
      id: "land",
      type: "fill",
      source: "boundaries",
      filter: ["all", ["==", ["geometry-type"], "Polygon"], ["!", far]],
      paint: { "fill-color": colour("land") },
    },
    {
      id: "outline",
      type: "line",
      source: "boundaries",
      filter: ["all", ["!=", ["geometry-type"], "Point"], outer],
      paint: { "line-color": colour("edge"), "line-opacity": 0.6 },
    },
    {
      id: "lines",
      type: "line",
      source: "boundaries",
      filter: ["all", ["!=", ["geometry-type"], "Point"], ["!", outer], ["!", far]],
      paint: { "line-color": colour("edge"), "line-opacity": 0.6, "line-dasharray": [3, 3] },
    },
    {
      id: "places",
      type: "symbol",
      source: "boundaries",
      filter: isPoint,
      layout: {
        "text-field": ["get", "name"],
        "text-font": [font],
        "text-size": 12,
        "text-offset": [0, 1.1],
        "text-anchor": "top",
        "text-optional": true,
        "symbol-sort-key": ["coalesce", ["get", "rank"], 9],
      },
      paint: {
        "text-color": colour("ink-2"),
        "text-halo-color": colour("land"),
        "text-halo-width": 1.5,
      },
    },
    {
      id: "radius",
      type: "circle",
      source: "incidents",
      filter: ["all", isPoint, [">", ["coalesce", ["get", "radius_m"], 0], 0]],
      paint: {
        "circle-radius": RADIUS,
        "circle-color": colour("ramp-1"),
        "circle-opacity": 0.35,
        "circle-stroke-color": colour("ramp-3"),
        "circle-stroke-width": 1,
        "circle-stroke-opacity": 0.6,
      },
    },
    {
      id: "incidents",
      type: "circle",
      source: "incidents",
      filter: isPoint,
      paint: {
        "circle-radius": SIZE,
        "circle-color": ramp(figure),
        "circle-opacity": 0.9,
        "circle-stroke-color": colour("card"),
        "circle-stroke-width": 1,
      },
    },
    {
      id: "counts",
      type: "symbol",
      source: "incidents",
      filter: ["all", isPoint, [">", ["get", "count"], 1]],
      layout: {
        "text-field": ["to-string", ["get", "count"]],
        "text-font": [font],
        "text-size": 12,
        "text-allow-overlap": true,
        "text-ignore-placement": true,
      },
      paint: { "text-color": colour("on-ramp") },
    },
  ];
}

export function base(figure) {
  const empty = { type: "FeatureCollection", features: [] };
  return {
    version: 8,
    sources: {
      boundaries: { type: "geojson", data: empty },
      incidents: {
        type: "geojson",
        data: empty,
        cluster: true,
        clusterRadius: 28,
        clusterMaxZoom: 13,
        clusterProperties: { count: ["+", ["get", "count"]] },
      },
    },
    layers: layers(figure),
  };
}
