/** A 🤗 `Features` object as JSON: a struct is a plain object of features. */
export type Feature =
  | { readonly _type: "Value"; readonly dtype: "string" | "int32" | "int64" | "float32" | "float64" | "bool" }
  | { readonly _type: "Image" }
  | { readonly _type: "List"; readonly feature: Feature }
  | { readonly [column: string]: Feature };

export const text: Feature = { _type: "Value", dtype: "string" };
export const integer: Feature = { _type: "Value", dtype: "int32" };
export const real: Feature = { _type: "Value", dtype: "float64" };
export const picture: Feature = { _type: "Image" };

export function list(feature: Feature): Feature {
  return { _type: "List", feature };
}
