import { join } from "node:path";
import { openSafetensors } from "@vlm/safetensors";
import { fileSource } from "@vlm/safetensors/node";
import type { Outputs, Work } from "./case.js";
import { type Clock, now } from "./clock.js";
import type { Peer } from "./peer.js";
import type { Contender } from "./rounds.js";

/** Work of this process. */
export function localContender(name: string, work: Work, clock: Clock): Contender {
  return {
    name,
    async time(first, repeat) {
      const seconds: number[] = [];
      for (let call = first; call < first + repeat; call++) {
        const began = now(clock);
        await work.run(call);
        seconds.push(now(clock) - began);
      }
      return seconds;
    },
    output: async (call) => work.output(call),
    ...(work.peakBytes && { peakBytes: () => work.peakBytes!() }),
  };
}

/** Work of another process, which knows it by the name `key`. */
export function peerContender(
  name: string,
  key: string,
  { peer, clock, folder }: { readonly peer: Peer; readonly clock: Clock; readonly folder: string },
): Contender {
  return {
    name,
    remote: true,
    async time(first, repeat) {
      const { seconds } = await peer.ask({ case: key, first, repeat, clock });
      const fits = Array.isArray(seconds) && seconds.length === repeat && seconds.every((value) => value > 0);
      if (fits) return seconds;
      throw new Error(
        `bench.time: ${key} answered seconds ${JSON.stringify(seconds)}; expected ${repeat} positive numbers. Mend its program.`,
      );
    },
    async peakBytes() {
      const { peakBytes } = await peer.ask({ peak: true });
      if (typeof peakBytes === "number" && peakBytes > 0) return peakBytes;
      throw new Error(
        `bench.peak: ${key} answered ${JSON.stringify(peakBytes)}; expected a number of bytes. Mend its program.`,
      );
    },
    async output(call) {
      const save = join(folder, "output.safetensors");
      await peer.ask({ case: key, first: call, save });
      return readOutputs(save);
    },
  };
}

async function readOutputs(path: string): Promise<Outputs> {
  const file = await openSafetensors(await fileSource(path));
  try {
    const outputs: Record<string, Int32Array | Float32Array> = {};
    for (const [name, { dtype }] of file.tensors)
      outputs[name] = dtype.startsWith("F") ? await file.readFloat32(name) : await file.readInt32(name);
    return outputs;
  } finally {
    await file.close();
  }
}
