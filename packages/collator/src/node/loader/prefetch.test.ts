import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prefetch } from "./prefetch.js";

/** Work whose end the test decides. */
function workshop() {
  const open = new Map<number, (error?: Error) => void>();
  const started: number[] = [];
  const make = (microStep: number): Promise<string> => {
    started.push(microStep);
    return new Promise((resolve, reject) => {
      open.set(microStep, (error) => (error ? reject(error) : resolve(`batch ${microStep}`)));
    });
  };
  const finish = async (microStep: number, error?: Error): Promise<void> => {
    open.get(microStep)?.(error);
    open.delete(microStep);
    await new Promise(setImmediate);
  };
  return { make, finish, started, underway: () => [...open.keys()] };
}

describe("prefetch", () => {
  it("makes what follows, at most `parallel` at a time and `ahead` in all", async () => {
    const { make, finish, started, underway } = workshop();
    const batches = prefetch(make, { ahead: 3, parallel: 2, end: Infinity });
    const first = batches.at(0);
    expect(underway()).toEqual([0, 1]);
    await finish(1);
    expect(underway()).toEqual([0, 2]);
    await finish(2);
    // 1 and 2 are ready and 0 is under way: three.
    expect(underway()).toEqual([0]);
    await finish(0);
    expect(await first).toBe("batch 0");
    expect(underway()).toEqual([3]);
    await finish(3);
    expect(started).toEqual([0, 1, 2, 3]);
    expect(await batches.at(1)).toBe("batch 1");
    expect(underway()).toEqual([4]);
  });

  it("forgets what was ahead after a jump, and waits for what is under way", async () => {
    const { make, finish, started, underway } = workshop();
    const batches = prefetch(make, { ahead: 2, parallel: 2, end: Infinity });
    void batches.at(0);
    await finish(0);
    expect(underway()).toEqual([1, 2]);
    const jumped = batches.at(10);
    expect(underway()).toEqual([1, 2]);
    await finish(2);
    expect(underway()).toEqual([1, 10]);
    await finish(1);
    await finish(10);
    expect(await jumped).toBe("batch 10");
    expect(underway()).toEqual([11, 12]);
    await finish(11);
    await finish(12);
    void batches.at(1);
    expect(started).toEqual([0, 1, 2, 10, 11, 12, 1, 2]);
  });

  it("ends at the end", async () => {
    const { make, finish, underway } = workshop();
    const batches = prefetch(make, { ahead: 5, parallel: 4, end: 3 });
    void batches.at(1);
    expect(underway()).toEqual([1, 2]);
    await finish(2);
    expect(await batches.at(2)).toBe("batch 2");
    expect(underway()).toEqual([1]);
  });

  it("rejects where the batch is asked for, and makes it anew when asked again", async () => {
    const { make, finish } = workshop();
    const batches = prefetch(make, { ahead: 2, parallel: 2, end: Infinity });
    const first = batches.at(0);
    await finish(1, new Error("torn"));
    await finish(0);
    expect(await first).toBe("batch 0");
    await expect(batches.at(1)).rejects.toThrow("torn");
    const again = batches.at(1);
    await finish(2);
    await finish(1);
    expect(await again).toBe("batch 1");
  });

  it("makes nothing ahead when ahead is 0, and all that is asked for at once in turn", async () => {
    const { make, finish, underway } = workshop();
    const batches = prefetch(make, { ahead: 0, parallel: 1, end: Infinity });
    const asked = [batches.at(3), batches.at(4), batches.at(4)];
    expect(underway()).toEqual([3]);
    await finish(3);
    expect(underway()).toEqual([4]);
    await finish(4);
    expect(await Promise.all(asked)).toEqual(["batch 3", "batch 4", "batch 4"]);
    expect(underway()).toEqual([]);
  });

  it("rejects everything once it is stopped", async () => {
    const { make, finish, started } = workshop();
    const batches = prefetch(make, { ahead: 2, parallel: 1, end: Infinity });
    const asked = batches.at(0);
    batches.stop(new Error("enough"));
    await expect(asked).rejects.toThrow("enough");
    await expect(batches.at(1)).rejects.toThrow("enough");
    await finish(0);
    expect(started).toEqual([0]);
  });

  it("gives the right batch and keeps its bounds for any order of asking and finishing", async () => {
    const options = fc.record({ ahead: fc.nat(4), parallel: fc.integer({ min: 1, max: 4 }) });
    const actions = fc.array(fc.record({ asks: fc.boolean(), choice: fc.nat(11) }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(options, actions, async ({ ahead, parallel }, steps) => {
        const { make, finish, underway, started } = workshop();
        const batches = prefetch(make, { ahead, parallel, end: 12 });
        const asked: Promise<void>[] = [];
        let answered = 0;
        for (const { asks, choice } of steps) {
          if (asks) {
            const seen = batches.at(choice).then((batch) => {
              answered++;
              expect(batch).toBe(`batch ${choice}`);
            });
            asked.push(seen);
          } else {
            const open = underway();
            if (open.length > 0) await finish(open[choice % open.length]!);
          }
          expect(underway().length).toBeLessThanOrEqual(parallel);
          // Every start was for one that asked, or for one of the `ahead` that follow an asking.
          expect(started.length).toBeLessThanOrEqual(asked.length * (1 + ahead));
        }
        while (underway().length > 0) await finish(underway()[0]!);
        await Promise.all(asked);
        expect(answered).toBe(asked.length);
      }),
    );
  });
});
