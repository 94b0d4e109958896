import { readMap, writeMap } from "./map.js";
import type { FrozenLakeState } from "./state.js";

const LINE = /^([SFHG/]+) (\d{1,5}) (\d{1,15}) (\d{1,10})$/;

/** A state in one line: the map's rows, the agent's cell, the steps taken, the chance: `"SFF/FHF/FFG 0 0 7"`. */
export function encodeFrozenLake(state: FrozenLakeState): string {
  return `${writeMap(state).join("/")} ${state.agent} ${state.steps} ${state.chance}`;
}

/** The state that `encodeFrozenLake` wrote; null for any other text. */
export function decodeFrozenLake(text: string): FrozenLakeState | null {
  const [, map, ...numbers] = LINE.exec(text) ?? [];
  if (map === undefined) return null;
  const { lake } = readMap(map.split("/"));
  if (lake === null) return null;
  const [agent, steps, chance] = numbers.map(Number) as [number, number, number];
  if (agent >= lake.cells.length || chance >= 2 ** 32) return null;
  const state: FrozenLakeState = { ...lake, agent, steps, chance };
  // Comparing with what encode writes rejects numbers such as "007".
  return encodeFrozenLake(state) === text ? state : null;
}
