import { type ChessEnd, type ChessState, chess, readPgn, writeFen, writePgn, writeSan } from "@vlm/games";
import { Chess } from "chess.js";
import { type Opinion, Rival } from "./rival.js";

/** What was compared, and where the two differ. */
export interface Comparison {
  readonly games: number;
  readonly plies: number;
  /** Legal moves at the plies looked at, and how many of them in SAN. */
  readonly moves: number;
  readonly sans: number;
  /** Games by how they ended. */
  readonly ends: Readonly<Record<string, number>>;
  readonly differences: readonly string[];
}

/** Of the positions looked at, those whose every move is written in SAN: one in so many. */
const SAN_PERIOD = 8;
/** Games that go through PGN in both directions: one in so many. */
const PGN_PERIOD = 50;

/**
 * Plays random games by our rules and by those of chess.js. Compares the FEN at every ply; moves, SAN and ends at one ply in
 * `period`, and at the end.
 */
export function compare({
  games,
  seed,
  period = 1,
  onGame = () => {},
}: {
  games: number;
  seed: number;
  period?: number;
  onGame?: (done: number) => void;
}): Comparison {
  const draw = generator(seed);
  const ends: Record<string, number> = {};
  const differences: string[] = [];
  let plies = 0;
  let moves = 0;
  let sans = 0;
  for (let game = 0; game < games; game++) {
    const rival = new Rival();
    const actions: number[] = [];
    const differ = (what: string, ours: unknown, theirs: unknown): void => {
      if (same(ours, theirs)) return;
      const [mine, other] = [JSON.stringify(ours), JSON.stringify(theirs)];
      differences.push(`game ${game}, ply ${actions.length}: ${what}: ${mine}, chess.js ${other}`);
    };
    let state = chess.start();
    for (;;) {
      const end = chess.end(state);
      const legal = chess.actions(state);
      differ("FEN", writeFen(state), rival.fen());
      if (end !== null || plies % period === 0) {
        compareOpinion(end, legal, rival.opinion(), differ);
        moves += legal.length;
        if (plies % (period * SAN_PERIOD) === 0) {
          const texts = legal.map((action) => writeSan(action, state));
          differ("SAN", texts, rival.sans(legal.map((action) => chess.write(action))));
          sans += texts.length;
        }
      }
      if (end !== null) ends[end] = (ends[end] ?? 0) + 1;
      if (end !== null || differences.length > 0) break;
      plies++;
      const action = legal[draw(legal.length)]!;
      rival.play(chess.write(action));
      state = chess.play(state, action);
      actions.push(action);
    }
    if (game % PGN_PERIOD === 0) comparePgn(actions, state, differ);
    onGame(game + 1);
  }
  return { games, plies, moves, sans, ends, differences };
}

type Differ = (what: string, ours: unknown, theirs: unknown) => void;

function compareOpinion(end: ChessEnd | null, legal: readonly number[], theirs: Opinion, differ: Differ): void {
  const { material, repetition, quiet } = theirs.draws;
  differ("checkmate", end === "checkmate", theirs.checkmate);
  differ("stalemate", end === "stalemate", theirs.stalemate);
  if (end === null) differ("a draw", false, material || repetition || quiet);
  if (end === "insufficient material") differ(end, true, material);
  if (end === "repetition") differ(end, true, repetition);
  if (end === "quiet moves") differ(end, true, quiet);
  if (end !== null) return;
  const ours = legal.map((action) => chess.write(action));
  differ("moves", ours.toSorted(), theirs.moves.toSorted());
}

/** Our PGN is read by chess.js, and what it writes is read by us. */
function comparePgn(actions: readonly number[], last: ChessState, differ: Differ): void {
  const moves = actions.map((action) => ({ action, glyphs: [], comment: "", variations: [] }));
  const text = writePgn({ headers: new Map(), start: chess.start(), line: { comment: "", moves }, result: "*" });
  const rival = new Chess();
  rival.loadPgn(text);
  differ("position after our PGN", writeFen(last), rival.fen());
  const [reading] = readPgn(rival.pgn());
  differ("problem of its PGN", reading?.problem, null);
  differ(
    "moves of its PGN",
    reading?.game?.line.moves.map(({ action }) => action),
    actions,
  );
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Integers below a count, by a 32-bit Weyl sequence mixed as in MurmurHash3. */
function generator(seed: number): (count: number) => number {
  let counter = seed | 0;
  return (count) => {
    counter = (counter - 0x61c88647) | 0;
    let bits = Math.imul(counter ^ (counter >>> 16), 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    return Math.floor((((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32) * count);
  };
}
