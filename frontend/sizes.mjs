// Prints what each built file weighs on the wire (gzip -9), so that the page budget is seen at once.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const built = fileURLToPath(new URL("../src/goodoffices/web/static/built", import.meta.url));
for (const name of (await readdir(built, { recursive: true })).sort()) {
  if (!/\.(css|js|woff2|geojson)$/.test(name)) continue;
  const raw = await readFile(join(built, name));
  const packed = name.endsWith("woff2") ? raw : gzipSync(raw, { level: 9 });
  const brotli = name.endsWith("woff2") ? raw : brotliCompressSync(raw);
  console.log(`${name.padEnd(48)} ${raw.length} ${packed.length} gz ${brotli.length} br`);
}
