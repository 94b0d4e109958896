import type { CaseResult } from "./results.js";
import type { Spread } from "./statistics.js";

/** The lines of one case: ours, each rival, and what came of the goals. */
export function report(result: CaseResult): string[] {
  const { name, about, items, unit, secondsPerCall, rivals, ratio, goal, peakBytes, peakLimitBytes } = result;
  const row = (side: string, seconds: Spread, rest: readonly string[] = []): string =>
    [`  ${side.padEnd(34)} ${perItem(seconds, items, unit)}`, ...rateOf(result, seconds), ...rest].join("   ");
  return [
    `${name}: ${about}`,
    row("ours", secondsPerCall),
    ...rivals.map((rival) =>
      row(rival.name, rival.secondsPerCall, [
        ...(rival.peakBytes === undefined ? [] : [megabytes(rival.peakBytes)]),
        `${times(rival.ratio)}${rival.counts ? "" : " (does not count)"}`,
        ...(rival.goal === undefined ? [] : [verdict(rival.goal, rival.ratio.median >= rival.goal)]),
      ]),
    ),
    ...(ratio === null || goal === undefined
      ? []
      : [`  ratio ${ratio.median.toFixed(2)}, ${verdict(goal, ratio.median >= goal)}`]),
    ...(peakBytes === undefined ? [] : [`  peak ${megabytes(peakBytes)}${limit(peakBytes, peakLimitBytes)}`]),
    ...share(result),
  ];
}

function perItem({ median, low, high }: Spread, items: number, unit: string): string {
  const [factor, name] = median / items < 1e-3 ? [1e6, "µs"] : [1e3, "ms"];
  const figure = (seconds: number): string => ((seconds / items) * factor).toPrecision(4);
  return `${figure(median)} ${name}/${unit} [${figure(low)}, ${figure(high)}]`;
}

function rateOf({ bytes, flops, items, unit }: CaseResult, { median }: Spread): string[] {
  if (flops !== undefined) return [`${(flops / median / 1e9).toPrecision(3)} GFLOP/s`];
  if (bytes !== undefined) return [`${(bytes / median / 1e9).toFixed(2)} GB/s`];
  return RATED.has(unit) ? [`${rate(items / median)} ${unit}/s`] : [];
}

/** What is told by the second as well. */
const RATED: ReadonlySet<string> = new Set(["token", "simulation", "playout", "node", "board", "game"]);

const rate = (value: number): string => (value < 100 ? value.toPrecision(3) : Math.round(value).toString());

function times({ median, low, high }: Spread): string {
  return `${median.toFixed(2)}× [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}

const verdict = (goal: number, met: boolean): string => `goal ${goal}: ${met ? "met" : "MISSED"}`;

function limit(bytes: number, most: number | undefined): string {
  return most === undefined ? "" : `, limit ${megabytes(most)}: ${bytes <= most ? "met" : "MISSED"}`;
}

function share({ peakShare, peakShareLimit }: CaseResult): string[] {
  if (peakShare === undefined) return [];
  const asked =
    peakShareLimit === undefined ? "" : `, limit ${peakShareLimit}: ${peakShare <= peakShareLimit ? "met" : "MISSED"}`;
  return [`  peak is ${peakShare.toFixed(2)} of the fastest rival's${asked}`];
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
