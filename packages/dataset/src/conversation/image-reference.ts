import { describe } from "../describe.js";
import type { Refuse } from "./conversation-error.js";
import type { ImageReference } from "./conversation-row.js";
import { type Fields, field, isFields } from "./fields.js";

const expected = "a path, a data: URL, { bytes, path } or { format, data }";

/** The row's own pictures: the list `images` or the single `image`. */
export function readImages(row: Fields, path: string, refuse: Refuse): readonly ImageReference[] {
  const list = field(row, "images");
  const single = field(row, "image");
  if (list !== null && single !== null && !(Array.isArray(list) && list.length === 0))
    throw refuse(`${path}image and ${path}images both have a value`, "one of them", "Remove one");
  const values = single ?? list ?? [];
  const name = single === null ? `${path}images` : `${path}image`;
  if (Array.isArray(values)) return values.map((value, index) => readImage(value, `${name}[${index}]`, refuse));
  return [readImage(values, name, refuse)];
}

/** A path, or the bytes that a cell, a data URL or `{ format: "png_base64", data }` holds. */
export function readImage(value: unknown, path: string, refuse: Refuse): ImageReference {
  if (typeof value === "string") return readString(value, path, refuse);
  if (isFields(value)) {
    const { bytes, path: file = null, url, format, data } = value;
    const name = typeof file === "string" ? file : null;
    if (bytes instanceof Uint8Array) return { bytes, path: name };
    if ((bytes ?? null) === null && name !== null) return readString(name, path, refuse);
    if (typeof url === "string") return readString(url, path, refuse);
    if (typeof format === "string" && format.endsWith("_base64") && typeof data === "string")
      return { bytes: readBase64(data, path, refuse), path: null };
  }
  throw refuse(`${path} is ${describe(value)}`, expected, "Mend or remove the row");
}

function readString(text: string, path: string, refuse: Refuse): ImageReference {
  const embedded = /^data:image\/[\w.+-]+;base64,/.exec(text);
  if (embedded) return { bytes: readBase64(text.slice(embedded[0].length), path, refuse), path: null };
  if (text === "") throw refuse(`${path} is an empty string`, expected, "Mend or remove the row");
  return text;
}

function readBase64(text: string, path: string, refuse: Refuse): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch (cause) {
    throw refuse(`${path} holds ${describe(text)}`, "base64", "Mend or remove the row", cause);
  }
}
