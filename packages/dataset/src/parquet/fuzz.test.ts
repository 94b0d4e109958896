import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { gameFeatures, gameRows } from "../../fixtures/game-rows.mjs";
import { encodeParquet, openParquet } from "../index.js";

const ours = encodeParquet(gameRows(12), { features: gameFeatures, rowsPerGroup: 5 });
const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url)));

/** Where a change falls: half of them in the footer, where lengths and places stand. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  isFooter: fc.boolean(),
  byte: fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff)),
});

function mutate(file: Uint8Array, changes: readonly { at: number; isFooter: boolean; byte: number }[]): Uint8Array {
  const bytes = file.slice();
  const footer = file.length - 8 - new DataView(file.buffer).getUint32(file.length - 8, true);
  for (const { at, isFooter, byte } of changes)
    bytes[Math.floor(isFooter ? footer + at * (file.length - footer) : at * footer)] = byte;
  return bytes;
}

/** Reads every row in order and some alone. An `Error` with a message of this package, or rows. */
async function read(bytes: Uint8Array): Promise<number> {
  const file = await openParquet(bytes);
  let rows = 0;
  for await (const _ of file.rows()) rows++;
  for (let index = 0; index < file.length; index += 5) await file.row(index);
  expect(rows).toBe(file.length);
  return rows;
}

it.each([
  ["of this package", ours, 600],
  ["of 🤗 datasets: first pages, dictionaries, snappy", fixture("huggingface.parquet"), 600],
  ["of pyarrow: second pages, page index, zstd", fixture("pyarrow/arrow-second-pages.parquet"), 120],
  ["of pyarrow: deltas, split bytes, gzip", fixture("pyarrow/arrow-encodings.parquet"), 120],
])(
  "reads or refuses any damaged file %s, in time and memory of a small multiple of its size",
  async (_, file, numRuns) => {
    let slowest = 0;
    let accepted = 0;
    const before = process.memoryUsage().rss;
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const started = performance.now();
        await read(mutate(file, changes)).then(
          () => accepted++,
          (error: unknown) => {
            expect(error).toBeInstanceOf(Error);
            expect((error as Error).message).toMatch(/^dataset(\.openParquet)?: /);
          },
        );
        slowest = Math.max(slowest, performance.now() - started);
      }),
      { numRuns },
    );
    expect(slowest).toBeLessThan(10_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(400e6);
    expect(accepted).toBeGreaterThan(10);
  },
);
