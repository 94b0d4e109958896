import { ultimateTicTacToe as game, type UltimateState } from "@vlm/games";
import { drawUltimateTicTacToe } from "@vlm/render";
import type { Image } from "@vlm/types";
import { element } from "./element.js";

const DISPLAY = 1080;
const KEYS: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The board on the page: what was played so far, drawn; a click or Enter plays. */
export class Board {
  readonly #onChange: () => void;
  readonly #dark: MediaQueryList = matchMedia("(prefers-color-scheme: dark)");
  readonly #cursor: HTMLElement = element("cursor", HTMLElement);
  #states: readonly UltimateState[] = [game.start()];
  #row = 4;
  #column = 4;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    const board = element("board", HTMLElement);
    board.addEventListener("pointermove", (event) => this.#point(event));
    board.addEventListener("click", (event) => {
      // A click by keyboard has no place of its own.
      if (event.detail > 0) this.#point(event);
      this.#play();
    });
    board.addEventListener("keydown", (event) => this.#press(event));
    this.#dark.addEventListener("change", () => this.#show());
    this.#show();
  }

  get state(): UltimateState {
    return this.#states.at(-1)!;
  }

  get isOver(): boolean {
    return game.result(this.state) !== null;
  }

  /** The picture that the model sees. */
  picture(size = 288): Image {
    return drawUltimateTicTacToe(this.state, { size, theme: this.#dark.matches ? "slate" : "paper" });
  }

  play(action: number): void {
    this.#change([...this.#states, game.play(this.state, action)]);
  }

  playRandom(): void {
    const actions = game.actions(this.state);
    const action = actions[Math.floor(Math.random() * actions.length)];
    if (action !== undefined) this.play(action);
  }

  undo(): void {
    if (this.#states.length > 1) this.#change(this.#states.slice(0, -1));
  }

  restart(): void {
    this.#change([game.start()]);
  }

  #change(states: readonly UltimateState[]): void {
    this.#states = states;
    this.#show();
    this.#onChange();
  }

  #play(): void {
    const action = this.#pointed;
    if (game.actions(this.state).includes(action)) this.play(action);
  }

  /** The action of the cell under the cursor. */
  get #pointed(): number {
    const board = 3 * Math.floor(this.#row / 3) + Math.floor(this.#column / 3);
    return 9 * board + 3 * (this.#row % 3) + (this.#column % 3);
  }

  #point({ clientX, clientY }: PointerEvent | MouseEvent): void {
    const { left, top, width, height } = element("picture", HTMLCanvasElement).getBoundingClientRect();
    this.#moveTo(Math.floor((9 * (clientY - top)) / height), Math.floor((9 * (clientX - left)) / width));
  }

  #press(event: KeyboardEvent): void {
    const step = KEYS[event.key];
    if (!step) return;
    this.#moveTo(this.#row + step[0], this.#column + step[1]);
    event.preventDefault();
  }

  #moveTo(row: number, column: number): void {
    this.#row = Math.min(8, Math.max(0, row));
    this.#column = Math.min(8, Math.max(0, column));
    this.#showCursor();
  }

  #showCursor(): void {
    this.#cursor.style.top = `${(100 * this.#row) / 9}%`;
    this.#cursor.style.left = `${(100 * this.#column) / 9}%`;
    this.#cursor.classList.toggle("legal", game.actions(this.state).includes(this.#pointed));
  }

  #show(): void {
    const canvas = element("picture", HTMLCanvasElement);
    const { width, height, data } = this.picture(DISPLAY);
    canvas.width = width;
    canvas.height = height;
    canvas.getContext("2d")!.putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
    element("turn", HTMLOutputElement).value = turn(this.state);
    this.#showCursor();
  }
}

function turn(state: UltimateState): string {
  const result = game.result(state);
  if (result === null) return `${"XO"[state.player]} to move`;
  if (result[0] === 0) return "A draw";
  return `${result[0]! > 0 ? "X" : "O"} has won`;
}
