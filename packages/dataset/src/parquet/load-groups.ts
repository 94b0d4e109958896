import { type ByteRange, findBytes, joinRanges, ReadBuffer } from "./byte-ranges.js";
import type { RowGroup } from "./footer.js";
import type { FileBytes } from "./page-reader.js";
import { groupBytes, type ParquetFile } from "./parquet-file.js";

/** A row group whose bytes have been read; null where they are too many to hold at once. */
export interface LoadedGroup {
  readonly group: RowGroup;
  readonly read: ((range: ByteRange) => FileBytes) | null;
}

/** Small groups are read together, up to this much; a read costs the same for a kilobyte. */
const spanBytes = 4 << 20;

/** Row groups in order, the next ones on their way while one is worked on. What `read` gives holds until the next group. */
export async function* loadGroups(file: ParquetFile): AsyncGenerator<LoadedGroup, void, undefined> {
  const buffers = [new ReadBuffer(), new ReadBuffer()];
  const spans = [...planSpans(file)];
  const load = (index: number): Promise<LoadedGroup[]> | undefined => {
    const span = spans[index];
    const loading = span && loadSpan(file, span, buffers[index % 2]!);
    // It is awaited later, or never when the caller stops.
    loading?.catch(() => undefined);
    return loading;
  };
  let next = load(0);
  for (let index = 0; next !== undefined; index++) {
    const loaded = await next;
    next = load(index + 1);
    yield* loaded;
  }
}

async function loadSpan(file: ParquetFile, groups: readonly RowGroup[], buffer: ReadBuffer): Promise<LoadedGroup[]> {
  if (groups.length === 1 && groupBytes(file, groups[0]!) > file.limits.inOrder)
    return [{ group: groups[0]!, read: null }];
  const ranges = groups.flatMap(({ chunks }) => file.leaves.map(({ leaf }) => chunks[leaf.column]!));
  const read = await buffer.read(file.source, joinRanges(ranges));
  return groups.map((group) => ({ group, read: (range) => findBytes(read, range) }));
}

function* planSpans(file: ParquetFile): Generator<readonly RowGroup[], void, undefined> {
  let span: RowGroup[] = [];
  let bytes = 0;
  for (const group of file.footer.groups) {
    const more = groupBytes(file, group);
    if (span.length > 0 && bytes + more > spanBytes) {
      yield span;
      span = [];
      bytes = 0;
    }
    span.push(group);
    bytes += more;
  }
  if (span.length > 0) yield span;
}
