import {
  attackersTo,
  attacksFrom,
  belongs,
  checksOn,
  holdings,
  indexOf,
  nameAt,
  type PlainChess,
  pieceAt,
  withPieces,
} from "./plain-board.js";

export interface PlainMove {
  /** `"e7e8q"`. */
  readonly uci: string;
  readonly from: string;
  readonly to: string;
  /** Where a piece is captured. */
  readonly capture: string | null;
  readonly after: PlainChess;
}

/** All legal moves: every pseudo-legal one after which the own king is not attacked. */
export function movesOf(position: PlainChess): readonly PlainMove[] {
  return holdings(position.board, position.white)
    .flatMap((from) => [...walks(position, from), ...castles(position, from)])
    .filter(({ after }) => checksOn(after.board, position.white).length === 0);
}

export function isMate(position: PlainChess): boolean {
  return checksOn(position.board, position.white).length > 0 && movesOf(position).length === 0;
}

function walks(position: PlainChess, from: string): readonly PlainMove[] {
  const { board, white, enPassant } = position;
  const piece = pieceAt(board, from);
  if (piece.toUpperCase() !== "P") {
    return attacksFrom(board, from)
      .filter((to) => !belongs(pieceAt(board, to), white))
      .map((to) => moved(position, { from, to, promotion: "" }));
  }
  const captures = attacksFrom(board, from).filter((to) => belongs(pieceAt(board, to), !white) || to === enPassant);
  return [...captures, ...pushes(board, from, white)].flatMap((to) =>
    (/[18]/.test(to) ? ["q", "r", "b", "n"] : [""]).map((promotion) => moved(position, { from, to, promotion })),
  );
}

function pushes(board: string, from: string, white: boolean): readonly string[] {
  const rank = Number(from[1]);
  const one = `${from[0]}${rank + (white ? 1 : -1)}`;
  const two = `${from[0]}${rank + (white ? 2 : -2)}`;
  if (pieceAt(board, one) !== ".") return [];
  return rank === (white ? 2 : 7) && pieceAt(board, two) === "." ? [one, two] : [one];
}

interface Walk {
  readonly from: string;
  readonly to: string;
  readonly promotion: string;
}

function moved(position: PlainChess, { from, to, promotion }: Walk): PlainMove {
  const { board, white, enPassant } = position;
  const piece = pieceAt(board, from);
  const isPawn = piece.toUpperCase() === "P";
  const passed = isPawn && to === enPassant ? `${to[0]}${from[1]}` : null;
  const capture = passed ?? (pieceAt(board, to) === "." ? null : to);
  const put = promotion === "" ? piece : white ? promotion.toUpperCase() : promotion;
  const jumped = isPawn && Math.abs(Number(to[1]) - Number(from[1])) === 2;
  const middle = nameAt(indexOf(from) % 8, (Number(from[1]) + Number(to[1])) / 2 - 1);
  const changed = withPieces(board, { ...(passed !== null && { [passed]: "." }), [from]: ".", [to]: put });
  return {
    uci: from + to + promotion,
    from,
    to,
    capture,
    after: {
      board: changed,
      white: !white,
      castling: rightsAfter(position.castling, [from, to]),
      enPassant: jumped ? middle : "-",
      quiet: isPawn || capture !== null ? 0 : position.quiet + 1,
    },
  };
}

const LOST: Readonly<Record<string, string>> = { e1: "KQ", h1: "K", a1: "Q", e8: "kq", h8: "k", a8: "q" };

function rightsAfter(rights: string, squares: readonly string[]): string {
  const lost = squares.map((square) => LOST[square] ?? "").join("");
  return [...rights].filter((right) => !lost.includes(right)).join("");
}

const CASTLES = [
  { right: "K", king: "e1", to: "g1", rook: "h1", beside: "f1", empty: ["f1", "g1"] },
  { right: "Q", king: "e1", to: "c1", rook: "a1", beside: "d1", empty: ["b1", "c1", "d1"] },
  { right: "k", king: "e8", to: "g8", rook: "h8", beside: "f8", empty: ["f8", "g8"] },
  { right: "q", king: "e8", to: "c8", rook: "a8", beside: "d8", empty: ["b8", "c8", "d8"] },
];

function castles(position: PlainChess, from: string): readonly PlainMove[] {
  const { board, white, castling } = position;
  return CASTLES.filter(
    ({ right, king, beside, empty }) =>
      king === from &&
      castling.includes(right) &&
      (right === right.toUpperCase()) === white &&
      empty.every((name) => pieceAt(board, name) === ".") &&
      checksOn(board, white).length === 0 &&
      attackersTo(board, beside, !white).length === 0,
  ).map(({ king, to, rook, beside }) => {
    const walk = moved(position, { from: king, to, promotion: "" });
    const changed = withPieces(walk.after.board, { [rook]: ".", [beside]: white ? "R" : "r" });
    return { ...walk, after: { ...walk.after, board: changed } };
  });
}
