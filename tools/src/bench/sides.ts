import type { Case, Context, Rival, Work } from "./case.js";
import type { Clock } from "./clock.js";
import { localContender, peerContender } from "./contender.js";
import type { Peer } from "./peer.js";
import type { Programs } from "./programs.js";
import type { Contender } from "./rounds.js";

export interface SideOptions {
  readonly context: Context;
  readonly programs: Programs;
  readonly clock: Clock;
  /** Told of each side that is left out, and why. */
  readonly onAbsent: (line: string) => void;
}

/** All that take part in a case. */
export interface Sides {
  readonly ours: Contender;
  readonly rivals: readonly (readonly [Rival, Contender])[];
  /** What programs said of themselves. */
  readonly versions: { readonly ours: Versions; readonly rivals: Versions };
  close(): Promise<void>;
}

type Versions = Readonly<Record<string, string>>;

/** Opens our side of a case and the rivals that can run here; null, with a line, where our own cannot. */
export async function openSides(benchmark: Case, options: SideOptions): Promise<Sides | null> {
  const { context, programs, clock, onAbsent } = options;
  const works: Work[] = [];
  const versions = { ours: {} as Versions, rivals: {} as Versions };
  const close = async (): Promise<void> => {
    for (const work of works) await work.close?.();
    await programs.caseIsOver();
  };
  const local = async (name: string, open: NonNullable<Rival["open"]>): Promise<Contender> => {
    const work = await open(context);
    works.push(work);
    return localContender(name, work, clock);
  };
  const remote = (name: string, key: string, peer: Peer): Contender | null =>
    knows(peer, key, onAbsent) ? peerContender(name, key, { peer, clock, folder: context.folder }) : null;
  const ourProgram = async (side: string, { backend }: Pick<Rival, "backend"> = {}): Promise<Contender | null> => {
    const peer = await programs.ours(benchmark, side, backend);
    if (!backend) versions.ours = peer.hello.versions;
    return remote(side, `${benchmark.name}/${side}`, peer);
  };
  const rivalOf = async (rival: Rival): Promise<Contender | null> => {
    if (rival.open) return local(rival.name, rival.open);
    if (rival.by === "us") return ourProgram(rival.name, rival);
    const key = `${benchmark.name}/${rival.name}`;
    const peer = await programs.rival(benchmark, rival);
    if (!peer) {
      if (rival.program) onAbsent(`${key} is left out: ${rival.program} names no program`);
      return null;
    }
    versions.rivals = { ...versions.rivals, ...peer.hello.versions };
    return remote(rival.name, key, peer);
  };
  try {
    await benchmark.prepare?.(context);
    const ours = benchmark.open ? await local("ours", benchmark.open) : await ourProgram("ours");
    if (!ours) {
      await close();
      return null;
    }
    const rivals: (readonly [Rival, Contender])[] = [];
    for (const rival of benchmark.rivals) {
      const contender = await rivalOf(rival);
      if (contender) rivals.push([rival, contender]);
    }
    return { ours, rivals, versions, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function knows({ hello }: Peer, key: string, onAbsent: SideOptions["onAbsent"]): boolean {
  if (hello.cases.includes(key)) return true;
  const reason = hello.absent[key];
  if (reason === undefined) {
    throw new Error(
      `bench.sides: the program does not know ${JSON.stringify(key)}; expected one of ${hello.cases.join(", ")}. Add it to the group's program.`,
    );
  }
  onAbsent(`${key} is left out: ${reason}`);
  return false;
}
