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
 * Older spellings of a list (`[feature]`, `Sequence` of a plain feature) are read as `List`.
 */
export function featuresFromMetadata(
  metadata: readonly KeyValue[],
  { columns, caller }: { columns?: readonly string[] | undefined; caller: string },
): Features | null {
  const text = metadata.find((entry) => entry.key === key)?.value;
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
  const { _type: type, feature, dtype } = stored as { _type?: unknown; feature?: unknown; dtype?: unknown };
  if (type === undefined)
    return Object.fromEntries(Object.entries(stored).map(([name, field]) => [name, modernize(field)]));
  if (type === "Value") return { _type: "Value", dtype };
  if (type === "Image") return { _type: "Image" };
  // A Sequence of a struct is stored as a struct of lists, which this package does not have.
  if (type === "List" || (type === "Sequence" && isPlain(feature)))
    return { _type: "List", feature: modernize(feature) };
  return stored;
}

function isPlain(feature: unknown): feature is Feature {
  return typeof feature === "object" && feature !== null && "_type" in feature;
}
