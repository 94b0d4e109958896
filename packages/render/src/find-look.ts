/**
 * A theme or set of this package by its name, or the caller's own.
 *
 * @param kind what it is, in the error's words
 * @param type its type's name
 */
export function findLook<Look extends object>(
  caller: string,
  kind: string,
  type: string,
  looks: Readonly<Record<string, Look>>,
  given: string | Look,
): Look {
  const found = typeof given === "string" ? (Object.hasOwn(looks, given) ? looks[given] : undefined) : given;
  if (found) return found;
  throw new Error(
    `render.${caller}: there is no ${kind} ${JSON.stringify(given)}; expected one of ${Object.keys(looks).join(", ")}, or a ${type} object.`,
  );
}
