import type { Outputs } from "./case.js";
import { median } from "./statistics.js";

/** One side of a case: we, or a rival. */
export interface Contender {
  readonly name: string;
  /** Seconds of each of the calls `first` to `first + repeat - 1`. */
  time(first: number, repeat: number): Promise<readonly number[]>;
  output(call: number): Promise<Outputs>;
  /** It is work of another process. */
  readonly remote?: boolean;
  /** Largest resident set, in bytes. */
  peakBytes?(): Promise<number>;
}

export interface RoundsOptions {
  readonly rounds: number;
  readonly warmUpCalls: number;
  /** A turn has so many calls that the slowest side's lasts about this long. */
  readonly turnSeconds?: number;
  /** Told how many turns are over, warm-up included: one more a contender than rounds. */
  readonly onTurn?: (turns: number) => void;
}

export interface Rounds {
  readonly callsPerTurn: number;
  /** Seconds of one call: the median of a turn, by contender and round. */
  readonly seconds: readonly (readonly number[])[];
}

/**
 * Times contenders in turn, so that whatever else the machine does falls on all of them.
 *
 * Every contender makes the same calls. The order of turns is reversed in every other round.
 */
export async function alternate(
  contenders: readonly Contender[],
  { rounds, warmUpCalls, turnSeconds = 0.3, onTurn = () => {} }: RoundsOptions,
): Promise<Rounds> {
  const warm: number[] = [];
  let turns = 0;
  for (const contender of contenders) {
    warm.push(median(await contender.time(0, warmUpCalls)));
    onTurn(++turns);
  }
  const callsPerTurn = Math.max(1, Math.min(50, Math.ceil(turnSeconds / Math.max(...warm))));
  const seconds = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    const order = [...contenders.keys()];
    if (round % 2 === 1) order.reverse();
    const first = warmUpCalls + round * callsPerTurn;
    for (const index of order) {
      seconds[index]!.push(median(await contenders[index]!.time(first, callsPerTurn)));
      onTurn(++turns);
    }
  }
  return { callsPerTurn, seconds };
}
