import type { Subject } from "./subjects.js";

/** What the lessons of a part of the run are like. */
export interface Stage {
  /** Share of the run's time. */
  readonly share: number;
  /** Lessons of a micro-batch, of which a step has two. */
  readonly batchSize: number;
  /** Chance of a lesson without a picture, and of pictures of 1, 2 and 3 blocks a side. */
  readonly sizes: readonly number[];
  /** Chance that a picture of nine blocks is of a position of a real game. */
  readonly real: number;
  /** Null: nothing is said, and the vision tower alone learns. */
  readonly subject: Subject | null;
  /** Questions about one picture, at most. */
  readonly most: number;
  /** Chance that the first question stands before the picture, as in the tasks. */
  readonly askFirst: number;
}

export const stageNames = ["see", "small", "whole", "places", "questions"] as const;
export type StageName = (typeof stageNames)[number];

/**
 * Seeing first, without a word; then small pictures, where talking is learned at a tenth of the price; then large ones,
 * first read whole, which has the most labels a picture, then with places in the answer, and last with places in the question
 * alone, as in the tasks.
 */
export const stages: Readonly<Record<StageName, Stage>> = {
  see: {
    share: 0.17,
    batchSize: 8,
    sizes: [0, 0.15, 0.2, 0.65],
    real: 0.3,
    subject: null,
    most: 0,
    askFirst: 0,
  },
  small: {
    share: 0.07,
    batchSize: 12,
    sizes: [0.15, 0.6, 0.25, 0],
    real: 0,
    subject: "whole",
    most: 3,
    askFirst: 0,
  },
  whole: {
    share: 0.18,
    batchSize: 5,
    sizes: [0.08, 0.1, 0.15, 0.67],
    real: 0.3,
    subject: "whole",
    most: 5,
    askFirst: 0.1,
  },
  places: {
    share: 0.38,
    batchSize: 5,
    sizes: [0.08, 0.08, 0.14, 0.7],
    real: 0.4,
    subject: "places",
    most: 5,
    askFirst: 0.3,
  },
  questions: {
    share: 0.2,
    batchSize: 5,
    sizes: [0.04, 0.06, 0.1, 0.8],
    real: 0.7,
    subject: "questions",
    most: 7,
    askFirst: 0.5,
  },
};

/** Lessons of a micro-batch of a stage. */
export function batchSizeOf(name: StageName, factor: number): number {
  return Math.max(1, Math.round(factor * stages[name].batchSize));
}
