import type { ConversationRow } from "./conversation-row.js";

/** Which optional columns a dataset needs: what any of its rows has. */
export interface RowShape {
  readonly toolCalls: boolean;
  readonly tools: boolean;
  readonly completionFrom: boolean;
  readonly rewards: boolean;
  readonly score: boolean;
  /** The most pictures in one row. */
  readonly images: number;
}

export const emptyShape: RowShape = {
  toolCalls: false,
  tools: false,
  completionFrom: false,
  rewards: false,
  score: false,
  images: 0,
};

export function shapeOf(row: ConversationRow<unknown>): RowShape {
  return {
    toolCalls: row.messages.some(({ tool_calls }) => tool_calls !== undefined),
    tools: row.tools !== undefined,
    completionFrom: row.completionFrom !== undefined,
    rewards: row.rewards !== undefined,
    score: row.score !== undefined,
    images: row.images.length,
  };
}

export function mergeShapes(a: RowShape, b: RowShape): RowShape {
  return {
    toolCalls: a.toolCalls || b.toolCalls,
    tools: a.tools || b.tools,
    completionFrom: a.completionFrom || b.completionFrom,
    rewards: a.rewards || b.rewards,
    score: a.score || b.score,
    images: Math.max(a.images, b.images),
  };
}
