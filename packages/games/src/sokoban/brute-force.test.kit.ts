import { isSolved, move, sokobanMoves } from "./rules.js";
import type { SokobanState } from "./state.js";

/** The fewest moves that solve the level, by trying everything; null when nothing does. Tests judge the solver by it. */
export function fewestMoves(start: SokobanState): number | null {
  const seen = new Set<string>();
  for (let front = [start], moves = 0; front.length > 0; moves++) {
    const next: SokobanState[] = [];
    for (const state of front) {
      if (isSolved(state)) return moves;
      for (const direction of sokobanMoves(state)) {
        const after = { ...move(state, direction), steps: 0 };
        const key = `${after.player} ${after.boxes.join("")}`;
        if (seen.has(key)) continue;
        seen.add(key);
        next.push(after);
      }
    }
    front = next;
  }
  return null;
}
