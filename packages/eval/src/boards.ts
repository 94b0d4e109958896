import type { Match, Move } from "./match.js";

/**
 * A game for the terminal: the board after each move under the move, several beside one another. A replaced move is
 * marked `*`.
 *
 * `title` writes a move in a few letters, `draw` a state in lines.
 */
export function boards<State, Action>(
  { moves, states }: Pick<Match<State, Action>, "moves" | "states">,
  {
    title,
    draw,
    perRow = 4,
  }: { title: (move: Move<Action>) => string; draw: (state: State) => string; perRow?: number },
): string {
  const blocks = moves.map((move, index) => [
    `${index + 1}. ${title(move)}${move.replaced ? " *" : ""}`,
    ...draw(states[index + 1]!).split("\n"),
  ]);
  const width = Math.max(0, ...blocks.flat().map((line) => line.length));
  const rows: string[] = [];
  for (let first = 0; first < blocks.length; first += perRow) {
    const some = blocks.slice(first, first + perRow);
    const height = Math.max(...some.map((block) => block.length));
    for (let line = 0; line < height; line++) {
      rows.push(
        some
          .map((block) => (block[line] ?? "").padEnd(width))
          .join("   ")
          .trimEnd(),
      );
    }
    rows.push("");
  }
  return rows.join("\n");
}
