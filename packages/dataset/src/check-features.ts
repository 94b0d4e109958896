import { describe } from "./describe.js";
import { dtypes, type Features } from "./features.js";

/** Throws at the first part of `features` that this package cannot store. `caller` opens the message. */
export function checkFeatures(features: Features, caller: string): void {
  if (!isPlainObject(features) || "_type" in features)
    throw new TypeError(
      `${caller}: features is ${describe(features)}; expected columns by name. Pass { column: { _type: "Value", dtype: "string" }, … }.`,
    );
  checkFields(features, "", caller);
}

function checkFields(fields: Readonly<Record<string, unknown>>, path: string, caller: string): void {
  const names = Object.keys(fields);
  if (names.length === 0)
    throw new TypeError(
      `${caller}: ${path === "" ? "features" : `the struct ${path.slice(0, -1)}`} has no fields; Parquet needs at least one. Name a field or leave it out.`,
    );
  for (const name of names) {
    // Readers join nested names with dots; "__proto__" is no ordinary key of a JavaScript object.
    if (name === "" || name.includes(".") || name === "__proto__" || name === "_type")
      throw new TypeError(
        `${caller}: ${JSON.stringify(path + name)} cannot name a column or field; expected a name that is not empty, holds no dot, and is not "__proto__" or "_type". Rename it.`,
      );
    checkFeature(fields[name], path + name, caller);
  }
}

function checkFeature(feature: unknown, path: string, caller: string): void {
  if (!isPlainObject(feature))
    throw new TypeError(
      `${caller}: the feature of ${path} is ${describe(feature)}; expected an object such as { _type: "Value", dtype: "int32" }. Write features as 🤗 datasets does.`,
    );
  const type = feature._type;
  if (type === undefined) checkFields(feature, `${path}.`, caller);
  else if (type === "List") checkFeature(feature.feature, `${path}[]`, caller);
  else if (type === "Value") checkDtype(feature.dtype, path, caller);
  else if (type === "ClassLabel") checkNames(feature.names, path, caller);
  else if (type !== "Image")
    throw new TypeError(
      `${caller}: ${path} has the feature type ${JSON.stringify(type)}; expected "Value", "ClassLabel", "Image", "List" or a struct. Convert the column to one of these, or name the \`columns\` to read.`,
    );
}

function checkDtype(dtype: unknown, path: string, caller: string): void {
  if (!dtypes.some((known) => known === dtype))
    throw new TypeError(
      `${caller}: ${path} has the dtype ${JSON.stringify(dtype)}; expected one of ${dtypes.join(", ")}. Convert the column to one of these, or name the \`columns\` to read.`,
    );
}

function checkNames(names: unknown, path: string, caller: string): void {
  if (!Array.isArray(names) || !names.every((name) => typeof name === "string"))
    throw new TypeError(
      `${caller}: ${path} is a class label whose names are ${describe(names)}; expected a list of strings. Name the classes.`,
    );
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
