/** The file name extension of an encoded picture, told by its first bytes; null where they are of no kind known here. */
export function imageExtension(bytes: Uint8Array): "png" | "jpg" | "gif" | "webp" | "bmp" | "tiff" | null {
  const at = (start: number, text: string): boolean =>
    Array.from(text).every((character, index) => bytes[start + index] === character.charCodeAt(0));
  if (at(0, "\x89PNG\r\n\x1a\n")) return "png";
  if (at(0, "\xff\xd8\xff")) return "jpg";
  if (at(0, "GIF87a") || at(0, "GIF89a")) return "gif";
  if (at(0, "RIFF") && at(8, "WEBP")) return "webp";
  if (at(0, "BM")) return "bmp";
  if (at(0, "II*\0") || at(0, "MM\0*")) return "tiff";
  return null;
}
