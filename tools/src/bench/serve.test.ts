import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { openSafetensors } from "@vlm/safetensors";
import { fileSource } from "@vlm/safetensors/node";
import { expect, it } from "vitest";
import type { Work } from "./case.js";
import { type ServeOptions, serve } from "./serve.js";

/** What a program with these cases answers to these requests, after its greeting. */
async function answers(
  cases: Readonly<Record<string, () => Promise<Work>>>,
  requests: readonly unknown[],
  options: ServeOptions = {},
): Promise<readonly Record<string, unknown>[]> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  for (const request of requests) input.write(`${typeof request === "string" ? request : JSON.stringify(request)}\n`);
  input.end();
  await serve(new Map(Object.entries(cases)), { ...options, input, output });
  return String(output.read())
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

it("greets, opens work once, and times each call", async () => {
  const calls: number[] = [];
  let opened = 0;
  const work = async (): Promise<Work> => {
    opened++;
    return { run: (call) => void calls.push(call), output: () => ({}) };
  };
  const request = { case: "sum/ours", first: 4, repeat: 3, clock: "wall" };
  const [hello, first, second] = await answers({ "sum/ours": work }, [request, { ...request, first: 7, repeat: 1 }], {
    absent: { "sum/gpu": "there is none" },
    versions: { backend: "cpu" },
  });
  expect(hello).toEqual({ cases: ["sum/ours"], absent: { "sum/gpu": "there is none" }, versions: { backend: "cpu" } });
  expect(first!.seconds).toHaveLength(3);
  expect(second!.seconds).toHaveLength(1);
  expect([calls, opened]).toEqual([[4, 5, 6, 7], 1]);
});

it("takes the seconds of a limit as they are", async () => {
  const limit = async (): Promise<Work> => ({
    run: () => expect.unreachable("a limit is not run"),
    output: () => ({}),
    seconds: () => 0.25,
  });
  const [, answer] = await answers({ "sum/peak": limit }, [{ case: "sum/peak", first: 0, repeat: 2, clock: "cpu" }]);
  expect(answer).toEqual({ seconds: [0.25, 0.25] });
});

it("saves what a call makes, for the other side to be compared with", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vlm-bench-serve-"));
  try {
    const save = join(folder, "output.safetensors");
    const made = { y: Float32Array.of(1.5, -2), ids: Int32Array.of(3), codes: Uint8Array.of(4, 255) };
    const work = async (): Promise<Work> => ({ run: () => {}, output: () => made });
    expect((await answers({ sum: work }, [{ case: "sum", first: 0, save }]))[1]).toEqual({ saved: save });
    const file = await openSafetensors(await fileSource(save));
    expect([...file.tensors.keys()].sort()).toEqual(["codes", "ids", "y"]);
    expect(await file.readFloat32("y")).toEqual(made.y);
    expect(await file.readInt32("ids")).toEqual(made.ids);
    expect(await file.readInt32("codes")).toEqual(Int32Array.of(4, 255));
    await file.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("tells how much memory it has held, and what went wrong, and goes on", async () => {
  const [, unknown, broken, peak] = await answers({}, [{ case: "none" }, "no JSON", { peak: true }]);
  expect(unknown!.error).toMatch('bench.serve: there is no case "none"; expected one of . Ask for one of these.');
  expect(broken!.error).toMatch("SyntaxError");
  expect(peak!.peakBytes).toBeGreaterThan(process.memoryUsage().rss / 2);
});
