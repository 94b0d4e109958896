import { type Feature, kindOf } from "@vlm/dataset";

/** A feature in a line: `list of { row: int32, col: int32 }`. */
export function featureText(feature: Feature): string {
  const kind = kindOf(feature);
  switch (kind.kind) {
    case "value":
      return kind.dtype;
    case "image":
      return "image";
    case "list":
      return `list of ${featureText(kind.item)}`;
    case "struct": {
      const fields = Object.entries(kind.fields).map(([name, field]) => `${name}: ${featureText(field)}`);
      return `{ ${fields.join(", ")} }`;
    }
    default:
      return kind satisfies never;
  }
}
