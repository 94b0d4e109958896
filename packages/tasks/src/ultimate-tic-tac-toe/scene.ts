import type { UltimateState } from "@vlm/games";

/** What a question that needs no search is about. */
export interface UltimateScene {
  /** The question's id begins with it. */
  readonly id: string;
  readonly state: UltimateState;
}
