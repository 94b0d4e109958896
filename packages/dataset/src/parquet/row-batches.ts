import { readRange } from "../byte-source.js";
import type { Row } from "../row.js";
import type { ColumnChunk, RowGroup } from "./footer.js";
import { LeafCursor } from "./leaf-cursor.js";
import { type LoadedGroup, loadGroups } from "./load-groups.js";
import { PageReader } from "./page-reader.js";
import type { ParquetFile } from "./parquet-file.js";
import { rowReader } from "./row-assembly.js";
import type { SchemaLeaf } from "./schema-node.js";

/** What a leaf of a large group reads at once, where a page is not larger. */
const windowBytes = 1 << 20;

/** All rows in order, as many at a time as the pages at hand make, `batchRows` at most. */
export async function* rowBatches(file: ParquetFile, batchRows = 1000): AsyncGenerator<Row[], void, undefined> {
  const cursors = file.leaves.map((column) => new LeafCursor(column));
  const readRow = rowReader(file.features, file.footer.columns, cursorOf(file, cursors));
  for await (const loaded of loadGroups(file)) {
    const streams = file.leaves.map((_, index) => openStream(file, loaded, cursors[index]!, index));
    for (let left = loaded.group.rows; left > 0; ) {
      let ready = Math.min(left, batchRows);
      for (const [index, cursor] of cursors.entries()) {
        while (cursor.ready === 0) {
          if (cursor.isEnded) throw file.leaves[index]!.fault(`ends ${left} rows before its row group does`);
          const waiting = streams[index]!.advance();
          if (waiting !== null) await waiting;
        }
        ready = Math.min(ready, cursor.ready);
      }
      const rows: Row[] = [];
      for (let index = 0; index < ready; index++) rows.push(readRow());
      for (const cursor of cursors) cursor.release(ready);
      left -= ready;
      yield rows;
    }
    for (const [index, cursor] of cursors.entries()) {
      // An empty page may stand at the end.
      while (!cursor.isEnded) await streams[index]!.advance();
      cursor.checkEmpty();
    }
  }
}

/** The cursor of a leaf, for reading rows off them. */
export function cursorOf({ leaves }: ParquetFile, cursors: readonly LeafCursor[]): (leaf: SchemaLeaf) => LeafCursor {
  const byColumn = new Map(leaves.map(({ leaf }, index) => [leaf.column, cursors[index]!]));
  return (leaf) => byColumn.get(leaf.column)!;
}

interface PageStream {
  /** Gives the cursor its next page, or what it needs first. */
  advance(): Promise<void> | null;
}

function openStream(file: ParquetFile, { group, read }: LoadedGroup, cursor: LeafCursor, index: number): PageStream {
  const column = file.leaves[index]!;
  const chunk = chunkOf(group, column.leaf);
  const window = read === null ? { bytes: new Uint8Array(0), start: chunk.start } : read(chunk);
  const pages = new PageReader(column, chunk, { window });
  cursor.clear();
  return {
    advance() {
      const page = pages.next();
      if (typeof page !== "number") {
        cursor.add(page);
        return null;
      }
      const end = Math.min(chunk.end, pages.position + Math.max(page, windowBytes));
      // New memory each time: rows that are not whole yet still look at the old.
      return readRange(file.source, pages.position, end).then((bytes) => pages.refill(bytes));
    },
  };
}

export function chunkOf(group: RowGroup, leaf: SchemaLeaf): ColumnChunk {
  return group.chunks[leaf.column]!;
}
