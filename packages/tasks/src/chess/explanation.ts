import { type ChessState, chess } from "@vlm/games";
import type { SearchResult } from "@vlm/mcts";
import { finalMove } from "../final-move.js";
import { listed } from "../listed.js";
import { bestOf } from "../search-columns.js";
import { winRate } from "../win-rate.js";
import { type ChessFacts, chessFacts } from "./facts.js";
import { KING, kindCode, kindOf, sideOf } from "./piece.js";
import { squareName } from "./square.js";

/**
 * Why the search's best move is good: checks, material, mates and loose pieces before it, what the move does, how it may be
 * answered, what the search makes of it; then `FINAL MOVE: e2e4` on a line of its own.
 *
 * Each sentence states one thing. A draw counts as half a win; what the search has proven is said to be by force.
 */
export function explainChess(state: ChessState, search: SearchResult<number>): string {
  const { value, proven } = bestOf(search, "explainChess");
  const scene = { told: chessFacts(state, search.best), state, after: chess.play(state, search.best) };
  const [deed, ...others] = deeds(scene);
  const sentences = [
    ...standing(scene),
    `${scene.told.san} ${deed}.`,
    ...others.map((other) => `It ${other}.`),
    ...(scene.told.ends !== null ? [] : [...sequel(scene), outlook(scene, value, proven)]),
  ];
  return `${sentences.join(" ")}\n${finalMove(chess.write(search.best))}`;
}

/** A move between the positions before and after it. */
interface Scene {
  readonly told: ChessFacts;
  readonly state: ChessState;
  readonly after: ChessState;
}

function standing({ told, state }: Scene): readonly string[] {
  const { checkedFrom, lead, loose, mates, ends } = told;
  const [side, foe] = sides(state);
  const points = Math.abs(lead);
  return [
    ...(checkedFrom.length > 0 ? [`${side} is in check from ${named(checkedFrom, state)}.`] : []),
    lead === 0
      ? "Material is even."
      : `${sideOf(lead > 0 ? 0 : 1)} is ahead by ${points} ${points === 1 ? "point" : "points"}.`,
    ...(mates.length > 0 && ends !== "checkmate" ? [`${side} can mate with ${listed(mates)}.`] : []),
    ...(loose.length > 0 && ends === null ? [`${foe} attacks ${named(loose, state)}.`] : []),
  ];
}

const ENDS = {
  checkmate: "gives checkmate",
  stalemate: "draws by stalemate",
  "insufficient material": "draws for lack of material",
  repetition: "draws by repetition",
  "quiet moves": "draws by the fifty-move rule",
} as const;

/** What the move does, the weightiest first. */
function deeds({ told, state, after }: Scene): readonly string[] {
  const { ends, captureOn, enPassant, castles, promotes, only, checks, attacks, piece, placed, from, to } = told;
  const targets = attacks.filter((square) => kindCode(after.squares[square]!) !== KING);
  const known = [
    ...(ends !== null ? [ENDS[ends]] : []),
    ...(captureOn !== null ? [`captures ${named([captureOn], state)}${enPassant ? " en passant" : ""}`] : []),
    ...(castles !== null ? [`castles ${castles} side`] : []),
    ...(promotes ? [`promotes to a ${kindOf(placed)}`] : []),
    ...(checks && ends === null ? ["gives check"] : []),
    ...(only ? ["is the only legal move"] : []),
    ...(ends === null && attacks.length > 1 ? [`forks ${named(attacks, after)}`] : []),
    ...(ends === null && attacks.length === 1 && targets.length === 1 ? [`attacks ${named(targets, after)}`] : []),
  ];
  return known.length > 0 ? known : [`moves the ${kindOf(piece)} from ${squareName(from)} to ${squareName(to)}`];
}

function sequel({ told, state, after }: Scene): readonly string[] {
  const { takers, takesBack, answers } = told;
  const [side, foe] = sides(state);
  return [
    ...(takers.length > 0 ? [`${foe} can take it with ${named(takers, after)}.`] : []),
    ...(takesBack ? [`${side} can always take back.`] : []),
    ...(answers.length > 0 ? [`${foe} can then mate with ${listed(answers)}.`] : []),
  ];
}

function outlook({ state }: Scene, value: number, proven: number | null): string {
  if (proven === null) return winRate(value);
  const [side, foe] = sides(state);
  return proven === 0 ? "Best play draws." : `${proven > 0 ? side : foe} wins by force.`;
}

/** The side to move, and the other. */
function sides({ player }: ChessState): readonly [string, string] {
  return [sideOf(player), sideOf(1 - player)];
}

/** `"the rook on e8 and the knight on d6"`. */
function named(squares: readonly number[], { squares: board }: ChessState): string {
  return listed(squares.map((square) => `the ${kindOf(board[square]!)} on ${squareName(square)}`));
}
