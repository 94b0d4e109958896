import { random } from "@vlm/mcts";
import { answered, drawQuestion, type UltimateRow } from "@vlm/tasks";
import type { Message } from "@vlm/types";

/** Questions about the rows with their answers, no two alike; as many as asked for. */
export function conversations(rows: readonly UltimateRow[], count: number): readonly (readonly Message[])[] {
  const next = random(5);
  const distinct = new Map<string, readonly Message[]>();
  for (let drawn = 0; distinct.size < count; drawn++) {
    if (drawn === 20 * count) {
      throw new Error(
        `bench.conversations: ${rows.length} rows give ${distinct.size} distinct conversations; expected ${count}. Pass more rows.`,
      );
    }
    const messages = answered(drawQuestion(rows[drawn % rows.length]!, next));
    distinct.set(JSON.stringify(messages), messages);
  }
  return [...distinct.values()];
}
