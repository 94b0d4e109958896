import type { Feature } from "./feature.js";

/** Whether a value may stand in a column of the feature. */
export function isOf(feature: Feature, value: unknown): boolean {
  if (value === null) return true;
  switch (feature._type) {
    case "Value":
      if (feature.dtype === "string") return typeof value === "string";
      return feature.dtype === "int32" ? Number.isInteger(value) : typeof value === "number";
    case "Image":
      return isOf({ path: { _type: "Value", dtype: "string" } }, { path: (value as { path: unknown }).path });
    case "List":
      return Array.isArray(value) && value.every((item) => isOf(feature.feature as Feature, item));
    default: {
      const fields = Object.entries(feature as Readonly<Record<string, Feature>>);
      const struct = value as Readonly<Record<string, unknown>>;
      return (
        Object.keys(struct).join() === fields.map(([name]) => name).join() &&
        fields.every(([name, field]) => isOf(field, struct[name]))
      );
    }
  }
}
