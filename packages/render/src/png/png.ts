import type { Image } from "@vlm/types";
import { adlerOfRows, crc32 } from "./checksum.js";
import { deflateRows } from "./deflate.js";

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10] as const;
const HEADER = 13;
/** Length and kind before a chunk's data, and its checksum after. */
const FRAME = 12;

// Kept between pictures; no two are encoded at once.
let scratch = new Uint8Array(0);

/**
 * The picture as a PNG, 8 bits of red, green and blue a pixel and no alpha: what datasets and models expect. The same bytes
 * on every machine, in Node and in a browser, whatever zlib it has.
 */
export function png(image: Image): Uint8Array {
  const { width, height } = image;
  if (!(width > 0 && height > 0 && image.data.length === 4 * width * height)) {
    throw new Error(
      `render.png: a picture of ${width} × ${height} px with ${image.data.length} bytes; expected at least one pixel and 4 bytes for each. Draw it anew.`,
    );
  }
  const room = SIGNATURE.length + 3 * FRAME + HEADER + 1024 + (4 * width + 2) * height;
  if (scratch.length < room) scratch = new Uint8Array(room);
  const bytes = scratch;
  bytes.set(SIGNATURE);
  const view = new DataView(bytes.buffer);

  const header = 16;
  view.setUint32(header, width);
  view.setUint32(header + 4, height);
  // 8 bits a channel, three channels, deflate, filters, not interlaced.
  bytes.set([8, 2, 0, 0, 0], header + 8);
  const data = closeChunk(view, bytes, "IHDR", header, header + HEADER) + 8;

  // A window of 32 kB and the fastest level, which readers do not care about (RFC 1950).
  bytes.set([0x78, 0x01], data);
  const adler = deflateRows(image, bytes, data + 2);
  view.setUint32(adler, adlerOfRows(image));
  const end = closeChunk(view, bytes, "IDAT", data, adler + 4) + 8;
  return bytes.slice(0, closeChunk(view, bytes, "IEND", end, end));
}

/** Writes what stands around a chunk's data; returns where the next chunk begins. */
function closeChunk(view: DataView, bytes: Uint8Array, kind: string, start: number, end: number): number {
  view.setUint32(start - 8, end - start);
  for (let index = 0; index < 4; index++) bytes[start - 4 + index] = kind.charCodeAt(index);
  view.setUint32(end, crc32(bytes, start - 4, end));
  return end + 4;
}
