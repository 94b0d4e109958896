import type { KeyValue } from "hyparquet";
import { checkFeatures } from "./check-features.js";
import type { Feature, Features } from "./features.js";

const key = "huggingface";

/** The Parquet key-value from which 🤗 datasets takes a file's features. */
export function featuresToMetadata(features: Features): KeyValue {
  return { key, value: JSON.stringify({ info: { features } }) };
}

/**
 * The features that a file says it has, `columns` only; null when it says nothing.
 *
 * Older spellings of a list (`[feature]`, `Sequence`) are read as `List`, lists of a fixed length too.
 */
export function featuresFromMetadata(
  metadata: ReadonlyMap<string, string>,
  { columns, caller }: { columns?: readonly string[] | undefined; caller: string },
): Features | null {
  const text = metadata.get(key);
  if (text === undefined) return null;
  const stored = parse(text, caller)?.info?.features;
  if (typeof stored !== "object" || stored === null) return null;
  const chosen = Object.entries(stored).filter(([name]) => columns?.includes(name) ?? true);
  const features = Object.fromEntries(chosen.map(([name, feature]) => [name, modernize(feature)])) as Features;
  if (chosen.length > 0) checkFeatures(features, caller);
  return features;
}

interface StoredInfo {
  readonly info?: { readonly features?: Readonly<Record<string, unknown>> | null } | null;
}

function parse(text: string, caller: string): StoredInfo | null {
  try {
    return JSON.parse(text) as StoredInfo | null;
  } catch (cause) {
    throw new Error(
      `${caller}: the file's "${key}" entry is not JSON; expected {"info":{"features":…}}. Write the file again.`,
      { cause },
    );
  }
}

/** One spelling for each kind of feature; what this package does not know passes through and is refused by the check. */
function modernize(stored: unknown): unknown {
  if (Array.isArray(stored)) return { _type: "List", feature: modernize(stored[0]) };
  if (typeof stored !== "object" || stored === null) return stored;
  const { _type: type, feature, dtype, names } = stored as Readonly<Record<string, unknown>>;
  if (type === undefined)
    return Object.fromEntries(Object.entries(stored).map(([name, field]) => [name, modernize(field)]));
  if (type === "Value") return { _type: "Value", dtype: plainDtypes[String(dtype)] ?? dtype };
  if (type === "ClassLabel") return { _type: "ClassLabel", names };
  if (type === "Image") return { _type: "Image" };
  if (type === "List" || type === "LargeList" || (type === "Sequence" && isPlain(feature)))
    return { _type: "List", feature: modernize(feature) };
  // A Sequence of a struct is stored as a struct of lists.
  if (type === "Sequence" && typeof feature === "object" && feature !== null)
    return Object.fromEntries(
      Object.entries(feature).map(([name, field]) => [name, { _type: "List", feature: modernize(field) }]),
    );
  return stored;
}

/** Arrow's types with longer offsets, which Parquet stores as their short ones. */
const plainDtypes: Readonly<Record<string, string>> = {
  large_string: "string",
  large_binary: "binary",
  float: "float32",
  double: "float64",
};

function isPlain(feature: unknown): feature is Feature {
  return typeof feature === "object" && feature !== null && "_type" in feature;
}
