import type { Shape } from "../shapes.js";

/** The module path of the linear layer whose weight this is, or null: matrices are linear layers' but for tables of embeddings. */
export function linearPath(name: string, shape: Shape): string | null {
  const path = /^(.+)\.weight$/.exec(name)?.[1];
  if (path === undefined || shape.length !== 2) return null;
  const module = path.slice(path.lastIndexOf(".") + 1);
  return module.includes("embed") ? null : path;
}
