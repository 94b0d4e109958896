import { checkCount } from "./check.js";

/** When a search ends: at whichever comes first, or when the position is solved. */
export interface Limits {
  /** 1,000 by default, or none where there is a time. */
  readonly simulations?: number;
  /** Milliseconds. The clock is read often enough to end within about one more. */
  readonly timeMs?: number;
}

/** The limits with nothing left out; Infinity where there is none. */
export interface Bounds {
  readonly simulations: number;
  readonly timeMs: number;
}

export function bounds(caller: string, { simulations, timeMs }: Limits): Bounds {
  if (simulations !== undefined) checkCount(caller, "simulations", simulations, 1);
  if (timeMs !== undefined && !(timeMs > 0 && timeMs < Infinity)) {
    throw new RangeError(
      `mcts.${caller}: timeMs is ${timeMs}; expected a finite number of milliseconds above 0. Leave it out to search without a clock.`,
    );
  }
  return {
    simulations: simulations ?? (timeMs === undefined ? 1000 : Infinity),
    timeMs: timeMs ?? Infinity,
  };
}

/** The longest stretch without a look at the clock, in simulations. */
const LONGEST = 1024;

/** Tells when the time is over, and looks at the clock as seldom as the simulations are quick. */
export class Clock {
  private readonly end: number;
  private last: number;
  private next: number;
  private stretch = 1;

  constructor(timeMs: number) {
    this.last = timeMs === Infinity ? 0 : performance.now();
    this.end = this.last + timeMs;
    this.next = timeMs === Infinity ? -1 : 1;
  }

  /** @param made simulations so far, counted one by one */
  isOver(made: number): boolean {
    if (made !== this.next) return false;
    const now = performance.now();
    if (now - this.last > 0.4) this.stretch = Math.max(1, this.stretch >> 2);
    else if (now - this.last < 0.1) this.stretch = Math.min(LONGEST, 2 * this.stretch);
    this.last = now;
    this.next = made + this.stretch;
    return now >= this.end;
  }
}
