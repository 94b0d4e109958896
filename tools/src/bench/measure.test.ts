import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Case, Context, Group } from "./case.js";
import { type Measured, type MeasureOptions, measure } from "./measure.js";
import { type Peer, startPeer } from "./peer.js";
import { placement } from "./placement.js";
import type { Programs } from "./programs.js";
import { report } from "./report.js";
import type { CaseResult } from "./results.js";

/** A rival in a process of its own. It sums 0 to 9 times the call's number, as we do; "wrong" does not. */
const program = `
const { writeFileSync } = require("node:fs");
const say = (answer) => console.log(JSON.stringify(answer));
say({ cases: ["sum/fake", "sum/wrong", "sum/silent"], absent: { "sum/absent": "it is not installed" } });
const tensor = (value) => {
  const header = Buffer.from(JSON.stringify({ sum: { dtype: "I32", shape: [1], data_offsets: [0, 4] } }));
  const file = Buffer.alloc(12 + header.length);
  file.writeBigUInt64LE(BigInt(header.length), 0);
  header.copy(file, 8);
  file.writeInt32LE(value, 8 + header.length);
  return file;
};
require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const request = JSON.parse(line);
  const sum = 45 * request.first + (request.case === "sum/wrong" ? request.first : 0);
  if (request.save) { writeFileSync(request.save, tensor(sum)); say({ saved: request.save }); }
  else if (request.case === "sum/silent") say({ seconds: [] });
  else say({ seconds: Array(request.repeat).fill(1e3), clock: request.clock });
});`;

const sum = (call: number): number => {
  let total = 0;
  for (let term = 0; term < 10; term++) total += call * term;
  return total;
};

function summing(rivals: Case["rivals"], changes: Partial<Case> = {}): Case {
  const work = { run: sum, output: (call: number) => ({ sum: Int32Array.of(sum(call)) }) };
  return {
    name: "sum",
    about: "ten numbers",
    items: 10,
    unit: "number",
    rivals,
    open: async () => ({ ...work, peakBytes: async () => 3e6 }),
    ...changes,
  };
}

/** The same process for every side. */
function programsOf(rivals: Peer | null): Programs {
  return {
    rival: () => rivals && Promise.resolve(rivals),
    ours: async () => peer,
    caseIsOver: async () => {},
    close: async () => {},
  };
}

const resultOf = (measured: Measured | null): CaseResult => measured!.result;

const group: Group = { name: "test", peer: "none.py", cases: [] };
const folder = mkdtempSync(join(tmpdir(), "vlm-bench-test-"));
let peer: Peer;
beforeAll(async () => {
  peer = await startPeer(process.execPath, ["-e", program]);
});
afterAll(async () => {
  await peer.close();
  rmSync(folder, { recursive: true });
});

const quiet: Context = { folder, large: false, progress: () => ({ update() {}, finish() {} }) };

function options(changes: Partial<MeasureOptions> = {}): MeasureOptions {
  return {
    ...{ context: quiet, programs: programsOf(peer), placement: placement(), rounds: 2 },
    ...{ clock: "wall", onAbsent: () => {}, ...changes },
  };
}

describe("measure", () => {
  it("gives times, ratios and the peak, and the ratio to the fastest that counts", async () => {
    const slow = { run: () => {}, output: (call: number) => ({ sum: Int32Array.of(sum(call)) }) };
    const measured = await measure(
      group,
      summing([{ name: "fake" }, { name: "ours of old", counts: false, open: async () => slow }], {
        goal: 2,
        peakLimitBytes: 4e6,
        bytes: 100,
      }),
      options(),
    );
    const result = resultOf(measured);
    expect(result).toMatchObject({ group: "test", name: "sum", rounds: 2, warmUpCalls: 10, callsPerTurn: 1, goal: 2 });
    expect(result.rivals.map(({ name, counts }) => [name, counts])).toEqual([
      ["fake", true],
      ["ours of old", false],
    ]);
    expect(result.rivals[0]!.secondsPerCall).toEqual({ median: 1e3, low: 1e3, high: 1e3 });
    expect(result.ratio).toEqual(result.rivals[0]!.ratio);
    expect(result.peakBytes).toBe(3e6);
  });

  it("measures by a yardstick, which is neither compared nor counted", async () => {
    const yardstick = { name: "limit", by: "us", yardstick: true, goal: 0.85 } as const;
    const limit = await startPeer(process.execPath, ["-e", program.replaceAll("sum/wrong", "sum/limit")]);
    const programs = { ...programsOf(peer), ours: async () => limit };
    try {
      const result = resultOf(await measure(group, summing([{ name: "fake" }, yardstick]), options({ programs })));
      expect(result.rivals.map(({ name, counts, goal }) => [name, counts, goal])).toEqual([
        ["fake", true, undefined],
        ["limit", false, 0.85],
      ]);
      expect(result.ratio).toEqual(result.rivals[0]!.ratio);
    } finally {
      await limit.close();
    }
  });

  it("leaves out a case that our program cannot do, and says why", async () => {
    const lines: string[] = [];
    const ours = await startPeer(process.execPath, ["-e", program.replaceAll("sum/absent", "sum/ours")]);
    const programs = { ...programsOf(peer), ours: async () => ours };
    const { open: _, ...benchmark } = summing([]);
    try {
      expect(await measure(group, benchmark, options({ programs, onAbsent: (line) => lines.push(line) }))).toBeNull();
      expect(lines).toEqual(["sum/ours is left out: it is not installed"]);
    } finally {
      await ours.close();
    }
  });

  it("measures us alone where there is no process for rivals", async () => {
    const result = resultOf(await measure(group, summing([{ name: "fake" }]), options({ programs: programsOf(null) })));
    expect(result.rivals).toEqual([]);
    expect(result.ratio).toBeNull();
  });

  it("leaves out a rival whose program nobody names, and says so", async () => {
    const lines: string[] = [];
    const rivals = [{ name: "engine", program: "VLM_ENGINE" }];
    const changes = { programs: programsOf(null), onAbsent: (line: string) => void lines.push(line) };
    const result = resultOf(await measure(group, summing(rivals), options(changes)));
    expect(result.rivals).toEqual([]);
    expect(lines).toEqual(["sum/engine is left out: VLM_ENGINE names no program"]);
  });

  it("leaves out a rival that cannot run here, and says why", async () => {
    const lines: string[] = [];
    const onAbsent = (line: string): void => void lines.push(line);
    const result = resultOf(await measure(group, summing([{ name: "absent" }]), options({ onAbsent })));
    expect(result.rivals).toEqual([]);
    expect(lines).toEqual(["sum/absent is left out: it is not installed"]);
  });

  it("refuses a rival that does other work, in whichever call", async () => {
    await expect(measure(group, summing([{ name: "wrong" }]), options())).rejects.toThrow(
      "bench.check: case sum: wrong makes other sum, by 1.00 where 0 is allowed; expected equal results, or it is no rival. Give both sides the same work.",
    );
  });

  it("refuses a rival that its process does not know, and one that gives no times", async () => {
    await expect(measure(group, summing([{ name: "unknown" }]), options())).rejects.toThrow(
      'bench.sides: the program does not know "sum/unknown"; expected one of sum/fake, sum/wrong, sum/silent. Add it to the group\'s program.',
    );
    await expect(measure(group, summing([{ name: "silent" }]), options())).rejects.toThrow(
      "bench.time: sum/silent answered seconds []; expected 10 positive numbers. Mend its program.",
    );
  });

  it("closes what it opened, also after a failure", async () => {
    const closed: string[] = [];
    const work = { run: sum, output: () => ({ sum: Int32Array.of(-1) }), close: async () => void closed.push("ours") };
    const failing = measure(group, summing([{ name: "fake" }], { open: async () => work }), options());
    await expect(failing).rejects.toThrow("bench.check");
    expect(closed).toEqual(["ours"]);
  });
});

describe("report", () => {
  const seconds = (median: number): { median: number; low: number; high: number } => ({
    median,
    low: 0.9 * median,
    high: 1.1 * median,
  });

  it("prints rates of work and of tokens, goals of single rivals, and memory beside the fastest", () => {
    const rivals = [
      { name: "PEFT", secondsPerCall: seconds(2), ratio: seconds(4), counts: true, peakBytes: 4e9 },
      { name: "peak", secondsPerCall: seconds(0.4), ratio: seconds(0.8), counts: false, goal: 0.85 },
    ];
    const result = {
      ...{ group: "test", name: "step", about: "a step", items: 1000, unit: "token" },
      ...{ rounds: 3, warmUpCalls: 1, callsPerTurn: 1, secondsPerCall: seconds(0.5), rivals },
      ...{ ratio: seconds(4), peakBytes: 2e9, peakShare: 0.5, peakShareLimit: 0.6 },
    };
    expect(report(result)).toEqual([
      "step: a step",
      "  ours                               500.0 µs/token [450.0, 550.0]   2000 token/s",
      "  PEFT                               2.000 ms/token [1.800, 2.200]   500 token/s   4000 MB   4.00× [3.60, 4.40]",
      "  peak                               400.0 µs/token [360.0, 440.0]   2500 token/s   0.80× [0.72, 0.88] (does not count)   goal 0.85: MISSED",
      "  peak 2000 MB",
      "  peak is 0.50 of the fastest rival's, limit 0.6: met",
    ]);
    expect(report({ ...result, rivals: [], unit: "call", flops: 1e9 })[1]).toMatch(/2\.00 GFLOP\/s$/);
    expect(report({ ...result, rivals: [], unit: "simulation" })[1]).toMatch(/2000 simulation\/s$/);
  });

  it("prints times by item, ratios, and what came of the goals", () => {
    const rivals = [
      { name: "Pillow", secondsPerCall: seconds(0.04), ratio: seconds(2), counts: true },
      { name: "numpy", secondsPerCall: seconds(0.002), ratio: seconds(0.1), counts: false },
    ];
    const result = {
      ...{ group: "test", name: "draw", about: "eight pictures", items: 8, unit: "picture", bytes: 4e6 },
      ...{ rounds: 3, warmUpCalls: 1, callsPerTurn: 1, secondsPerCall: seconds(0.02), rivals },
      ...{ ratio: seconds(2), goal: 2.5, peakBytes: 1e8, peakLimitBytes: 2e8 },
    };
    expect(report(result)).toEqual([
      "draw: eight pictures",
      "  ours                               2.500 ms/picture [2.250, 2.750]   0.20 GB/s",
      "  Pillow                             5.000 ms/picture [4.500, 5.500]   0.10 GB/s   2.00× [1.80, 2.20]",
      "  numpy                              250.0 µs/picture [225.0, 275.0]   2.00 GB/s   0.10× [0.09, 0.11] (does not count)",
      "  ratio 2.00, goal 2.5: MISSED",
      "  peak 100 MB, limit 200 MB: met",
    ]);
  });
});
