import { expect, test } from "vitest";
import { formatProgress, type ProgressStream, progress } from "./progress.js";

function recorder(terminal: { isTTY?: boolean; columns?: number }): ProgressStream & { readonly written: string[] } {
  const written: string[] = [];
  return { ...terminal, written, write: (text: string) => written.push(text) };
}

test("formats count, bar, time, rate and figures on one line", () => {
  expect(
    formatProgress({ label: "train", done: 60, total: 500, elapsedMs: 72_000, figures: { loss: 0.81, lr: "1e-4" } }),
  ).toBe("train  12%|██▍                 | 60/500 [01:12<08:48, 1.20 s/it] loss=0.81 lr=1e-4");
  expect(formatProgress({ label: "selfplay", done: 500, total: 500, elapsedMs: 4_000_000, unit: "position" })).toBe(
    "selfplay 100%|████████████████████| 500/500 [1:06:40<00:00, 8.00 s/position]",
  );
});

test("leaves out what it cannot know", () => {
  expect(formatProgress({ label: "read", done: 0, total: 10, elapsedMs: 0 })).toBe(
    "read   0%|                    | 0/10 [00:00<?, ? it/s]",
  );
  expect(formatProgress({ label: "read", done: 30, total: Number.POSITIVE_INFINITY, elapsedMs: 2_000 })).toBe(
    "read 30 [00:02, 15.0 it/s]",
  );
});

test("counts the rate of a resumed run from where it resumed", () => {
  expect(formatProgress({ label: "train", done: 60, initial: 50, total: 100, elapsedMs: 5_000 })).toContain(
    "[00:05<00:20, 2.00 it/s]",
  );
});

test("writes a plain line about every ten seconds where there is no terminal, and one at the end", () => {
  let time = 0;
  const stream = recorder({});
  const line = progress("eval", 40, { stream, now: () => time });
  for (let done = 1; done <= 40; done++) {
    time += 1_000;
    line.update(done);
  }
  line.finish();
  line.finish();
  expect(stream.written.map((text) => text.match(/\d+\/\d+/)?.[0])).toEqual([
    "10/40",
    "20/40",
    "30/40",
    "40/40",
    "40/40",
  ]);
  expect(stream.written.every((text) => text.endsWith("\n") && !text.includes("\r"))).toBe(true);
});

test("says nothing but the last line for what takes less than two seconds", () => {
  for (const isTTY of [true, false]) {
    let time = 0;
    const stream = recorder({ isTTY, columns: 80 });
    const line = progress("draw", 19, { stream, now: () => time });
    for (let done = 1; done <= 19; done++) {
      time += 100;
      line.update(done, { bytes: 12 });
    }
    expect(stream.written).toEqual([]);
    line.finish();
    expect(stream.written).toHaveLength(1);
    expect(stream.written[0]).toContain("19/19 [00:02<00:00, 10.0 it/s] bytes=12");
  }
});

test("rewrites one line on a terminal, at most ten times a second, cut to its width", () => {
  let time = 0;
  const stream = recorder({ isTTY: true, columns: 40 });
  const line = progress("train", 1_000, { stream, now: () => time });
  for (let done = 1; done <= 300; done++) {
    time += 10;
    line.update(done);
  }
  expect(stream.written.length).toBeGreaterThan(8);
  expect(stream.written.length).toBeLessThanOrEqual(11);
  for (const text of stream.written) {
    expect(text.startsWith("\r") && text.endsWith("\x1b[K")).toBe(true);
    expect(text.slice(1, -3)).toHaveLength(39);
  }
});
