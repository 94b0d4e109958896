import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { writeFen } from "./fen.js";
import { chess } from "./game.js";
import { chessFromOpenSpiel, chessToOpenSpiel } from "./openspiel.js";
import { randomGame } from "./random-game.test.kit.js";

const PLAYTHROUGH = readFileSync(new URL("../../fixtures/chess-openspiel.txt", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .filter((line) => !line.startsWith("#"))
  .map((line) => line.split(" | "));

describe("chess and OpenSpiel", () => {
  it("agree on every move, position and list of the playthrough, and on its end", () => {
    let state = chess.start();
    let lists = 0;
    for (const [taken, fen, list] of PLAYTHROUGH) {
      const legal = chess.actions(state);
      if (fen !== undefined && list !== undefined) {
        lists++;
        expect(writeFen(state)).toBe(fen);
        const theirs = new Set(list.match(/\d+ \S+/g));
        const ours = legal.map((action) => {
          const [move] = chessToOpenSpiel([action], state);
          return `${move!.action} ${move!.text}`;
        });
        expect(new Set(ours)).toEqual(theirs);
      }
      const [number, text] = taken!.split(" ") as [string, string];
      const [action] = chessFromOpenSpiel([Number(number)], state) as [number];
      expect(chessFromOpenSpiel([text], state)).toEqual([action]);
      expect(chess.end(state)).toBeNull();
      state = chess.play(state, action);
    }
    expect(PLAYTHROUGH.length).toBe(359);
    expect(lists).toBe(40);
    expect(writeFen(state)).toBe("8/8/8/8/3n4/2K2B2/8/2n3k1 b - - 100 180");
    expect(chess.end(state)).toBe("quiet moves");
  });

  it("convert whole games there and back, by numbers and by texts", () => {
    for (let seed = 0; seed < 2; seed++) {
      const { actions } = randomGame(seed);
      const moves = chessToOpenSpiel(actions);
      expect(chessFromOpenSpiel(moves.map(({ action }) => action))).toEqual(actions);
      expect(chessFromOpenSpiel(moves.map(({ text }) => text))).toEqual(actions);
    }
  });

  it("number castling and promotion apart from other moves", () => {
    const castling = ["e4", "e5", "Nf3", "Nf6", "Be2", "Be7", "O-O", "O-O"];
    const numbers = chessToOpenSpiel(chessFromOpenSpiel(castling)).map(({ action }) => action);
    expect(numbers.slice(-2)).toEqual([4673, 4673]);
  });

  it("throw where the game does not go on like that", () => {
    expect(() => chessToOpenSpiel([796, 796])).toThrow(
      "games.chessToOpenSpiel: action 796 at index 0 is illegal there; expected a game from the given state, move by move. Check the list up to that index.",
    );
    expect(() => chessFromOpenSpiel(["e4", "e4"])).toThrow('games.chessFromOpenSpiel: move "e4" at index 1 is illegal');
    expect(() => chessFromOpenSpiel([4673])).toThrow("games.chessFromOpenSpiel: move 4673 at index 0 is illegal");
  });
});
