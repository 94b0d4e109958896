/** File formats that are read as pictures. SVG is none of them: it is a program to run. */
export const IMAGE_FORMATS = ["png", "jpeg", "webp", "gif", "tiff"] as const;

export type ImageFormat = (typeof IMAGE_FORMATS)[number];

/** How a file of each format begins, in hexadecimal; a dot stands for any digit. */
const SIGNATURES: readonly (readonly [ImageFormat, RegExp])[] = [
  ["png", /^89504e470d0a1a0a/],
  ["jpeg", /^ffd8ff/],
  ["webp", /^52494646.{8}57454250/],
  ["gif", /^47494638(37|39)61/],
  ["tiff", /^(4949(2a|2b)00|4d4d00(2a|2b))/],
];

/** The format of a file by its first bytes, whatever its name says; undefined when it is none of ours. */
export function imageFormat(bytes: Uint8Array): ImageFormat | undefined {
  const beginning = Buffer.from(bytes.subarray(0, 12)).toString("hex");
  return SIGNATURES.find(([, signature]) => signature.test(beginning))?.[0];
}
