import type { ByteSource } from "../byte-source.js";
import type { Features } from "../features.js";
import { loadDecompress } from "./decompress.js";
import type { Codec, Footer, RowGroup } from "./footer.js";
import type { LeafColumn } from "./leaf-column.js";
import { leafConversions, viewBytes } from "./leaf-conversion.js";
import { fieldNode } from "./schema-shape.js";

/** An open file and the columns that are read of it. */
export interface ParquetFile {
  readonly source: ByteSource;
  readonly footer: Footer;
  readonly features: Features;
  /** What must be read, in the order of the features. */
  readonly leaves: readonly LeafColumn[];
  readonly limits: GroupLimits;
}

/** Bytes up to which a row group is read whole; of a larger one, pages. */
interface GroupLimits {
  readonly inOrder: number;
  /** Less, for a single row should not cost the reading of many megabytes. */
  readonly byRow: number;
}

const limits: GroupLimits = { inOrder: 16 << 20, byRow: 4 << 20 };

/** Says how each leaf below `features` is read; loads the decompressors that their column chunks need. */
export async function parquetFile(
  source: ByteSource,
  footer: Footer,
  features: Features,
  fault: (what: string, cause?: unknown) => Error,
): Promise<ParquetFile> {
  const wanted = Object.entries(features).flatMap(([name, feature]) =>
    leafConversions(feature, fieldNode(footer.columns, name)),
  );
  const leaves: LeafColumn[] = [];
  for (const [leaf, conversion] of wanted) {
    const codec = codecOf(footer.groups, leaf.column, (what) => fault(`column ${leaf.path} ${what}`));
    const decompress = await loadDecompress(codec).catch((cause: Error) => {
      throw fault(`column ${leaf.path} is compressed with ${cause.message}`, cause);
    });
    leaves.push({
      leaf,
      decompress,
      ...conversion,
      fault: (what, cause) => fault(`column ${leaf.path} ${what}`, cause),
    });
  }
  return { source, footer, features, leaves, limits };
}

/** The same file, its bytes not copied out of the memory that they were read into. */
export function withViews(file: ParquetFile): ParquetFile {
  const leaves = file.leaves.map((column) => (column.isShared ? column : { ...column, convert: viewBytes }));
  return { ...file, leaves };
}

function codecOf(groups: readonly RowGroup[], column: number, fault: (what: string) => Error): Codec {
  const codecs = new Set(groups.map(({ chunks }) => chunks[column]!.codec));
  if (codecs.size > 1) throw fault(`changes its codec between row groups (${[...codecs].join(", ")})`);
  return [...codecs][0] ?? "UNCOMPRESSED";
}

/** Bytes of the leaves' column chunks in a row group. */
export function groupBytes({ leaves }: Pick<ParquetFile, "leaves">, { chunks }: RowGroup): number {
  return leaves.reduce((sum, { leaf }) => sum + chunks[leaf.column]!.end - chunks[leaf.column]!.start, 0);
}
