const blocks = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** What a progress line says at one moment. */
export interface ProgressState {
  readonly label: string;
  readonly done: number;
  /** Infinity when unknown. */
  readonly total: number;
  readonly elapsedMs: number;
  /** Steps done before the clock started, as when a run resumes; not part of the rate. */
  readonly initial?: number;
  readonly unit?: string;
  readonly figures?: Readonly<Record<string, number | string>>;
}

/** Where lines go: `process.stderr`, or anything that can be written to. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  /** Sets the number of steps done and, when given, the figures behind the line. */
  update(done: number, figures?: Readonly<Record<string, number | string>>): void;
  /** Writes the last line. Further calls do nothing. */
  finish(figures?: Readonly<Record<string, number | string>>): void;
}

/**
 * A progress line in tqdm's manner: `label  12%|███   | 60/500 [01:12<08:47, 1.2 it/s] loss=0.81`.
 *
 * On a terminal one line rewrites itself, from two seconds on; elsewhere a plain line is written about every ten seconds.
 * Both end with one line that stays.
 */
export function progress(
  label: string,
  total: number,
  {
    stream = process.stderr,
    unit = "it",
    initial = 0,
    now = Date.now,
  }: { stream?: ProgressStream; unit?: string; initial?: number; now?: () => number } = {},
): Progress {
  const start = now();
  const terminal = stream.isTTY === true;
  let done = initial;
  let figures: Readonly<Record<string, number | string>> | undefined;
  let due = start + (terminal ? 2_000 : 10_000);
  let finished = false;

  const line = (): string => {
    const text = formatProgress({
      label,
      done,
      total,
      elapsedMs: now() - start,
      initial,
      unit,
      figures: figures ?? {},
    });
    if (!terminal) return `${text}\n`;
    return `\r${Array.from(text)
      .slice(0, (stream.columns || 120) - 1)
      .join("")}\x1b[K`;
  };

  return {
    update(next, latest) {
      if (finished) return;
      done = next;
      figures = latest ?? figures;
      if (now() < due) return;
      stream.write(line());
      due = now() + (terminal ? 100 : 10_000);
    },
    finish(latest) {
      if (finished) return;
      finished = true;
      figures = latest ?? figures;
      stream.write(terminal ? `${line()}\n` : line());
    },
  };
}

/** The text of a progress line, without line ends or terminal codes. */
export function formatProgress({
  label,
  done,
  total,
  elapsedMs,
  initial = 0,
  unit = "it",
  figures = {},
}: ProgressState): string {
  const seconds = elapsedMs / 1000;
  const rate = seconds > 0 ? (done - initial) / seconds : 0;
  const known = Number.isFinite(total) && total > 0;
  const percent = known ? `${String(Math.floor((100 * done) / total)).padStart(3)}%|${bar(done / total)}| ` : "";
  const count = known ? `${done}/${total}` : `${done}`;
  const left = known ? `<${rate > 0 ? clock((total - done) / rate) : "?"}` : "";
  const tail = Object.entries(figures).map(([name, value]) => ` ${name}=${figure(value)}`);
  return `${label} ${percent}${count} [${clock(seconds)}${left}, ${pace(rate, unit)}]${tail.join("")}`;
}

function bar(fraction: number, width = 20): string {
  const eighths = Math.floor(Math.min(1, Math.max(0, fraction)) * width * 8);
  return ("█".repeat(eighths >> 3) + blocks[eighths & 7]!).padEnd(width);
}

function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const pad = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  return `${hours > 0 ? `${hours}:` : ""}${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}`;
}

function pace(rate: number, unit: string): string {
  if (!(rate > 0)) return `? ${unit}/s`;
  if (rate < 1) return `${significant(1 / rate)} s/${unit}`;
  return `${significant(rate)} ${unit}/s`;
}

function significant(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toFixed(value < 10 ? 2 : 1);
}

function figure(value: number | string): string {
  return typeof value === "string" ? value : String(Number(value.toPrecision(4)));
}
