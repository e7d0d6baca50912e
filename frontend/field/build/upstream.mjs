// What we change in @getodk/web-forms while it is bundled, and why. Every entry says how often it must be found: a new
// version of the package that words or builds something differently stops the build here, not in the field.

/** Texts of the form engine's own interface, English only upstream: file, text, how often it is drawn. */
export const TEXTS = {
  index: {
    "An error occurred while loading this form": 1,
    "Technical error details": 1,
    "change language": 1,
    "Cannot fetch media. Verify the URL and fetch settings.": 1,
    "Finding your location": 1,
    "Time taken to capture location:": 1,
    Cancel: 1,
    "Save location": 1,
    "Get location": 1,
    "Try again": 1,
    "Cannot access location": 1,
    "Grant location permission in the browser settings and make sure location is turned on.": 1,
    "Unable to load map": 1,
    "Rank items": 1,
    Okay: 1,
    "🚧 Support for non-image uploads is pending. 🚧": 1,
    "Captured image preview": 1,
    "Take picture": 1,
    "Choose image": 1,
    "Repeat Item": 1,
    Remove: 1,
    Add: 1,
    "Location unavailable. Enable GPS and browser permissions, then restart the form to try again.": 1,
    "1 question with error.": 1,
    Send: 1,
  },
  map: {
    Longitude: 1,
    "Longitude is invalid": 1,
    Latitude: 1,
    "Latitude is invalid": 1,
    Altitude: 1,
    Accuracy: 1,
    "Import data to replace location": 2,
    "Delete entire shape?": 1,
    "Delete entire trace?": 1,
    "Are you sure you want to delete this entire shape and start over?": 1,
    "Are you sure you want to delete this entire trace and start over?": 1,
    Delete: 2,
    "Full Screen": 1,
    "Zoom to fit": 1,
    "Zoom to current location": 1,
    "Undo last change": 1,
    "Cannot access location": 1,
    "Grant location permission in the browser settings and make sure location is turned on.": 1,
    "Remove selection": 1,
    "Save selected": 1,
    "No trace saved": 1,
    "No shape saved": 1,
    "No point saved": 1,
    "Point saved": 2,
    "Trace saved": 1,
    "Shape saved": 1,
    "Feature saved": 1,
    "Capturing location...": 1,
    Remove: 1,
    "Remove point": 1,
    "View details": 1,
    Advanced: 1,
    "File is empty.": 1,
    "Unsupported file type. Please upload a .geojson file.": 1,
    "Failed to parse file. Ensure it is a valid GeoJSON.": 1,
    "Incorrect geometry type.": 1,
    "Paste data in ODK format": 1,
    "Enter as: Lat Long Alt Acc (e.g. 45.5 -122.6 15 2; 45.6 -122.7 12 3)": 1,
    "Upload a GeoJSON file": 1,
    "Upload file": 1,
    Save: 1,
    "Press and drag to move a point": 1,
    "Tap to place a point": 1,
    "Tap to move point": 1,
    "Use the location button to center on your current location": 1,
    "Get location": 1,
  },
};

/** Texts that carry a value; `{}` is where it goes. */
export const FILLED = {
  index: [
    ['`${QA} questions with errors.`', '__count("{} questions with errors.", QA)'],
    ["`Media not found. File: ${uA.href}`", '__fill("A file of this form is not on this device: {}", __name(uA))'],
    ["`Cannot fetch media. Unknown error. File: ${uA.href}`", '__fill("A file of this form is not on this device: {}", __name(uA))'],
    ["`Failed to load audio. File: ${eA.resourceUrl.href}`", '__fill("This file cannot be played: {}", __name(eA.resourceUrl))'],
    ["`Failed to load image. File: ${eA.resourceUrl?.href}`", '__fill("This file cannot be shown: {}", __name(eA.resourceUrl))'],
    ["`Failed to load video. File: ${eA.resourceUrl.href}`", '__fill("This file cannot be played: {}", __name(eA.resourceUrl))'],
    [
      '" Location will be saved at " + toDisplayString(eA.options.accuracyThreshold) + " m "',
      '__fill("Location will be saved at {} m", eA.options.accuracyThreshold)',
    ],
    [
      '" Previous saved location at " + toDisplayString(unref(truncateDecimals)(rA.value.value, nA)) + " m "',
      '__fill("Previous saved location at {} m", unref(truncateDecimals)(rA.value.value, nA))',
    ],
    [
      'toDisplayString(unref(truncateDecimals)(iA.value.value, nA)) + " m - " + toDisplayString(iA.value.label)',
      '__fill("{} m", unref(truncateDecimals)(iA.value.value, nA)) + " – " + toDisplayString(iA.value.label)',
    ],
  ],
  map: [
    ["`Longitude: ${h}`", '__fill("Longitude: {}", h)'],
    ["`Latitude: ${u}`", '__fill("Latitude: {}", u)'],
    ["`Altitude: ${d} m`", '__fill("Altitude: {} m", d)'],
    ["`Accuracy: ${ld(f, { decimals: 3 })}`", '__fill("Accuracy: {}", ld(f, { decimals: 3 }))'],
    ["`${d} points saved`", '__count("{} points saved", d)'],
  ],
};

/** Texts that are made before anybody reads them; they are put into the reader's language where they are drawn. */
export const CONSTANTS = [
  "Condition not satisfied: constraint",
  "Condition not satisfied: required",
  "Poor accuracy",
  "Unknown accuracy",
];

/** Other changes: what is there, what we put in its place. Each must be found exactly once. */
export const CHANGES = {
  index: [
    // Styles made while running become constructed sheets: the page's policy allows no inline style.
    ["rA.value.textContent = PA, bA?.(_A);", "__sheet(_A, PA), bA?.(_A);"],
    [
      'rA.value = aA.querySelector(\'style[data-primevue-style-id="\'.concat(_A, \'"]\')) || aA.getElementById(LA) || aA.createElement("style")',
      'rA.value = aA.createElement("meta")',
    ],
    [
      'const tA = document.createElement("style");\n    tA.textContent = resetStyles, document.head.prepend(tA), eA.use',
      '__sheet("reset", resetStyles), eA.use',
    ],
    // Whoever set a larger type in the browser gets it.
    ["\tfont-size: 16px !important;\n", ""],
    // A draft goes on where it was left: the engine can restore, the component only edits.
    [
      "const rA = resolvableFormInstanceInput(tA.editInstance), oA = await AA.editInstance(rA, nA);",
      "const oA = tA.editInstance.restored ? await AA.restoreInstance({ data: [tA.editInstance.restored] }, nA) : await AA.editInstance(resolvableFormInstanceInput(tA.editInstance), nA);",
    ],
    // A long list of questions is drawn in short steps, the first screen first.
    [
      'return (rA, oA) => (openBlock(!0), createElementBlock(Fragment, null, renderList(eA.nodes, (iA) => (openBlock(), createElementBlock(Fragment, {\n      key: iA.nodeId',
      'const __drawn = __paced(() => eA.nodes);\n    return (rA, oA) => (openBlock(!0), createElementBlock(Fragment, null, renderList(__drawn.value, (iA) => (openBlock(), createElementBlock(Fragment, {\n      key: iA.nodeId',
    ],
    // The engine's own complaints, in the reader's language.
    ["renderList(eA.message, (rA) =>", "renderList(__said(eA.message), (rA) =>"],
    ["this.label = GEOPOINT_ACCURACY_QUALITY_LABEL[rA]", "this.label = __say(GEOPOINT_ACCURACY_QUALITY_LABEL[rA])"],
    // A correction is made with the same field as the report: upstream would show a map for every place.
    ['unref(tA) || eA.node.appearances["placement-map"] || eA.node.appearances.maps', 'eA.node.appearances["placement-map"] || eA.node.appearances.maps'],
    // The form's title in the reader's language; it carries only one itself.
    ['createVNode(unref(script$D), { class: "form-title" }, {\n          content: withCtx(() => [\n            createElementVNode("h1", null, toDisplayString(eA.form.definition.bind.form.title), 1)', 'createVNode(unref(script$D), { class: "form-title" }, {\n          content: withCtx(() => [\n            createElementVNode("h1", null, toDisplayString(__titled(eA.form.definition.bind.form.title)), 1)'],
    ['_hoisted_3$j, [\n        createElementVNode("h1", null, toDisplayString(eA.form.definition.bind.form.title), 1)', '_hoisted_3$j, [\n        createElementVNode("h1", null, toDisplayString(__titled(eA.form.definition.bind.form.title)), 1)'],
    // Photos come in the size that is asked for (photos.js); upstream would start a worker from a blob to shrink them.
    ["aA = async (uA, gA) => uA && gA ? await resize(uA, gA) : uA,", "aA = async (uA) => uA,"],
    // A component whose properties never change is not drawn anew: these do, with the language.
    ['label: __say("Send"),\n              onClick: SA[1] || (SA[1] = (mA) => BA(unref(gA)))\n            })', 'label: __say("Send"),\n              onClick: SA[1] || (SA[1] = (mA) => BA(unref(gA)))\n            }, null, 8, ["label"])'],
    // Names for buttons that only show a sign.
    ['outlined: "",\n        class: "clear-button",', 'outlined: "",\n        "aria-label": __say("Remove the picture"),\n        class: "clear-button",'],
    ['variant: "text",\n            class: "button-menu",', 'variant: "text",\n            "aria-label": __say("More"),\n            class: "button-menu",'],
    ["}, 8, [\"model-value\", \"options\"])) : createCommentVNode(\"\", !0);\n  }\n}), FormLanguageMenu", "}, 8, [\"model-value\", \"options\", \"aria-label\"])) : createCommentVNode(\"\", !0);\n  }\n}), FormLanguageMenu"],
    ['createElementVNode("button", {\n            class: "close-icon",', 'createElementVNode("button", {\n            type: "button",\n            "aria-label": __say("Cancel"),\n            class: "close-icon",'],
  ],
  // No picture of the ground is fetched from anybody: who looks at which place is nobody's business.
  map: [["layers: [new wy({ source: new Xy() })],", "layers: [],"]],
};
