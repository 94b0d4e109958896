/** A step on a grid of cells, as seen: `"up"` goes to the row above. */
export type Direction = "left" | "down" | "right" | "up";

const WORD = /^\s*(left|down|right|up)\s*$/i;

/** The direction that the text names, in letters of any case; null when it names none. */
export function readDirection(text: string): Direction | null {
  const word = WORD.exec(text)?.[1];
  return word === undefined ? null : (word.toLowerCase() as Direction);
}

export function opposite(direction: Direction): Direction {
  if (direction === "left") return "right";
  if (direction === "right") return "left";
  return direction === "up" ? "down" : "up";
}

/** What a step adds to a cell's number, columns × row + column. */
export function offsetOf(direction: Direction, columns: number): number {
  if (direction === "left") return -1;
  if (direction === "right") return 1;
  return direction === "up" ? -columns : columns;
}
