import type { Features } from "./features.js";

export interface RequireColumnsOptions {
  /** What needs the columns; opens the error's message. */
  readonly caller?: string;
}

/** Throws when a column that is needed is not among the features. */
export function requireColumns(
  features: Readonly<Record<string, unknown>> | Features,
  needed: readonly string[],
  { caller = "dataset.requireColumns" }: RequireColumnsOptions = {},
): void {
  const missing = needed.filter((name) => !Object.hasOwn(features, name));
  if (missing.length === 0) return;
  const found = Object.keys(features).join(", ") || "none";
  throw new Error(
    `${caller}: missing column${missing.length > 1 ? "s" : ""} ${missing.join(", ")}; found ${found}. Write the dataset with ${missing.length > 1 ? "these columns" : "this column"}, or rename the one that holds it.`,
  );
}
