import { readRange } from "../byte-source.js";
import type { ByteRange } from "./byte-ranges.js";
import { count, list, structs } from "./compact-fields.js";
import { readStruct } from "./compact-protocol.js";
import type { Dictionary } from "./decode-page.js";
import type { ColumnChunk, RowGroup } from "./footer.js";
import type { LeafColumn } from "./leaf-column.js";
import { PageReader } from "./page-reader.js";
import type { ParquetFile } from "./parquet-file.js";

/** Where the data pages of a column chunk lie. */
export interface PageDirectory {
  readonly pages: readonly PageLocation[];
  /** Converted, where the pages have places in one. */
  readonly dictionary: Dictionary | null;
}

export interface PageLocation extends ByteRange {
  /** The first row that begins in it or after it, counted from the group. */
  readonly row: number;
}

const windowBytes = 1 << 20;

/** Takes the pages from the file's own list where it has one, else goes through the chunk once. */
export async function pageDirectory(file: ParquetFile, group: RowGroup, column: LeafColumn): Promise<PageDirectory> {
  const chunk = group.chunks[column.leaf.column]!;
  return chunk.offsetIndex === null
    ? walkPages(file, chunk, column)
    : readOffsetIndex(file, { group, chunk, column, index: chunk.offsetIndex });
}

async function walkPages({ source }: ParquetFile, chunk: ColumnChunk, column: LeafColumn): Promise<PageDirectory> {
  const reader = new PageReader(column, chunk, { window: { bytes: new Uint8Array(0), start: chunk.start } });
  const pages: PageLocation[] = [];
  let row = 0;
  for (;;) {
    const { position } = reader;
    const page = reader.next();
    if (page === null) return { pages, dictionary: reader.dictionary };
    if (typeof page === "number") {
      const end = Math.min(chunk.end, reader.position + Math.max(page, windowBytes));
      reader.refill(await readRange(source, reader.position, end));
    } else {
      pages.push({ start: position, end: reader.position, row });
      row += page.rows;
    }
  }
}

interface IndexedChunk {
  readonly group: RowGroup;
  readonly chunk: ColumnChunk;
  readonly column: LeafColumn;
  readonly index: ByteRange;
}

async function readOffsetIndex(
  { source }: ParquetFile,
  { group, chunk, column, index }: IndexedChunk,
): Promise<PageDirectory> {
  const bytes = await readRange(source, index.start, index.end);
  const pages = parseIndex(bytes, column);
  const isWithin = pages.every(({ start, end, row }, number) => {
    const before = pages[number - 1] ?? { end: chunk.start, row: -1 };
    return start >= before.end && start < end && end <= chunk.end && row >= before.row && row < group.rows;
  });
  const first = pages[0];
  if (first === undefined || first.row !== 0 || !isWithin)
    throw column.fault("has a list of pages that contradicts it");
  return { pages, dictionary: await readDictionary(source, { start: chunk.start, end: first.start }, column) };
}

function parseIndex(bytes: Uint8Array, column: LeafColumn): PageLocation[] {
  try {
    return structs(readStruct({ bytes, offset: 0 })[1]).map((location) => {
      const fields = list(location);
      const start = count(fields[1]);
      return { start, end: start + count(fields[2]), row: count(fields[3]) };
    });
  } catch (cause) {
    throw column.fault(
      `has a list of pages that cannot be read: ${cause instanceof Error ? cause.message : cause}`,
      cause,
    );
  }
}

/** The dictionary before the first data page, if there is one. */
async function readDictionary(
  source: ParquetFile["source"],
  { start, end }: ByteRange,
  column: LeafColumn,
): Promise<Dictionary | null> {
  if (start === end) return null;
  const window = { bytes: await readRange(source, start, end), start };
  const reader = new PageReader(column, { start, end, values: null }, { window });
  reader.next();
  return reader.dictionary;
}
