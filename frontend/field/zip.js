// Writes a zip file of what does not get smaller by packing: photos, and a little XML. Stored, with the sizes up front.

const TABLE = Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

export function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

/** The moment every entry bears: 1 January 1980, so that the file says no more than its manifest. */
const MOMENT = [0, 0, 33, 0];

const two = (value) => [value & 255, (value >>> 8) & 255];
const four = (value) => [...two(value & 0xffff), ...two(value >>> 16)];

/** Takes entries (`name`, `bytes`) one at a time, so that only one photo is in memory; `done()` returns the file. */
export class Zip {
  #parts = [];
  #entries = [];
  #size = 0;

  add(name, bytes) {
    const label = new TextEncoder().encode(name);
    const sums = [...four(crc32(bytes)), ...four(bytes.length), ...four(bytes.length)];
    const common = [...two(20), ...two(0x0800), ...two(0), ...MOMENT, ...sums, ...two(label.length), ...two(0)];
    this.#entries.push({ label, common, offset: this.#size });
    this.#put(new Uint8Array([0x50, 0x4b, 3, 4, ...common]), label, bytes);
  }

  #put(...parts) {
    for (const part of parts) {
      this.#parts.push(new Blob([part]));
      this.#size += part.length;
      if (this.#size > 0xfffffff0) throw new Error("too large for one file");
    }
  }

  done() {
    const start = this.#size;
    for (const { label, common, offset } of this.#entries) {
      const head = [0x50, 0x4b, 1, 2, ...two(20), ...common, ...two(0), ...two(0), ...two(0), ...four(0), ...four(offset)];
      this.#put(new Uint8Array(head), label);
    }
    const number = this.#entries.length;
    const length = this.#size - start;
    this.#put(
      new Uint8Array([0x50, 0x4b, 5, 6, 0, 0, 0, 0, ...two(number), ...two(number), ...four(length), ...four(start), 0, 0]),
    );
    return new Blob(this.#parts, { type: "application/zip" });
  }
}
