import { type ChessState, chess } from "@vlm/games";
import type { SearchResult } from "@vlm/mcts";
import { type CheckedClaim, type Claims, checkSentences, sentencesOf } from "../claim.js";
import {
  attackersTo,
  attacksFrom,
  belongs,
  checksOn,
  holdings,
  type PlainChess,
  pieceAt,
  plainOf,
} from "./plain-board.js";
import { isRepeated, lacksMaterial, leadOf } from "./plain-draws.js";
import { isMate, movesOf, type PlainMove } from "./plain-moves.js";
import { matesOf, sanOf } from "./plain-san.js";

interface Truth {
  readonly before: PlainChess;
  readonly move: PlainMove;
  readonly earlier: readonly PlainChess[];
  readonly value: number;
  readonly proven: number | null;
}

const KINDS: Readonly<Record<string, string>> = {
  P: "pawn",
  N: "knight",
  B: "bishop",
  R: "rook",
  Q: "queen",
  K: "king",
};

/** A sentence about the move: it is named, or "It". */
function deed(words: string, holds: (truth: Truth, said: string) => boolean): Claims<Truth>[string] {
  return [
    new RegExp(`^([^ ]+) ${words}\\.$`),
    (truth, subject, said = "") =>
      (subject === "It" || subject === sanOf(truth.before, truth.move)) && holds(truth, said),
  ];
}

const CLAIMS: Claims<Truth> = {
  inCheck: [
    /^(White|Black) is in check from (.+)\.$/,
    ({ before }, side, said) => side === mover(before) && isList(said, before, checksOn(before.board, before.white)),
  ],
  even: [/^Material is even\.$/, ({ before }) => leadOf(before) === 0],
  ahead: [
    /^(White|Black) is ahead by (\d+) points?\.$/,
    ({ before }, side, points) => leadOf(before) === (side === "White" ? 1 : -1) * Number(points) && Number(points) > 0,
  ],
  canMate: [
    /^(White|Black) can mate with (.+)\.$/,
    ({ before }, side, said) => side === mover(before) && isSet(said, matesOf(before)),
  ],
  attacked: [
    /^(White|Black) attacks (.+)\.$/,
    ({ before }, side, said) =>
      side !== mover(before) &&
      namesOf(said, before).every((name) => {
        const isOwn = name !== "" && belongs(pieceAt(before.board, name), before.white);
        return isOwn && attackersTo(before.board, name, !before.white).length > 0;
      }),
  ],
  checkmate: deed("gives checkmate", ({ move }) => isMate(move.after)),
  stalemate: deed("draws by stalemate", ({ move: { after } }) => !isChecked(after) && movesOf(after).length === 0),
  lacksMaterial: deed("draws for lack of material", ({ move }) => lacksMaterial(move.after)),
  repetition: deed("draws by repetition", ({ move, before, earlier }) => isRepeated(move.after, [...earlier, before])),
  quietMoves: deed("draws by the fifty-move rule", ({ move }) => move.after.quiet >= 100),
  captures: deed(
    "captures (the [a-z]+ on [a-h][1-8])",
    ({ before, move }, said) => move.capture === move.to && isList(said, before, [move.capture]),
  ),
  capturesEnPassant: deed(
    "captures (the [a-z]+ on [a-h][1-8]) en passant",
    ({ before, move }, said) =>
      move.capture !== null && move.capture !== move.to && isList(said, before, [move.capture]),
  ),
  castles: deed("castles (king|queen) side", ({ before, move }, side) => {
    const isCastling = pieceAt(before.board, move.from).toUpperCase() === "K" && /^e[18][cg][18]$/.test(move.uci);
    return isCastling && (move.to[0] === "g") === (side === "king");
  }),
  promotes: deed(
    "promotes to a ([a-z]+)",
    ({ move }, kind) => move.uci.length === 5 && KINDS[move.uci[4]!.toUpperCase()] === kind,
  ),
  check: deed("gives check", ({ move: { after } }) => isChecked(after)),
  only: deed("is the only legal move", ({ before }) => movesOf(before).length === 1),
  forks: deed("forks (.+)", ({ move, before }, said) => {
    const targets = targetsOf(move, before.white);
    return targets.length > 1 && isList(said, move.after, targets);
  }),
  attacks: deed("attacks (.+)", ({ move, before }, said) => isList(said, move.after, targetsOf(move, before.white))),
  moves: deed("moves (the [a-z]+ from [a-h][1-8] to [a-h][1-8])", ({ before, move }, said) => {
    return said === `the ${kindAt(before, move.from)} from ${move.from} to ${move.to}`;
  }),
  canTake: [
    /^(White|Black) can take it with (.+)\.$/,
    ({ before, move }, side, said) =>
      side !== mover(before) &&
      isList(said, move.after, [...new Set(takersOf(move).map(({ from }) => from))].sort(fromA1)),
  ],
  takesBack: [
    /^(White|Black) can always take back\.$/,
    ({ before, move }, side) => {
      const takers = takersOf(move);
      const isAnswered = (taker: PlainMove): boolean => movesOf(taker.after).some(({ to }) => to === taker.to);
      return side === mover(before) && takers.length > 0 && takers.every(isAnswered);
    },
  ],
  canThenMate: [
    /^(White|Black) can then mate with (.+)\.$/,
    ({ before, move }, side, said) => side !== mover(before) && isSet(said, matesOf(move.after)),
  ],
  winsByForce: [
    /^(White|Black) wins by force\.$/,
    ({ before, proven }, side) => proven === (side === mover(before) ? 1 : -1),
  ],
  bestPlayDraws: [/^Best play draws\.$/, ({ proven }) => proven === 0],
  winRate: [/^Win rate (\d+)%\.$/, ({ value }, percent) => Number(percent) === Math.round(((value + 1) / 2) * 100)],
  finalMove: [/^FINAL MOVE: ([a-h1-8nbrq]+)$/, ({ move }, uci) => uci === move.uci],
};

export interface ChessExplanationOptions {
  /** The positions that led here, which tell a repetition. */
  readonly earlier?: readonly ChessState[];
}

/**
 * Every statement of an explanation of the search's best move, judged by rules on strings; also of one that a model wrote in
 * the same words. What is said to be by force is what the search has proven.
 */
export function checkChessExplanation(
  explanation: string,
  state: ChessState,
  search: SearchResult<number>,
  { earlier = [] }: ChessExplanationOptions = {},
): readonly CheckedClaim[] {
  const before = plainOf(state);
  const move = movesOf(before).find(({ uci }) => uci === chess.write(search.best));
  const best = search.actions.find(({ action }) => action === search.best);
  if (move === undefined || best === undefined) {
    throw new Error(
      `tasks.checkChessExplanation: best action ${search.best} is not legal in this position, or not among the actions of ` +
        "the search; expected the search of the position. Hand in both as the explanation was made from.",
    );
  }
  return checkSentences(sentencesOf(explanation), CLAIMS, {
    before,
    move,
    earlier: earlier.map(plainOf),
    value: best.value,
    proven: best.proven,
  });
}

function mover({ white }: PlainChess): string {
  return white ? "White" : "Black";
}

function isChecked({ board, white }: PlainChess): boolean {
  return checksOn(board, white).length > 0;
}

/** Where the piece moved attacks the other side's pieces but pawns. */
function targetsOf(move: PlainMove, white: boolean): readonly string[] {
  const { board } = move.after;
  const attacked = attacksFrom(board, move.to);
  return holdings(board, !white).filter((name) => attacked.includes(name) && !/[Pp]/.test(pieceAt(board, name)));
}

/** The legal moves that capture the piece moved. */
function takersOf(move: PlainMove): readonly PlainMove[] {
  return movesOf(move.after).filter(({ capture }) => capture === move.to);
}

function kindAt({ board }: PlainChess, name: string): string {
  return KINDS[pieceAt(board, name).toUpperCase()] ?? "nothing";
}

/** Whether `"the rook on e8 and the knight on d6"` names just these squares and what stands there, in this order. */
function isList(said: string, position: PlainChess, names: readonly string[]): boolean {
  const parts = names.map((name) => `the ${kindAt(position, name)} on ${name}`);
  return said === joined(parts);
}

/** Whether `"Qh7#, Re8# and Nf7#"` names just these moves, in any order. */
function isSet(said: string, moves: readonly string[]): boolean {
  return (
    moves.length > 0 &&
    said
      .split(/, | and /)
      .sort()
      .join() === [...moves].sort().join()
  );
}

/** The squares of `"the rook on e8 and the knight on d6"`; empty for a part that does not name what stands there. */
function namesOf(said: string, position: PlainChess): readonly string[] {
  return said.split(/, | and /).map((part) => {
    const name = /^the [a-z]+ on ([a-h][1-8])$/.exec(part)?.[1] ?? "";
    return name !== "" && part === `the ${kindAt(position, name)} on ${name}` ? name : "";
  });
}

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function fromA1(a: string, b: string): number {
  return a[1]!.localeCompare(b[1]!) || a[0]!.localeCompare(b[0]!);
}
