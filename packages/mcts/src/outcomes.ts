/** How many outcomes are compared before a new one is kept: most games have three. */
const COMPARED = 8;

/** Known returns per player, numbered from 1, each vector kept once where the game has few. */
export class Outcomes {
  /** [(count + 1) × players] */
  values: Float64Array;
  readonly players: number;
  private count = 0;

  constructor(players: number) {
    this.players = players;
    this.values = new Float64Array(players * (COMPARED + 1));
  }

  /** The number of these returns. */
  learn(returns: Float64Array): number {
    const { players, values } = this;
    for (let known = 1; known <= this.count && known <= COMPARED; known++) {
      let player = 0;
      while (player < players && values[known * players + player] === returns[player]) player++;
      if (player === players) return known;
    }
    const known = ++this.count;
    if ((known + 1) * players > values.length) {
      this.values = new Float64Array(2 * values.length);
      this.values.set(values);
    }
    for (let player = 0; player < players; player++) this.values[known * players + player] = returns[player]!;
    return known;
  }

  value(known: number, player: number): number {
    return this.values[known * this.players + player]!;
  }

  clear(): void {
    this.count = 0;
  }
}
