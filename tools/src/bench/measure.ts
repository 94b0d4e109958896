import type { Case, Context, Group, Rival } from "./case.js";
import type { Clock } from "./clock.js";
import { checkEqual } from "./equality.js";
import type { Placement } from "./placement.js";
import type { Programs } from "./programs.js";
import type { CaseResult, RivalResult } from "./results.js";
import { alternate, type Contender } from "./rounds.js";
import { openSides, type Sides } from "./sides.js";
import { ratio, spread } from "./statistics.js";

export interface MeasureOptions {
  readonly context: Context;
  readonly programs: Programs;
  readonly placement: Placement;
  readonly rounds: number;
  readonly clock: Clock;
  /** Told of each side that is left out, and why. */
  readonly onAbsent: (line: string) => void;
}

export interface Measured {
  readonly result: CaseResult;
  /** What programs said of themselves. */
  readonly versions: Sides["versions"];
}

/** Opens one case, checks that all sides make the same, and times them in turn; null where our side cannot run here. */
export async function measure(group: Group, benchmark: Case, options: MeasureOptions): Promise<Measured | null> {
  const { context, placement, rounds } = options;
  const { name, about, items, unit, bytes, flops, goal, peakLimitBytes, peakShareLimit, warmUpCalls = 10 } = benchmark;
  const { turnSeconds = 0.3 } = benchmark;
  // Cores that work at the same time save no processor time, only ours.
  const clock = benchmark.cores === "all" ? "wall" : options.clock;
  const sides = await openSides(benchmark, { ...options, clock });
  if (!sides) return null;
  try {
    await checkAll(name, sides);
    const contenders = [sides.ours, ...sides.rivals.map(([, contender]) => contender)];
    if (benchmark.cores === "all") placement.widen();
    else placement.narrow();
    const line = context.progress(name, (rounds + 1) * contenders.length, { unit: "turn" });
    const timed = await alternate(contenders, { rounds, warmUpCalls, turnSeconds, onTurn: line.update });
    placement.widen();
    line.finish();

    const [mine, ...others] = timed.seconds as [readonly number[], ...(readonly number[])[]];
    const peakOf = async (contender: Contender): Promise<{ peakBytes?: number }> => {
      const peakBytes = contender.remote && !group.fresh ? undefined : await contender.peakBytes?.();
      return peakBytes === undefined ? {} : { peakBytes };
    };
    const results: RivalResult[] = [];
    for (const [index, [rival, contender]] of sides.rivals.entries()) {
      results.push({
        name: rival.name,
        secondsPerCall: spread(others[index]!),
        ratio: ratio(mine, others[index]!),
        counts: counts(rival),
        ...(rival.goal !== undefined && { goal: rival.goal }),
        ...(rival.yardstick ? {} : await peakOf(contender)),
      });
    }
    const fastest = fastestOf(results);
    const { peakBytes } = await peakOf(sides.ours);
    const result: CaseResult = {
      group: group.name,
      ...{ name, about, items, unit },
      ...(bytes !== undefined && { bytes }),
      ...(flops !== undefined && { flops }),
      ...{ rounds, warmUpCalls, callsPerTurn: timed.callsPerTurn },
      secondsPerCall: spread(mine),
      rivals: results,
      ratio: fastest?.ratio ?? null,
      ...(goal !== undefined && { goal }),
      ...(peakBytes !== undefined && { peakBytes }),
      ...(peakLimitBytes !== undefined && { peakLimitBytes }),
      ...(peakBytes !== undefined && fastest?.peakBytes && { peakShare: peakBytes / fastest.peakBytes }),
      ...(peakShareLimit !== undefined && { peakShareLimit }),
    };
    return { result, versions: sides.versions };
  } finally {
    placement.widen();
    await sides.close();
  }
}

const counts = ({ counts = true, yardstick = false }: Rival): boolean => counts && !yardstick;

/** Two calls, so that a side that mixes up its data is found too. */
async function checkAll(name: string, { ours, rivals }: Sides): Promise<void> {
  const compared = rivals.filter(([{ yardstick }]) => !yardstick);
  if (compared.length === 0) return;
  for (const call of [0, 1]) {
    const made = await ours.output(call);
    for (const [{ tolerance = 0 }, other] of compared)
      checkEqual(made, await other.output(call), { name, rival: other.name, tolerance });
  }
}

function fastestOf(rivals: readonly RivalResult[]): RivalResult | null {
  const counting = rivals.filter((rival) => rival.counts);
  if (counting.length === 0) return null;
  return counting.reduce((a, b) => (b.ratio.median < a.ratio.median ? b : a));
}
