import { readFileSync } from "node:fs";
import type { Game } from "@vlm/types";
import { expect, it } from "vitest";
import { connectFour } from "./connect-four/game.js";
import { formatConnectFour } from "./connect-four/notation.js";
import { readHistory, writeHistory } from "./history.js";
import { openSpielUltimate } from "./openspiel-ultimate/game.js";
import { ticTacToe } from "./tic-tac-toe/game.js";
import { formatTicTacToe } from "./tic-tac-toe/notation.js";
import { formatUltimate } from "./ultimate/format.js";
import { ultimateTicTacToe } from "./ultimate/game.js";

/** The body of a fixture: every state of a game, what is legal there, and what is played. */
function writePlaythrough<State>(
  game: Game<State, number>,
  format: (state: State) => string,
  plays: readonly string[],
): string {
  const actions: number[] = [];
  let text = "";
  let state = game.start();
  for (;;) {
    const result = game.result(state);
    const turn = result === null ? `${"xo"[game.turn(state)]} to move` : `over, returns ${result.join(", ")}`;
    text += `\n# State ${actions.length}: ${turn}\n${format(state).replace(/\n$/, "")}\n`;
    if (result !== null) return `${text}\nhistory: ${writeHistory(actions)}\n`;
    const legal = game.actions(state).map((action) => game.write(action, state));
    const play = plays[actions.length]!;
    text += `legal: ${legal.join("; ")}\nplays: ${play}\n`;
    const action = game.read(play, state)!;
    actions.push(action);
    state = game.play(state, action);
  }
}

function check<State>(name: string, game: Game<State, number>, format: (state: State) => string): void {
  const fixture = readFileSync(new URL(`../fixtures/${name}.txt`, import.meta.url), "utf8");
  const body = fixture.slice(fixture.indexOf("\n") + 1);
  const plays = Array.from(body.matchAll(/^plays: (.*)$/gm), ([, play]) => play!);
  expect(plays.length).toBeGreaterThan(0);
  expect(writePlaythrough(game, format, plays)).toBe(body);
  const [, history] = /^history: (.*)$/m.exec(body)!;
  expect(body).toContain(format(readHistory(history!, game).state!));
}

it("plays OpenSpiel's games state by state", () => {
  check("tic-tac-toe", ticTacToe, formatTicTacToe);
  check("connect-four", connectFour, formatConnectFour);
  check("openspiel-ultimate", openSpielUltimate, formatUltimate);
});

it("plays a game of Ultimate with one action a move", () => {
  check("ultimate-tic-tac-toe", ultimateTicTacToe, formatUltimate);
});
