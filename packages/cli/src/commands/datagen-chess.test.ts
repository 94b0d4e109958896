import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeImage } from "@vlm/collator/node";
import { readDataset } from "@vlm/dataset/node";
import { chess, readFen } from "@vlm/games";
import { type ChessRow, chessStateOf, scoreChessReading } from "@vlm/tasks";
import { afterAll, expect, test } from "vitest";
import { commands } from "../commands.js";
import { vlm } from "../vlm.js";

const folder = mkdtempSync(join(tmpdir(), "vlm-datagen-chess-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function datagen(name: string, ...argv: readonly string[]) {
  let complaint = "";
  const fixed = ["--game", "chess", "--output_dir", join(folder, name), "--simulations", "4", "--image_size", "72"];
  const code = await vlm(["datagen", ...fixed, ...argv], commands, {
    print: () => {},
    progress: { write: (text) => (complaint += text) },
    signal: new AbortController().signal,
  });
  return { code, complaint };
}

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

async function rowsOf(name: string, split = "train"): Promise<readonly ChessRow[]> {
  const rows: ChessRow[] = [];
  for await (const row of (await readDataset<ChessRow>(join(folder, name))).rows(split)) rows.push(row);
  return rows;
}

const games = `[Event "Scholar's mate"]
[Result "1-0"]

1. e4 e5 2. Bc4 Nc6 3. Qh5 Nf6?? {A blunder.} (3... g6) 4. Qxf7# 1-0

[Event "Opening"]
[Result "*"]

1. d4 d5 2. c4 *
`;

const positions = `# From the start, a known one, a mate, a pawn ending.
rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR b KQkq - 0 1
r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1

rnb1kbnr/pppp1ppp/8/4p3/6Pq/5P2/PPPPP2P/RNBQKBNR w KQkq - 1 3
8/2p5/3p4/KP5r/1R3p1k/8/4P1P1/8 w - - 0 1
`;

test("takes positions of a PGN's games, each searched", async () => {
  const argv = ["--source", "pgn", "--source_file", file("games.pgn", games), "--eval_fraction", "0", "--workers", "0"];
  expect(await datagen("pgn", ...argv)).toMatchObject({ code: 0 });
  const rows = await rowsOf("pgn");
  // Seven plies before the mate and the four positions of the opening.
  expect(rows.map(({ id }) => id)).toEqual(
    ["p0", "p1", "p2", "p3", "p4", "p5", "p6"]
      .map((ply) => `g0-${ply}`)
      .concat(["p0", "p1", "p2", "p3"].map((ply) => `g1-${ply}`)),
  );
  expect(rows[6]!.fen).toBe("r1bqkb1r/pppp1ppp/2n2n2/4p2Q/2B1P3/8/PPPP1PPP/RNB1K1NR w KQkq - 4 4");
  for (const row of rows) {
    const legal = chess.actions(chessStateOf(row)).map((action) => chess.write(action));
    expect(row.legal_moves).toEqual(legal);
    expect(legal).toContain(row.best_move);
    expect(row.visits!.reduce((sum, visits) => sum + visits)).toBe(3);
    const { width, height } = await decodeImage(row.image!.bytes);
    expect([width, height]).toEqual([72, 72]);
  }
});

test("takes a list of positions, and writes LLaVA's form with what no picture shows told in the prompt", async () => {
  const llava = join(folder, "fen-llava");
  const argv = [
    "--source",
    "fen",
    "--source_file",
    file("list.fen", positions),
    "--llava_dir",
    llava,
    "--workers",
    "0",
  ];
  const ran = await datagen("fen", ...argv, "--eval_fraction", "0.3", "--test_fraction", "0.3", "--seed", "2");
  expect(ran).toMatchObject({ code: 0 });
  const asked = ["train", "val", "test"].flatMap((name) => {
    const rows: { id: string; image: string; conversations: { from: string; value: string }[] }[] = JSON.parse(
      readFileSync(join(llava, `${name}.json`), "utf8"),
    );
    expect(rows.map(({ image }) => image)).toEqual(
      rows.map((_, index) => `${name}/images/${name}_00000${index + 1}.png`),
    );
    return rows;
  });
  const fens = positions.split("\n").filter((line) => line.includes("/"));
  expect(asked.length).toBe(fens.length);
  for (const { id, image, conversations } of asked) {
    const state = readFen(fens[Number(id.slice(1, 2))]!).state!;
    const [question, answer] = conversations.map(({ value }) => value) as [string, string];
    expect(conversations.map(({ from }) => from)).toEqual(["human", "gpt"]);
    expect(question).toContain(state.player === 0 ? "White to move" : "Black to move");
    const bottom = question.includes("black at the bottom") ? "black" : "white";
    expect(scoreChessReading(answer, state, { bottom })).toMatchObject({ exactJson: true, exactFen: true, squares: 1 });
    expect([...readFileSync(join(llava, image)).subarray(1, 4)].map((code) => String.fromCharCode(code)).join("")).toBe(
      "PNG",
    );
  }
  const all = (await Promise.all(["train", "eval", "test"].map((split) => rowsOf("fen", split)))).flat();
  const mate = all.find(({ fen }) => fen === fens[2])!;
  // A game that is over can be read, not searched.
  expect(mate).toMatchObject({ legal_moves: [], best_move: null, visits: null, values: null });
  expect(await datagen("fen-again", ...argv)).toMatchObject({
    code: 2,
    complaint: `vlm datagen: llava_dir ${llava} is not empty; expected no folder or an empty one. Choose another, or set overwrite_output_dir to replace what this command wrote.\n`,
  });
});

test("draws as many positions of random games as asked for, the same in any number of threads", async () => {
  const argv = ["--source", "random", "--num_games", "6", "--positions_per_game", "3", "--piece_sets", "[flat, pixel]"];
  expect(await datagen("random-1", ...argv, "--workers", "0")).toMatchObject({ code: 0 });
  expect(await datagen("random-2", ...argv, "--workers", "2")).toMatchObject({ code: 0 });
  const rows = [...(await rowsOf("random-1")), ...(await rowsOf("random-1", "eval"))];
  expect(await rowsOf("random-2")).toEqual(await rowsOf("random-1"));
  for (let game = 0; game < 6; game++) {
    const plies = rows.filter((row) => row.game === game).map(({ ply }) => ply);
    expect(plies.length).toBe(3);
    expect(plies).toEqual([...plies].sort((a, b) => a - b));
  }
  expect(new Set(rows.map(({ bottom }) => bottom))).toEqual(new Set(["white", "black"]));
});

test("says what is wrong with a file, and where, before any work", async () => {
  const fen = file("bad.fen", `${positions}8/8/8/8/8/8/8/8 w - - 0 1\n`);
  expect(await datagen("bad", "--source", "fen", "--source_file", fen)).toEqual({
    code: 2,
    complaint: `vlm datagen: ${fen}, line 7: no game leads to this FEN (0 white kings; expected 1); expected a possible position. Correct the line or remove it.\n`,
  });
  const pgn = file("bad.pgn", games.replace("Qxf7#", "Qxf8#"));
  const said = await datagen("bad", "--source", "pgn", "--source_file", pgn);
  expect(said.code).toBe(2);
  expect(said.complaint).toMatch(
    /^vlm datagen: .*bad\.pgn: line 4, column 60: "Qxf8#" is no legal move in .* 4 4; expected games of chess in PGN\. Correct the game or remove it\.\n$/,
  );
  const none = join(folder, "none.pgn");
  expect(await datagen("bad", "--source", "pgn", "--source_file", none)).toEqual({
    code: 2,
    complaint: `vlm datagen: source_file ${none} cannot be read (ENOENT); expected a file. Check the path.\n`,
  });
  const empty = file("empty.fen", "# nothing\n");
  expect(await datagen("bad", "--source", "fen", "--source_file", empty)).toEqual({
    code: 2,
    complaint: `vlm datagen: source_file ${empty} holds no position; expected one at least. Check the file.\n`,
  });
  expect(await datagen("bad", "--source", "pgn")).toEqual({
    code: 2,
    complaint: "vlm datagen: source is pgn without a file; expected source_file to name one. Set source_file.\n",
  });
  expect(await datagen("bad", "--piece_sets", "[staunton]")).toEqual({
    code: 2,
    complaint: `vlm datagen: piece_sets has "staunton"; expected some of classic, flat, outline, letters, geometric, pixel for chess. Correct it, or leave it out.\n`,
  });
  expect(readdirSync(folder).filter((name) => name === "bad" || name.startsWith("."))).toEqual([]);
});
