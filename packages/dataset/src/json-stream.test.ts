import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeJsonArrayStream, decodeJsonlStream, type JsonRow } from "./index.js";

async function* cut(text: string | Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  // One buffer for all chunks, as a reader may have it.
  const buffer = new Uint8Array(Math.max(1, ...sizes));
  for (let start = 0, turn = 0; start < bytes.length; turn++) {
    const size = Math.min(sizes[turn % sizes.length] ?? bytes.length, bytes.length - start);
    const chunk = sizes.length > 0 ? buffer.subarray(0, size) : new Uint8Array(size);
    chunk.set(bytes.subarray(start, start + size));
    yield chunk;
    start += size;
  }
}

async function read(rows: AsyncIterable<JsonRow>): Promise<JsonRow[]> {
  const all: JsonRow[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

const values = async (rows: AsyncIterable<JsonRow>): Promise<unknown[]> => (await read(rows)).map(({ value }) => value);
const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
const json = fc.oneof(fc.jsonValue(), fc.string({ unit: "grapheme" }), fc.constantFrom('"', "\\", "[,]{}", "é\u2028"));

it("gives back every value, wherever the bytes are cut", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(json, { maxLength: 6 }),
      sizes,
      fc.constantFrom(undefined, 1, "\t"),
      async (rows, at, indent) => {
        const plain: unknown[] = JSON.parse(JSON.stringify(rows));
        const lines = plain.map((row) => `${JSON.stringify(row)}\n`).join("");
        const array = JSON.stringify(plain, null, indent);
        expect(await values(decodeJsonlStream(cut(lines, at)))).toEqual(plain);
        expect(await values(decodeJsonArrayStream(cut(array, at)))).toEqual(plain);
        const last = (await read(decodeJsonlStream(cut(lines, at)))).at(-1);
        if (last) expect(last.bytesRead).toBe(new TextEncoder().encode(lines).length);
      },
    ),
    { numRuns: 300 },
  );
});

it("answers any text with values or a SyntaxError, and takes for an array what JSON.parse does", async () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom("[", "]", "{", "}", ",", '"', "\\", "1", " ", "\n") }),
  );
  await fc.assert(
    fc.asyncProperty(text, sizes, async (given, at) => {
      const expected = parseArray(given);
      const got = await values(decodeJsonArrayStream(cut(given, at))).catch((error: unknown) => {
        expect(error).toBeInstanceOf(SyntaxError);
        return null;
      });
      expect(got).toEqual(expected);
      for (const { error } of await read(decodeJsonlStream(cut(given, at))))
        if (error) expect(error).toBeInstanceOf(SyntaxError);
    }),
    { numRuns: 1000 },
  );
});

function parseArray(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

describe("decodeJsonlStream", () => {
  it("goes on after a line that is not JSON and counts blank lines", async () => {
    const rows = await read(decodeJsonlStream(cut('\ufeff1\r\n\n{"a":\n[2]', [3])));
    expect(rows.map(({ index, place, value, error }) => [index, place, value, error?.message])).toEqual([
      [0, "line 1", 1, undefined],
      [
        1,
        "line 3",
        undefined,
        'dataset.decodeJsonlStream: line 3 is not JSON ({"a":); expected one value. Mend or remove it.',
      ],
      [2, "line 4", [2], undefined],
    ]);
  });

  it("refuses bytes that are not UTF-8", async () => {
    const rows = await read(decodeJsonlStream(cut(Uint8Array.of(34, 0xff, 34, 10, 49), [])));
    expect(rows[0]?.error?.message).toBe(
      "dataset.decodeJsonlStream: line 1 is not JSON (bytes that are not UTF-8); expected one value. Mend or remove it.",
    );
    expect(rows[1]?.value).toBe(1);
  });

  it("refuses a line beyond the limit before it is whole", async () => {
    await expect(read(decodeJsonlStream(cut(`1\n"${"a".repeat(99)}`, [10]), { maxValueBytes: 50 }))).rejects.toThrow(
      "dataset.decodeJsonlStream: line 2 is longer than 50 bytes; expected rows that fit in memory. Split it, or raise maxValueBytes.",
    );
  });
});

describe("decodeJsonArrayStream", () => {
  it.each([
    ["", "ends in element 0"],
    ["[1", "ends in element 0"],
    ["[1,]", "has nothing where element 1 should stand"],
    ["[,1]", "has nothing where element 0 should stand"],
    ["[1] 2", "goes on after its array"],
    ['{"data":[]}', 'begins with "{"'],
    ["[1}", "closes its array with }"],
  ])("refuses %j", async (text, what) => {
    await expect(read(decodeJsonArrayStream(cut(text, [])))).rejects.toThrow(
      `dataset.decodeJsonArrayStream: the text ${what}; expected one JSON array, [row, row]. Write or fetch the file again.`,
    );
  });

  it("names the element that is not JSON or too long", async () => {
    await expect(read(decodeJsonArrayStream(cut("[1, nil]", [])))).rejects.toThrow(
      "dataset.decodeJsonArrayStream: element 1 is not JSON (nil); expected one value. Mend or remove it.",
    );
    await expect(read(decodeJsonArrayStream(cut("[1, 22222222]", [4]), { maxValueBytes: 5 }))).rejects.toThrow(
      "dataset.decodeJsonArrayStream: element 1 is longer than 5 bytes; expected rows that fit in memory. Split it, or raise maxValueBytes.",
    );
  });
});
