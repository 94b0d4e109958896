import { crc32 } from "node:zlib";

const signatureAndHeader = 33;

/** The same picture with a comment (a tEXt chunk after the header): other bytes, as files of a dataset have. */
export function commentedPng(png: Uint8Array, comment: string): Uint8Array {
  const text = Buffer.from(`Comment\0${comment}`, "latin1");
  const chunk = Buffer.alloc(12 + text.length);
  chunk.writeUInt32BE(text.length, 0);
  chunk.write("tEXt", 4, "latin1");
  text.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + text.length)), 8 + text.length);
  return Buffer.concat([png.subarray(0, signatureAndHeader), chunk, png.subarray(signatureAndHeader)]);
}
