import type { CaseResult } from "./results.js";
import type { Spread } from "./statistics.js";

/** The lines of one case: ours, each rival, and what came of the goals. */
export function report(result: CaseResult): string[] {
  const { name, about, items, unit, bytes, secondsPerCall, rivals, ratio, goal, peakBytes, peakLimitBytes } = result;
  const row = (side: string, seconds: Spread, rest = ""): string =>
    `  ${side.padEnd(34)} ${perItem(seconds, items, unit)}${rest}`;
  const rate = bytes === undefined ? "" : `   ${(bytes / secondsPerCall.median / 1e9).toFixed(2)} GB/s`;
  return [
    `${name}: ${about}`,
    row("ours", secondsPerCall, rate),
    ...rivals.map((rival) =>
      row(rival.name, rival.secondsPerCall, `   ${times(rival.ratio)}${rival.counts ? "" : " (does not count)"}`),
    ),
    ...(ratio === null || goal === undefined
      ? []
      : [`  ratio ${ratio.median.toFixed(2)}, goal ${goal}: ${ratio.median >= goal ? "met" : "MISSED"}`]),
    ...(peakBytes === undefined ? [] : [`  peak ${megabytes(peakBytes)}${limit(peakBytes, peakLimitBytes)}`]),
  ];
}

function perItem({ median, low, high }: Spread, items: number, unit: string): string {
  const [factor, name] = median / items < 1e-3 ? [1e6, "µs"] : [1e3, "ms"];
  const figure = (seconds: number): string => ((seconds / items) * factor).toPrecision(4);
  return `${figure(median)} ${name}/${unit} [${figure(low)}, ${figure(high)}]`;
}

function times({ median, low, high }: Spread): string {
  return `${median.toFixed(2)}× [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}

function limit(bytes: number, most: number | undefined): string {
  return most === undefined ? "" : `, limit ${megabytes(most)}: ${bytes <= most ? "met" : "MISSED"}`;
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
