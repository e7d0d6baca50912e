// Reads from a JPEG how it is turned, and takes the place out of what it says about itself.

const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0];
const ORIENTATION = 0x0112;
const GPS = 0x8825;

export const isJpeg = (bytes) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

/** The segments before the picture itself: `{marker, start, end}`. */
export function segments(bytes) {
  const found = [];
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1];
    if (marker === 0xda || marker === 0xd9) break;
    const end = at + 2 + ((bytes[at + 2] << 8) | bytes[at + 3]);
    if (end > bytes.length || end <= at + 3) break;
    found.push({ marker, start: at, end });
    at = end;
  }
  return found;
}

/** A view of the EXIF directory of a JPEG, or nothing. */
function directory(bytes) {
  const segment = segments(bytes).find(
    ({ marker, start }) => marker === 0xe1 && EXIF.every((sign, index) => bytes[start + 4 + index] === sign),
  );
  if (!segment || segment.end - segment.start < 18) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + segment.start + 10, segment.end - segment.start - 10);
  const little = view.getUint16(0) === 0x4949;
  const at = view.getUint32(4, little);
  if (at + 2 > view.byteLength) return null;
  const entries = [];
  for (let index = 0; index < view.getUint16(at, little); index += 1) {
    const entry = at + 2 + 12 * index;
    if (entry + 12 > view.byteLength) break;
    entries.push({ at: entry, tag: view.getUint16(entry, little) });
  }
  return { view, little, entries };
}

/** How the picture is to be turned, 1 to 8; 1 where nothing is said. */
export function orientation(bytes) {
  const found = directory(bytes);
  const entry = found?.entries.find((one) => one.tag === ORIENTATION);
  const value = entry ? found.view.getUint16(entry.at + 8, found.little) : 1;
  return value >= 1 && value <= 8 ? value : 1;
}

/** Whether the picture says where it was taken. */
export const saysPlace = (bytes) => Boolean(directory(bytes)?.entries.some((one) => one.tag === GPS));

/** The same JPEG without anything it says about itself but its colours and how it is turned. */
export function bare(bytes) {
  const turned = orientation(bytes);
  const head = segments(bytes);
  const parts = [bytes.slice(0, 2)];
  if (turned !== 1) parts.push(orientationOnly(turned));
  for (const segment of head) if (!describes(bytes, segment)) parts.push(bytes.slice(segment.start, segment.end));
  const picture = head.at(-1)?.end ?? 2;
  parts.push(bytes.slice(picture, endOfPicture(bytes, picture)));
  return new Blob(parts, { type: "image/jpeg" });
}

/** APP1 (EXIF, XMP), APP3 to APP13 and comments describe; APP0, colours in APP2 and APP14 do not. */
function describes(bytes, { marker, start }) {
  if (marker === 0xe2) return String.fromCharCode(...bytes.slice(start + 4, start + 15)) !== "ICC_PROFILE";
  return marker === 0xfe || marker === 0xe1 || (marker >= 0xe3 && marker <= 0xed) || marker === 0xef;
}

/** Where the picture ends: some cameras hang a second one behind it, with all that the first one said. */
function endOfPicture(bytes, from) {
  for (let at = from; at + 1 < bytes.length; ) {
    if (bytes[at] !== 0xff || bytes[at + 1] === 0 || (bytes[at + 1] >= 0xd0 && bytes[at + 1] <= 0xd7)) at += 1;
    else if (bytes[at + 1] === 0xd9) return at + 2;
    else if (bytes[at + 1] === 0xff) at += 1;
    else at += 2 + ((bytes[at + 2] << 8) | bytes[at + 3]);
  }
  return bytes.length;
}

/** An EXIF segment that holds the orientation and nothing else. */
export function orientationOnly(value) {
  const body = [...EXIF, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0];
  const length = body.length + 2;
  return new Uint8Array([0xff, 0xe1, length >> 8, length & 255, ...body]);
}

/** The EXIF segment of a JPEG as it is, with the picture said to be upright (it has been turned), or nothing. */
export function exifOf(bytes) {
  const found = directory(bytes);
  if (!found) return null;
  const copy = new Uint8Array(bytes.buffer.slice(found.view.byteOffset - 10, found.view.byteOffset + found.view.byteLength));
  const entry = found.entries.find((one) => one.tag === ORIENTATION);
  if (entry) new DataView(copy.buffer).setUint16(10 + entry.at + 8, 1, found.little);
  return copy;
}
