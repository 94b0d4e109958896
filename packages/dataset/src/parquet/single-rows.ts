import { readRange } from "../byte-source.js";
import type { Row } from "../row.js";
import type { ByteCache } from "./byte-cache.js";
import { findBytes, joinRanges, ReadBuffer } from "./byte-ranges.js";
import type { Page } from "./decode-page.js";
import type { RowGroup } from "./footer.js";
import type { LeafColumn } from "./leaf-column.js";
import { LeafCursor } from "./leaf-cursor.js";
import { pageDirectory } from "./page-directory.js";
import { type FileBytes, PageReader } from "./page-reader.js";
import { groupBytes, type ParquetFile } from "./parquet-file.js";
import { rowReader } from "./row-assembly.js";
import { chunkOf, cursorOf } from "./row-batches.js";

/** Some of a leaf's pages, and how many of their rows come before the one that is wanted. */
interface PageRun {
  readonly pages: readonly Page[];
  readonly before: number;
}

/**
 * Reads rows one by one, in any order.
 *
 * A small row group is read whole and kept, decoded, as long as the cache has room; of a large one the pages that hold
 * the row. `name` tells this file's entries in the cache from those of other files.
 */
export function singleRows(file: ParquetFile, cache: ByteCache, name: string): (index: number) => Promise<Row> {
  const { groups } = file.footer;
  const cursors = file.leaves.map((column) => new LeafCursor(column));
  const readRow = rowReader(file.features, file.footer.columns, cursorOf(file, cursors));

  const wholeGroup = (group: RowGroup, number: number): Promise<readonly (readonly Page[])[]> =>
    cache.get(`${name}/${number}`, groupWeight(file, group), async () => {
      const ranges = joinRanges(file.leaves.map(({ leaf }) => chunkOf(group, leaf)));
      const read = await new ReadBuffer().read(file.source, ranges);
      return file.leaves.map((column) => {
        const chunk = chunkOf(group, column.leaf);
        return allPages(new PageReader(column, chunk, { window: findBytes(read, chunk) }));
      });
    });

  const pageRun = async (group: RowGroup, number: number, column: LeafColumn, row: number): Promise<PageRun> => {
    const key = `${name}/${number}/${column.leaf.column}`;
    const { pages, dictionary } = await cache.get(key, directoryWeight(group, column), () =>
      pageDirectory(file, group, column),
    );
    const first = pages.findLastIndex((page) => page.row <= row);
    // A list may go on in the pages after it, up to where a later row begins.
    let last = first;
    if (column.leaf.repetitionLevel > 0) while (last + 1 < pages.length && pages[last + 1]!.row <= row + 1) last++;
    const run: Page[] = [];
    for (let index = first; index <= last; index++) {
      const { start, end } = pages[index]!;
      const load = async (): Promise<readonly Page[]> => {
        const window: FileBytes = { bytes: await readRange(file.source, start, end), start };
        return allPages(new PageReader(column, { start, end, values: null }, { window, dictionary }));
      };
      run.push(...(await cache.get(`${key}/${index}`, 4 * (end - start), load)));
    }
    return { pages: run, before: row - pages[first]!.row };
  };

  return async (index) => {
    const number = findGroup(groups, index);
    const group = groups[number]!;
    const row = index - group.start;
    const runs: PageRun[] =
      groupBytes(file, group) <= file.limits.byRow
        ? (await wholeGroup(group, number)).map((pages) => ({ pages, before: row }))
        : await Promise.all(file.leaves.map((column) => pageRun(group, number, column, row)));
    for (const [leaf, cursor] of cursors.entries()) {
      cursor.clear();
      for (const page of runs[leaf]!.pages) cursor.add(page);
      cursor.skipRows(runs[leaf]!.before);
    }
    return readRow();
  };
}

function allPages(reader: PageReader): Page[] {
  const pages: Page[] = [];
  for (let page = reader.next(); page !== null; page = reader.next()) {
    // The window holds the whole range, and a page cannot go beyond it.
    if (typeof page === "number") throw new Error(`a page needs ${page} bytes`);
    pages.push(page);
  }
  return pages;
}

function groupWeight(file: ParquetFile, { chunks }: RowGroup): number {
  return file.leaves.reduce((sum, { leaf }) => {
    const { start, end, plainBytes, values } = chunks[leaf.column]!;
    return sum + end - start + plainBytes + 10 * values;
  }, 0);
}

/** Places of pages weigh little; what counts is the dictionary beside them. */
function directoryWeight(group: RowGroup, { leaf }: LeafColumn): number {
  const { start, end } = chunkOf(group, leaf);
  return Math.min(end - start, 1 << 20);
}

function findGroup(groups: readonly RowGroup[], row: number): number {
  let low = 0;
  let high = groups.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (groups[middle]!.start <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}
