import { snappyUncompress } from "hyparquet";
import type { Codec } from "./footer.js";

/** Turns a page's stored bytes into `plainBytes` bytes. */
export type Decompress = (stored: Uint8Array, plainBytes: number) => Uint8Array;

/** What a page may hold when decompressed; writers aim at one megabyte, and a picture is a page at most. */
export const maxPageBytes: number = 256 << 20;

/** Snappy's longest copy takes three bytes for 64. */
const snappyRatio = 22;

/** The codecs' decompressors, loaded on first need; UNCOMPRESSED and SNAPPY need nothing. */
export async function loadDecompress(codec: Codec): Promise<Decompress> {
  if (codec === "UNCOMPRESSED") return checked(codec, (stored) => stored);
  if (codec === "SNAPPY") return checked(codec, snappy);
  if (codec === "LZO") throw new Error("the codec LZO; expected UNCOMPRESSED, SNAPPY, GZIP, BROTLI, LZ4 or ZSTD");
  const { compressors } = await import("hyparquet-compressors");
  return checked(codec, compressors[codec]!);
}

function snappy(stored: Uint8Array, plainBytes: number): Uint8Array {
  if (plainBytes > snappyRatio * stored.length) throw new Error(`${stored.length} bytes claim to hold ${plainBytes}`);
  const plain = new Uint8Array(plainBytes);
  snappyUncompress(stored, plain);
  return plain;
}

/** A page that claims too much is refused before anything is allocated for it. */
function checked(codec: Codec, decompress: Decompress): Decompress {
  return (stored, plainBytes) => {
    if (plainBytes > maxPageBytes && codec !== "UNCOMPRESSED")
      throw new Error(`${stored.length} bytes claim to hold ${plainBytes}, over the limit of ${maxPageBytes}`);
    // Decompressors differ in what they take for nothing.
    if (plainBytes === 0) return new Uint8Array(0);
    const plain = decompress(stored, plainBytes);
    if (plain.length !== plainBytes) throw new Error(`${plain.length} bytes, not the ${plainBytes} of its header`);
    return plain;
  };
}
