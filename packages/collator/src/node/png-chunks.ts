import { crc32 } from "node:zlib";

/** What a PNG file says of its pixels, and the pixels themselves, still compressed. */
export interface PngChunks {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colorType: number;
  readonly interlaced: boolean;
  /** PLTE: 3 bytes a color. */
  readonly palette?: Uint8Array;
  /** tRNS: alpha of the palette's colors, or the one color that is transparent. */
  readonly transparency?: Uint8Array;
  /** Whether an eXIf chunk may say that the picture lies on its side. */
  readonly exif: boolean;
  /** The zlib stream of all IDAT chunks. */
  readonly compressed: Uint8Array;
}

const SIGNATURE_LENGTH = 8;
/** Length, type and checksum of a chunk. */
const FRAME = 12;
/** Bit depths of each color type: gray, RGB, palette, gray and alpha, RGBA. */
const BIT_DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/**
 * Walks through the chunks of a PNG file and decompresses nothing. Checksums are compared wherever a wrong byte could
 * change the picture: critical chunks and tRNS. Other chunks are skipped unread, as is what follows IEND.
 *
 * @throws Error with what is wrong, when the file is not whole.
 */
export function readPngChunks(bytes: Uint8Array): PngChunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pixels: Uint8Array[] = [];
  let header: ReturnType<typeof readHeader> | undefined;
  let palette: Uint8Array | undefined;
  let transparency: Uint8Array | undefined;
  let exif = false;
  let last = "";
  for (let at = SIGNATURE_LENGTH; last !== "IEND"; ) {
    if (at + FRAME > bytes.length) throw new Error(`the file ends at byte ${bytes.length} without IEND`);
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const end = at + 8 + length;
    if (end + 4 > bytes.length) throw new Error(`chunk ${JSON.stringify(type)} at byte ${at} is cut off`);
    // A capital letter: no picture without this chunk.
    const critical = /^[A-Z]/.test(type);
    if ((critical || type === "tRNS") && crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) {
      throw new Error(`the checksum of chunk ${JSON.stringify(type)} at byte ${at} does not match`);
    }
    if ((header === undefined) !== (type === "IHDR"))
      throw new Error(`IHDR is not the first chunk, or not the only one`);
    const data = bytes.subarray(at + 8, end);
    if (type === "IHDR") header = readHeader(data);
    else if (type === "PLTE") palette = data;
    else if (type === "tRNS") transparency = data;
    else if (type === "eXIf") exif = true;
    else if (type === "IDAT") {
      if (pixels.length > 0 && last !== "IDAT") throw new Error("the IDAT chunks do not follow one another");
      pixels.push(data);
    } else if (critical && type !== "IEND") throw new Error(`chunk ${JSON.stringify(type)} at byte ${at} is unknown`);
    last = type;
    at = end + 4;
  }
  if (header === undefined || pixels.length === 0) throw new Error("the file has no IDAT chunk");
  return {
    ...header,
    ...(palette && { palette }),
    ...(transparency && { transparency }),
    exif,
    compressed: pixels.length === 1 ? pixels[0]! : Buffer.concat(pixels),
  };
}

function readHeader(data: Uint8Array): Pick<PngChunks, "width" | "height" | "bitDepth" | "colorType" | "interlaced"> {
  if (data.length !== 13) throw new Error(`IHDR has ${data.length} bytes instead of 13`);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [bitDepth, colorType, compression, filter, interlace] = data.subarray(8) as unknown as [
    number,
    number,
    number,
    number,
    number,
  ];
  if (width === 0 || height === 0 || width > 0x7fffffff || height > 0x7fffffff) {
    throw new Error(`the header claims ${width}x${height} pixels`);
  }
  if (!BIT_DEPTHS[colorType]?.includes(bitDepth) || compression !== 0 || filter !== 0 || interlace > 1) {
    throw new Error(
      `the header claims bit depth ${bitDepth}, color type ${colorType}, compression ${compression}, filter ${filter}, interlace ${interlace}`,
    );
  }
  return { width, height, bitDepth, colorType, interlaced: interlace === 1 };
}
