// Paths of common figures, in the words that `parsePath` reads.

const number = (value: number): string => String(Math.round(value * 1000) / 1000);
const join = (...parts: readonly (string | number)[]): string =>
  parts.map((part) => (typeof part === "number" ? number(part) : part)).join(" ");

/** Control points of four cubic curves that make a circle lie at this share of the radius. */
const KAPPA = 0.5522847498;

export function ellipse(x: number, y: number, across: number, down: number): string {
  const [a, b] = [across * KAPPA, down * KAPPA];
  const [left, right, top, bottom] = [x - across, x + across, y - down, y + down];
  return join(
    ...["M", x, top, "C", x + a, top, right, y - b, right, y, "C", right, y + b, x + a, bottom, x, bottom],
    ...["C", x - a, bottom, left, y + b, left, y, "C", left, y - b, x - a, top, x, top, "Z"],
  );
}

export function circle(x: number, y: number, radius: number): string {
  return ellipse(x, y, radius, radius);
}

export function rectangle(left: number, top: number, width: number, height: number, radius = 0): string {
  const [right, bottom] = [left + width, top + height];
  if (radius === 0) return join("M", left, top, "H", right, "V", bottom, "H", left, "Z");
  const [r, c] = [radius, radius * (1 - KAPPA)];
  return join(
    ...["M", left + r, top, "H", right - r, "C", right - c, top, right, top + c, right, top + r],
    ...["V", bottom - r, "C", right, bottom - c, right - c, bottom, right - r, bottom],
    ...["H", left + r, "C", left + c, bottom, left, bottom - c, left, bottom - r],
    ...["V", top + r, "C", left, top + c, left + c, top, left + r, top, "Z"],
  );
}

export function polygon(...points: readonly (readonly [x: number, y: number])[]): string {
  return `${points.map(([x, y], index) => join(index === 0 ? "M" : "L", x, y)).join(" ")} Z`;
}

/** Both halves of a figure, from its right half: a path from the top down the right side, with x = 50 the middle. */
export function mirrored(half: string): string {
  let x = true;
  // Every number but those after V is, in turn, an x and a y.
  const other = half.replace(/([A-Z])|(-?\d+(?:\.\d+)?)/g, (token, letter: string | undefined) => {
    if (letter !== undefined) {
      x = letter !== "V";
      return token;
    }
    const turned = x ? number(100 - Number(token)) : token;
    x = !x;
    return turned;
  });
  return `${half} Z ${other} Z`;
}

/** A bitmap of rows of characters as squares of one path: those that are among `marks`, scaled to 100 across. */
export function bitmap(rows: readonly string[], marks: string): string {
  const side = 100 / rows.length;
  return rows
    .flatMap((row, y) =>
      Array.from(row.matchAll(new RegExp(`[${marks}]+`, "g")), ({ index, 0: run }) =>
        rectangle(index * side, y * side, run.length * side, side),
      ),
    )
    .join(" ");
}
