import { type ChessState, chess, readFen, writeFen } from "@vlm/games";
import { type SearchResult, search } from "@vlm/mcts";
import { describe, expect, test } from "vitest";
import { checkChessExplanation } from "../testing/chess/check-explanation.js";
import { explainChess } from "./explanation.js";
import { chessFacts } from "./facts.js";
import { randomCases } from "./random-rows.test.kit.js";

interface Case {
  readonly state: ChessState;
  readonly earlier: readonly ChessState[];
  readonly search: SearchResult<number>;
}

/** A search that prefers the move. */
function preferring(state: ChessState, move: string, value = 0, proven: number | null = null): SearchResult<number> {
  const best = chess.read(move, state)!;
  const actions = chess.actions(state).map((action) => ({
    action,
    visits: 1,
    value: action === best ? value : 0,
    proven: action === best ? proven : null,
  }));
  return { best, value, simulations: actions.length + 1, actions };
}

/** The position after moves from the start or from a FEN, with the move preferred there. */
function after(fen: string, moves: string, move: string): Case {
  const states = [readFen(fen).state ?? chess.start()];
  for (const played of moves.split(" ").filter((text) => text !== "")) {
    states.push(chess.play(states.at(-1)!, chess.read(played, states.at(-1)!)!));
  }
  const state = states.at(-1)!;
  return { state, earlier: states.slice(0, -1), search: preferring(state, move, 0.25) };
}

/** What random games seldom show. */
const RARE: readonly Case[] = [
  after("", "Nf3 Nf6 Ng1 Ng8 Nf3 Nf6 Ng1", "Ng8"),
  after("7k/8/6K1/8/8/8/8/R7 w - - 99 80", "", "Ra2"),
  after("7k/5Q2/8/6K1/8/8/8/8 w - - 0 1", "", "Kg6"),
  after("8/8/8/8/8/4k3/3p4/3K4 w - - 0 1", "", "Kc2"),
  after("8/8/8/8/8/2n1k3/3p4/3K4 w - - 0 1", "", "Kc2"),
  after("8/3k4/8/8/8/8/4p3/3K4 w - - 0 1", "", "Kxe2"),
  after("", "e4 a6 e5 d5", "exd6"),
  after("r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1", "", "O-O"),
  after("r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1", "", "O-O-O"),
  after("4k3/P7/8/8/8/8/8/4K3 w - - 0 1", "", "a8=N"),
  after("r3k3/8/8/3N4/8/8/8/4K3 w - - 0 1", "", "Nc7"),
  after("", "f3 e5 g4", "Qh4"),
  after("", "f3 e5", "g4"),
];

/** Mate in two, which the search proves. */
const forced = readFen("7k/8/8/8/8/R7/1R6/K7 w - - 0 1").state!;
const FORCED = { state: forced, earlier: [], search: search(chess, forced, { simulations: 5_000, seed: 1 }) };

const cases: readonly Case[] = [...randomCases(1_000, "chess explanations"), ...RARE, FORCED];
const told = cases.map((one) => ({ ...one, text: explainChess(one.state, one.search) }));

/** Every kind of statement that an explanation makes. */
const KINDS = [
  ...["inCheck", "even", "ahead", "canMate", "attacked", "checkmate", "stalemate", "lacksMaterial", "repetition"],
  ...[
    "quietMoves",
    "captures",
    "capturesEnPassant",
    "castles",
    "promotes",
    "check",
    "only",
    "forks",
    "attacks",
    "moves",
  ],
  ...["canTake", "takesBack", "canThenMate", "winsByForce", "winRate", "finalMove"],
];

test("1,000 moves and rare ones: every statement of every explanation is true, by rules on strings", () => {
  const seen = new Set<string | null>();
  for (const { state, earlier, search, text } of told) {
    for (const { claim, sentence, holds } of checkChessExplanation(text, state, search, { earlier })) {
      expect(holds, `${sentence}\n${text}\n${writeFen(state)}`).toBe(true);
      seen.add(claim);
    }
  }
  expect([...seen].sort()).toEqual(KINDS.sort());
});

test("a mate, a check, a capture and the only move are never passed over", () => {
  for (const { state, search, text } of told.slice(-200)) {
    const facts = chessFacts(state, search.best);
    if (facts.ends === "checkmate") expect(text).toContain(" gives checkmate.");
    else if (facts.checks && facts.ends === null) expect(text).toContain(" gives check.");
    if (facts.captureOn !== null) expect(text).toContain(" captures the ");
    if (facts.only) expect(text).toContain(" is the only legal move.");
    if (facts.checkedFrom.length > 0) expect(text).toContain(" is in check from ");
    if (facts.answers.length > 0) expect(text).toContain(" can then mate with ");
  }
});

test("a statement about another move is found out", () => {
  let found = 0;
  for (const { state, earlier, search, text } of told.slice(0, 100)) {
    const other = search.actions.find(({ action }) => action !== search.best);
    if (other === undefined) continue;
    const claims = checkChessExplanation(text, state, { ...search, best: other.action }, { earlier });
    expect(claims.at(-1)).toMatchObject({ claim: "finalMove", holds: false });
    found += claims.slice(0, -1).filter(({ holds }) => !holds).length;
    const unknown = checkChessExplanation(`The moon is full. ${text}`, state, search, { earlier })[0];
    expect(unknown).toEqual({ sentence: "The moon is full.", claim: null, holds: false });
  }
  expect(found).toBeGreaterThan(100);
});

describe("is written to the letter", () => {
  test.each([
    [
      "r3k3/8/8/3N4/8/8/8/4K3 w - - 0 1",
      "Nc7",
      0.5,
      null,
      "Black is ahead by 2 points. Nc7+ gives check. It forks the rook on a8 and the king on e8. Win rate 75%.\nFINAL MOVE: d5c7",
    ],
    [
      "4k3/2p5/3p4/4p3/8/2N1P3/8/R3K3 w Q - 0 1",
      "Nd5",
      0.02,
      null,
      "White is ahead by 6 points. Nd5 moves the knight from c3 to d5. Win rate 51%.\nFINAL MOVE: c3d5",
    ],
    [
      "4k3/8/2p5/3r4/8/2N5/8/3RK3 w - - 0 1",
      "Nxd5",
      -0.2,
      null,
      "White is ahead by 2 points. Nxd5 captures the rook on d5. Black can take it with the pawn on c6. White can always take back. Win rate 40%.\nFINAL MOVE: c3d5",
    ],
    [
      "4k3/8/8/3b4/2p5/2P5/3R4/4K3 b - - 0 1",
      "Be6",
      0,
      0,
      "White is ahead by 2 points. White attacks the bishop on d5. Be6 moves the bishop from d5 to e6. Best play draws.\nFINAL MOVE: d5e6",
    ],
    [
      "6k1/5ppp/8/8/8/8/5PPP/R5K1 w - - 0 1",
      "Ra8",
      1,
      1,
      "White is ahead by 5 points. Ra8# gives checkmate.\nFINAL MOVE: a1a8",
    ],
    [
      "6k1/5ppp/8/8/8/8/5PPP/R5K1 w - - 0 1",
      "h3",
      -1,
      -1,
      "White is ahead by 5 points. White can mate with Ra8#. h3 moves the pawn from h2 to h3. Black wins by force.\nFINAL MOVE: h2h3",
    ],
  ] as const)("%s %s", (fen, move, value, proven, text) => {
    const state = readFen(fen).state!;
    expect(explainChess(state, preferring(state, move, value, proven))).toBe(text);
  });
});

describe("the programmer's mistakes", () => {
  const [{ state, search }] = cases as [Case];

  test("a search that does not hold its own best action", () => {
    expect(() => explainChess(state, { ...search, best: 99_999 })).toThrow(
      /^tasks\.explainChess: best action 99999 is not among the \d+ actions of the search; expected its value there\. Hand in the search as it was returned\.$/,
    );
  });

  test("facts of an illegal action", () => {
    expect(() => chessFacts(chess.start(), 0)).toThrow(
      "tasks.chessFacts: action 0 is illegal in this position; expected one of its 20 legal ones. Take an action from chess.actions(state).",
    );
  });

  test("an explanation checked against the search of another position", () => {
    expect(() => checkChessExplanation("", state, { ...search, best: 99_999 })).toThrow(
      "tasks.checkChessExplanation: best action 99999 is not legal in this position, or not among the actions of the search; expected the search of the position. Hand in both as the explanation was made from.",
    );
  });
});
