import { random } from "@vlm/mcts";
import { bytesSource, type Folder, openCheckpoint, SafetensorsError } from "@vlm/safetensors";
import { watchAllocations } from "./allocations.js";
import { damage } from "./damage.js";
import { type Files, victims } from "./victims.js";

export interface CampaignOptions {
  readonly count: number;
  readonly seed?: number;
  /** The first file, to see one again. */
  readonly first?: number;
}

export interface Campaign {
  /** How often each kind of refusal came; `opened`: the damage left a sound file. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Bytes. */
  readonly largestFile: number;
  /** Bytes in one piece. */
  readonly largestAllocation: number;
  /** Of one allocation to the folder that it was for. */
  readonly largestRatio: number;
  readonly slowestMs: number;
}

/** Above any of these folders by far, and little enough to survive. */
const LIMIT = 1 << 20;

/**
 * Damages checkpoints and reads them whole. File k depends on the seed and k alone.
 *
 * @throws on what is neither an opened checkpoint nor a `SafetensorsError`, and names the file to try again
 */
export async function campaign({ count, seed = 1, first = 0 }: CampaignOptions): Promise<Campaign> {
  const outcomes = new Map<string, number>();
  let [largestFile, largestAllocation, largestRatio, slowestMs] = [0, 0, 0, 0];
  const allocations = watchAllocations(LIMIT);
  try {
    for (let index = first; index < first + count; index++) {
      const files = damaged(seed, index);
      const size = Object.values(files).reduce((sum, bytes) => sum + bytes.length, 0);
      allocations.take();
      const began = performance.now();
      const outcome = await read(files).catch((cause: unknown) => {
        throw new Error(
          `fuzz: file ${index} of seed ${seed} ended in ${cause}; expected a SafetensorsError or tensors. Try it again: --seed ${seed} --first ${index} --count 1.`,
          { cause },
        );
      });
      slowestMs = Math.max(slowestMs, performance.now() - began);
      const allocated = allocations.take();
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      largestFile = Math.max(largestFile, size);
      largestAllocation = Math.max(largestAllocation, allocated);
      largestRatio = Math.max(largestRatio, allocated / Math.max(size, 1));
    }
  } finally {
    allocations.stop();
  }
  return { outcomes, largestFile, largestAllocation, largestRatio, slowestMs };
}

function damaged(seed: number, index: number): Files {
  const draw = random(seed * 1_000_003 + index);
  const files = victims[Math.floor(draw() * victims.length)]!;
  const names = Object.keys(files);
  const name = names[Math.floor(draw() * names.length)]!;
  return { ...files, [name]: damage(files[name]!, draw) };
}

/** Opens the folder and reads every tensor; the kind of refusal, or "opened". */
async function read(files: Files): Promise<string> {
  const folder: Folder = {
    name: "damaged",
    async open(name) {
      if (!/^[\w-]+(\.[\w-]+)*$/.test(name))
        throw new Error(`${JSON.stringify(name)} was opened, which is no plain name`);
      return Object.hasOwn(files, name) ? bytesSource(name, files[name]!) : null;
    },
  };
  try {
    const file = await openCheckpoint(folder);
    for (const [name, { dtype }] of file.tensors) {
      await file.read(name);
      if (dtype === "F32" || dtype === "F16" || dtype === "BF16") await file.readFloat32(name);
    }
    await file.close();
    return "opened";
  } catch (error) {
    if (error instanceof SafetensorsError) return error.kind;
    throw error;
  }
}
