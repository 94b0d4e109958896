import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openMetrics, readMetrics } from "./metrics.js";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "metrics-"));
  path = join(folder, "metrics.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("rows are appended in order, over several openings", async () => {
  const first = await openMetrics(path);
  await Promise.all([first.write({ step: 1, loss: 2.5 }), first.write({ step: 2, loss: 2 })]);
  await first.close();
  const second = await openMetrics(path);
  void second.write({ step: 3, eval_loss: 1.5 });
  await second.close();
  expect(readFileSync(path, "utf8")).toBe('{"step":1,"loss":2.5}\n{"step":2,"loss":2}\n{"step":3,"eval_loss":1.5}\n');
  expect(await readMetrics(path)).toEqual([
    { step: 1, loss: 2.5 },
    { step: 2, loss: 2 },
    { step: 3, eval_loss: 1.5 },
  ]);
});

test("a line that a killed writer left incomplete is not read, and cut off before the next", async () => {
  appendFileSync(path, '{"step":1}\n{"st');
  expect(await readMetrics(path)).toEqual([{ step: 1 }]);
  const metrics = await openMetrics(path);
  await metrics.write({ step: 2 });
  await metrics.close();
  expect(await readMetrics(path)).toEqual([{ step: 1 }, { step: 2 }]);
});

test("a file that is not there has no rows", async () => {
  expect(await readMetrics(path)).toEqual([]);
});
