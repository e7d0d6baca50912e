// Photos are made smaller before they are saved: what a phone's camera makes is ten times what an office needs, and a
// bad network is paid for by the byte. The place and whatever else the camera wrote into the file stay out of it.
import { bare, exifOf, isJpeg } from "./exif.js";

/** The longest side, in pixels, where the form does not say another. */
export const LONGEST_SIDE = 2048;
const QUALITY = 0.82;

/** Returns the photo to be saved: a JPEG no larger than asked, upright, and smaller than what came in. */
export async function shrunk(file, { maxPixels, keepsPlace = false } = {}) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const longest = maxPixels || LONGEST_SIDE;
  try {
    const smaller = await redrawn(file, longest);
    const made = keepsPlace && isJpeg(bytes) ? await withExif(smaller.blob, exifOf(bytes)) : smaller.blob;
    if (smaller.wasLarger || made.size < file.size) return named(made, file);
  } catch {
    // No picture this browser can draw: it is kept as it came.
  }
  return isJpeg(bytes) && !keepsPlace ? named(bare(bytes), file) : file;
}

async function redrawn(file, longest) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, width, height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, width, height);
  picture.close();
  return { blob: await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY }), wasLarger: scale < 1 };
}

/** Puts the EXIF segment of the original behind the first two bytes of the new picture. */
async function withExif(blob, exif) {
  if (!exif) return blob;
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return new Blob([bytes.slice(0, 2), exif, bytes.slice(2)], { type: "image/jpeg" });
}

/** A name that says nothing: a camera's own names count its pictures, and people write names into theirs. */
const named = (blob, file) => new File([blob], "photo.jpg", { type: "image/jpeg", lastModified: file.lastModified });
