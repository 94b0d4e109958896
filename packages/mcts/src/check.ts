/** Seeds are safe integers: others would lose bits without a word. */
export function checkSeed(caller: string, seed: number): void {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(
      `mcts.${caller}: seed is ${seed}; expected a safe integer. Round it, or hash what it stands for.`,
    );
  }
}

export function checkCount(caller: string, name: string, count: number, least: number): void {
  if (!Number.isSafeInteger(count) || count < least) {
    throw new RangeError(
      `mcts.${caller}: ${name} is ${count}; expected a whole number, at least ${least}. Give ${name}: ${least} or more.`,
    );
  }
}
