type Json = Readonly<Record<string, unknown>>;

/**
 * What each token adds to a text, as UTF-8 bytes by its id; null for special tokens and for ids that no token has. The
 * bytes of an answer's tokens, one after the other, are its text: a character may lie across several.
 *
 * @param tokenizerJson the parsed `tokenizer.json` of a byte-level tokenizer (Qwen), or of one with `▁` for spaces and
 *   `<0x0A>` for bytes (Gemma)
 * @throws on a tokenizer of another kind
 */
export function tokenBytes(tokenizerJson: unknown): readonly (Uint8Array | null)[] {
  const { model, decoder, added_tokens: added } = isJson(tokenizerJson) ? tokenizerJson : {};
  if (!isJson(model) || !isJson(model.vocab) || Array.isArray(model.vocab) || !Array.isArray(added)) {
    throw new TypeError(
      "chat-template.tokenBytes: tokenizerJson has no model.vocab of tokens and their ids, or no added_tokens; expected the parsed tokenizer.json of a byte-pair tokenizer. Pass JSON.parse of the file.",
    );
  }
  const spell = spelling(decoder);
  const bytes: (Uint8Array | null)[] = [];
  const set = (id: number, value: Uint8Array | null): void => {
    while (bytes.length < id) bytes.push(null);
    bytes[id] = value;
  };
  for (const [token, id] of Object.entries(model.vocab as Readonly<Record<string, number>>)) set(id, spell(token));
  // Added tokens stand in the vocabulary too, some of them.
  for (const { id, content, special } of added as readonly AddedToken[]) set(id, special ? null : spell(content));
  return bytes;
}

interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
}

const encoder = new TextEncoder();

function spelling(decoder: unknown): (token: string) => Uint8Array {
  if (isNamed(decoder, "ByteLevel")) return byteLevel;
  const steps = isNamed(decoder, "Sequence") && Array.isArray(decoder.decoders) ? decoder.decoders : [];
  const [replace, fallback, fuse] = steps;
  const isSpaces =
    isNamed(replace, "Replace") && replace.content === " " && isJson(replace.pattern) && replace.pattern.String === "▁";
  if (isSpaces && isNamed(fallback, "ByteFallback") && isNamed(fuse, "Fuse") && steps.length === 3) return withSpaces;
  throw new Error(
    `chat-template.tokenBytes: the decoder is ${JSON.stringify(decoder) ?? "undefined"}; expected ByteLevel, or Replace of ▁, ByteFallback and Fuse. This tokenizer is not supported.`,
  );
}

function withSpaces(token: string): Uint8Array {
  const byte = /^<0x([\da-f]{2})>$/i.exec(token)?.[1];
  return byte === undefined ? encoder.encode(token.replaceAll("▁", " ")) : Uint8Array.of(Number.parseInt(byte, 16));
}

/**
 * Each byte is one character: itself where that can be seen, else the next from U+0100 on.
 *
 * @see bytes_to_unicode of GPT-2's encoder.py
 */
const BYTES: readonly (number | undefined)[] = (() => {
  const isSeen = (byte: number): boolean =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xff && byte !== 0xad);
  const bytes: (number | undefined)[] = [];
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++) bytes[isSeen(byte) ? byte : next++] = byte;
  return bytes;
})();

/** An added token that is not spelled in these characters is itself. */
function byteLevel(token: string): Uint8Array {
  const bytes = new Uint8Array(token.length);
  for (let i = 0; i < bytes.length; i++) {
    const byte = BYTES[token.charCodeAt(i)];
    if (byte === undefined) return encoder.encode(token);
    bytes[i] = byte;
  }
  return bytes;
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}

function isNamed(part: unknown, type: string): part is Json {
  return isJson(part) && part.type === type;
}
