import { type StageName, stageNames } from "./lessons/stage.js";
import { type ReadingKind, readingKinds } from "./reading-test/questions.js";
import type { ReadingScore } from "./reading-test/read.js";
import type { Moment } from "./training/teach.js";

/** A run in a few hundred numbers. */
export interface Curve {
  /** Means over neighbouring steps. */
  readonly losses: readonly {
    readonly step: number;
    readonly stage: StageName;
    readonly loss: number;
    readonly minutes: number;
    readonly samples: number;
  }[];
  /** Accuracies on held-out boards. */
  readonly readings: readonly ({ readonly step: number; readonly minutes: number } & Readonly<
    Record<ReadingKind, number>
  >)[];
  readonly steps: number;
  readonly samples: number;
  readonly minutes: number;
}

/** The last line of a step counts: after a resumed run a step may stand twice. */
export function curveOf(lines: readonly Moment[], { points = 300 }: { points?: number } = {}): Curve {
  const moments = [...new Map(lines.map((moment) => [moment.step, moment])).values()].sort((a, b) => a.step - b.step);
  const width = Math.max(1, Math.ceil(moments.length / points));
  let [seconds, samples] = [0, 0];
  const losses: Curve["losses"][number][] = [];
  const readings: Curve["readings"][number][] = [];
  let group: Moment[] = [];
  for (const [index, moment] of moments.entries()) {
    seconds += moment.seconds;
    samples += moment.samples;
    group.push(moment);
    // A mean never spans two stages: their losses are of different things.
    if (group.length === width || moments[index + 1]?.stage !== moment.stage) {
      const loss = group.reduce((sum, each) => sum + each.loss, 0) / group.length;
      losses.push({
        step: moment.step,
        stage: moment.stage,
        loss: rounded(loss),
        minutes: rounded(seconds / 60),
        samples,
      });
      group = [];
    }
    if (moment.reading)
      readings.push({ step: moment.step, minutes: rounded(seconds / 60), ...accuracies(moment.reading) });
  }
  return { losses, readings, steps: moments.at(-1)?.step ?? 0, samples, minutes: rounded(seconds / 60) };
}

function accuracies(reading: ReadingScore): Record<ReadingKind, number> {
  return Object.fromEntries(
    readingKinds.map((kind) => [kind, rounded(reading[kind].right / reading[kind].of)]),
  ) as Record<ReadingKind, number>;
}

const rounded = (value: number): number => Number(value.toPrecision(4));

const [width, height] = [760, 420];
const frame = { left: 56, right: 704, top: 46, bottom: 372 };

/** The curve as a picture: the loss in logarithmic scale, and the share of right answers on held-out boards. */
export function curveSvg({ losses, readings, steps, samples, minutes }: Curve): string {
  const finite = losses.filter(({ loss }) => loss > 0);
  const decades = [
    Math.floor(Math.log10(Math.min(...finite.map(({ loss }) => loss)))),
    Math.ceil(Math.log10(Math.max(...finite.map(({ loss }) => loss)))),
  ] as const;
  const [low, high] = [decades[0], Math.max(decades[1], decades[0] + 1)];
  const x = (step: number): number => frame.left + ((frame.right - frame.left) * step) / Math.max(1, steps);
  const share = (part: number): number => frame.bottom - (frame.bottom - frame.top) * part;
  const y = (loss: number): number => share((Math.log10(loss) - low) / (high - low));
  const path = (points: readonly (readonly [number, number])[]): string =>
    points.map(([px, py], index) => `${index === 0 ? "M" : "L"}${px.toFixed(1)} ${py.toFixed(1)}`).join("");
  const text = (tx: number, ty: number, content: string, anchor = "middle", fill = "#444"): string =>
    `<text x="${tx.toFixed(1)}" y="${ty.toFixed(1)}" text-anchor="${anchor}" fill="${fill}">${content}</text>`;
  const ticks = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
  const ends = stageNames.flatMap((name) => {
    const own = losses.filter(({ stage }) => stage === name);
    return own.length === 0 ? [] : [{ name, first: own[0]!.step, last: own.at(-1)!.step }];
  });
  const mean = readings.map(
    (reading) =>
      [
        x(reading.step),
        share(readingKinds.reduce((sum, kind) => sum + reading[kind], 0) / readingKinds.length),
      ] as const,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<title>Loss and right answers over ${steps} steps</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${text(frame.left, 22, `${steps} steps, ${samples} samples, ${minutes.toFixed(1)} minutes`, "start", "#111")}
${text(frame.left, 38, "loss, nats a label (left, logarithmic)", "start", "#1d4ed8")}
${text(frame.right, 38, "right answers about held-out boards, mean of six kinds (right)", "end", "#b45309")}
${ticks.map((tick) => `<path d="M${frame.left} ${y(tick).toFixed(1)}H${frame.right}" stroke="#e5e5e5"/>${text(frame.left - 6, y(tick) + 4, String(Number(tick.toPrecision(1))), "end")}`).join("\n")}
${[0, 0.25, 0.5, 0.75, 1].map((part) => text(frame.right + 6, share(part) + 4, `${100 * part} %`, "start")).join("\n")}
${ends.map(({ name, last }, index) => `<path d="M${x(last).toFixed(1)} ${frame.top}V${frame.bottom}" stroke="#bbb" stroke-dasharray="3 3"/>${text((x(ends[index - 1]?.last ?? 0) + x(last)) / 2, frame.bottom + 34, name)}`).join("\n")}
${text(frame.left, frame.bottom + 18, "0")}
${text(frame.right, frame.bottom + 18, String(steps))}
${ends.map(({ name }) => `<path d="${path(finite.filter(({ stage }) => stage === name).map(({ step, loss }) => [x(step), y(loss)] as const))}" fill="none" stroke="#1d4ed8" stroke-width="1.5"/>`).join("\n")}
<path d="${path(mean)}" fill="none" stroke="#b45309" stroke-width="1.5"/>
${mean.map(([px, py]) => `<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="3" fill="#b45309"/>`).join("\n")}
</svg>
`;
}
