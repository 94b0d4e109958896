import { expect, test } from "vitest";
import { boards } from "./boards.js";

test("prints the board after every move, some beside one another, replaced moves marked", () => {
  const text = boards(
    {
      moves: [
        { player: 0, action: 4, replaced: false },
        { player: 1, action: 0, replaced: true },
        { player: 0, action: 8, replaced: false },
      ],
      states: ["...\n...", ".X.\n...", "OX.\n...", "OX.\n..X"],
    },
    { title: ({ player, action }) => `${"XO"[player]} ${action}`, draw: (state) => state, perRow: 2 },
  );
  expect(text).toBe("1. X 4     2. O 0 *\n.X.        OX.\n...        ...\n\n3. X 8\nOX.\n..X\n");
});
