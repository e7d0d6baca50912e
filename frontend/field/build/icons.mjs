// Draws the icons of the installed page as PNG: the house's open ring, computed, so that no picture is committed.
import { deflateSync } from "node:zlib";
import { crc32 } from "../zip.js";

const PAPER = [0xfa, 0xf8, 0xf4];
const TEAL = [0x0f, 0x58, 0x66];
/** Samples a pixel in each direction, against stairs. */
const SAMPLES = 4;

/** How much of a pixel the ring covers, 0 to 1. `share` of the picture is the ring's outer width. */
function covered(x, y, size, share) {
  const outer = (size * share) / 2;
  const inner = outer * 0.63;
  let hits = 0;
  for (let a = 0; a < SAMPLES; a += 1) {
    for (let b = 0; b < SAMPLES; b += 1) {
      const dx = x + (a + 0.5) / SAMPLES - size / 2;
      const dy = y + (b + 0.5) / SAMPLES - size / 2;
      const distance = Math.hypot(dx, dy);
      const open = Math.abs(Math.atan2(dy, dx)) < Math.PI / 4; // the gap looks along the line of reading
      if (distance <= outer && distance >= inner && !open) hits += 1;
    }
  }
  return hits / SAMPLES ** 2;
}

function pixels(size, share) {
  const rows = Buffer.alloc(size * (size * 3 + 1));
  let at = 0;
  for (let y = 0; y < size; y += 1) {
    rows[at++] = 0;
    for (let x = 0; x < size; x += 1) {
      const part = covered(x, y, size, share);
      for (let colour = 0; colour < 3; colour += 1) {
        rows[at++] = Math.round(PAPER[colour] + (TEAL[colour] - PAPER[colour]) * part);
      }
    }
  }
  return rows;
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const frame = Buffer.alloc(12 + data.length);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), 8 + data.length);
  return frame;
}

/** A square PNG; `maskable` leaves the margin that a phone may cut off. */
export function icon(size, { maskable = false } = {}) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(pixels(size, maskable ? 0.56 : 0.78), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

export const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><rect width="512" height="512" fill="#faf8f4"/>' +
  '<path d="M374 138A167 167 0 1 0 374 374" fill="none" stroke="#0f5866" stroke-width="74"/></svg>';
