import type { Case, Context, Group, Rival, Work } from "./case.js";
import type { Clock } from "./clock.js";
import { localContender, peerContender } from "./contender.js";
import { checkEqual } from "./equality.js";
import type { Peer } from "./peer.js";
import type { Placement } from "./placement.js";
import type { CaseResult, RivalResult } from "./results.js";
import { alternate, type Contender } from "./rounds.js";
import { ratio, spread } from "./statistics.js";

export interface MeasureOptions {
  readonly context: Context;
  /** Null: rivals that need it are left out. */
  readonly peer: Peer | null;
  readonly placement: Placement;
  readonly rounds: number;
  readonly clock: Clock;
  /** Told of each rival that is left out, and why. */
  readonly onAbsent: (line: string) => void;
}

/** Opens one case, checks that all sides make the same, and times them in turn. */
export async function measure(group: Group, benchmark: Case, options: MeasureOptions): Promise<CaseResult> {
  const { context, placement, rounds } = options;
  const { name, about, items, unit, bytes, goal, peakLimitBytes, warmUpCalls = 10 } = benchmark;
  // Cores that work at the same time save no processor time, only ours.
  const clock = benchmark.cores === "all" ? "wall" : options.clock;
  const works: Work[] = [];
  const open = async (opening: Promise<Work>): Promise<Work> => {
    const work = await opening;
    works.push(work);
    return work;
  };
  try {
    const ours = await open(benchmark.open(context));
    const rivals = benchmark.rivals.filter((rival) => isPresent(benchmark, rival, options));
    const contenders: Contender[] = [localContender("ours", ours, clock)];
    for (const rival of rivals) {
      const key = keyOf(benchmark, rival);
      contenders.push(
        rival.open
          ? localContender(rival.name, await open(rival.open(context)), clock)
          : peerContender(rival.name, key, { peer: options.peer!, clock, folder: context.folder }),
      );
    }
    await checkAll(name, rivals, contenders);

    if (benchmark.cores === "all") placement.widen();
    else placement.narrow();
    const line = context.progress(name, (rounds + 1) * contenders.length, { unit: "turn" });
    const timed = await alternate(contenders, { rounds, warmUpCalls, onTurn: line.update });
    placement.widen();
    line.finish();

    const [mine, ...others] = timed.seconds as [readonly number[], ...(readonly number[])[]];
    const results = rivals.map(
      (rival, index): RivalResult => ({
        name: rival.name,
        secondsPerCall: spread(others[index]!),
        ratio: ratio(mine, others[index]!),
        counts: rival.counts ?? true,
      }),
    );
    const peakBytes = await ours.peakBytes?.();
    return {
      group: group.name,
      ...{ name, about, items, unit },
      ...(bytes !== undefined && { bytes }),
      ...{ rounds, warmUpCalls, callsPerTurn: timed.callsPerTurn },
      secondsPerCall: spread(mine),
      rivals: results,
      ratio: toFastest(results),
      ...(goal !== undefined && { goal }),
      ...(peakBytes !== undefined && { peakBytes }),
      ...(peakLimitBytes !== undefined && { peakLimitBytes }),
    };
  } finally {
    placement.widen();
    for (const work of works) await work.close?.();
  }
}

const keyOf = (benchmark: Case, rival: Rival): string => `${benchmark.name}/${rival.name}`;

function isPresent(benchmark: Case, rival: Rival, { peer, onAbsent }: MeasureOptions): boolean {
  if (rival.open) return true;
  if (peer === null) return false;
  const key = keyOf(benchmark, rival);
  if (peer.hello.cases.includes(key)) return true;
  const reason = peer.hello.absent[key];
  if (reason === undefined) {
    throw new Error(
      `bench.measure: the rival's process does not know ${JSON.stringify(key)}; expected one of ${peer.hello.cases.join(", ")}. Add it to the group's script.`,
    );
  }
  onAbsent(`${key} is left out: ${reason}`);
  return false;
}

/** Two calls, so that a side that mixes up its data is found too. */
async function checkAll(name: string, rivals: readonly Rival[], contenders: readonly Contender[]): Promise<void> {
  const [ours, ...others] = contenders as [Contender, ...Contender[]];
  for (const call of [0, 1]) {
    const made = await ours.output(call);
    for (const [index, other] of others.entries())
      checkEqual(made, await other.output(call), { name, rival: other.name, tolerance: rivals[index]!.tolerance ?? 0 });
  }
}

function toFastest(rivals: readonly RivalResult[]): CaseResult["ratio"] {
  const counting = rivals.filter(({ counts }) => counts);
  if (counting.length === 0) return null;
  return counting.reduce((a, b) => (b.ratio.median < a.ratio.median ? b : a)).ratio;
}
