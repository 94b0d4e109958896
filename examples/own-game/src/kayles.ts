import type { Game } from "@vlm/types";

/** Kayles: seven pins in a row. A roll knocks down one, or two side by side; who takes the last one wins. */
export interface Kayles {
  /** 0 where a pin stands, else 1 + who knocked it down. */
  readonly pins: readonly number[];
  readonly player: number;
}

export const kayles: Game<Kayles, readonly number[]> = {
  name: "kayles",
  players: 2,
  start: () => ({ pins: [0, 0, 0, 0, 0, 0, 0], player: 0 }),
  turn: ({ player }) => player,
  actions: ({ pins }) =>
    pins.flatMap((_, pin) => [[pin], [pin, pin + 1]]).filter((roll) => roll.every((pin) => pins[pin] === 0)),
  play: (state, roll) => {
    if (kayles.read(kayles.write(roll), state) === null) throw new RangeError(`kayles.play: ${roll} do not all stand.`);
    return {
      pins: state.pins.map((by, pin) => (roll.includes(pin) ? 1 + state.player : by)),
      player: 1 - state.player,
    };
  },
  result: ({ pins, player }) => (pins.includes(0) ? null : player === 0 ? [-1, 1] : [1, -1]),
  write: (roll) => roll.map((pin) => pin + 1).join("-"),
  read: (text, state) => kayles.actions(state).find((roll) => kayles.write(roll) === text.trim()) ?? null,
};

export default kayles;
