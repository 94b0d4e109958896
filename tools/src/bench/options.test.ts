import { expect, it } from "vitest";
import { readOptions } from "./options.js";

it("takes every group and fifteen rounds by default, and the interpreter from the environment", () => {
  expect(readOptions([], {})).toEqual({
    ...{ groups: ["data", "games", "ops", "train"], cases: [], backend: "vlm-cpu" },
    ...{ rounds: 15, clock: "wall", large: false },
  });
  expect(readOptions([], { VLM_PYTHON: "/opt/python" }).python).toBe("/opt/python");
  expect(readOptions(["--python", "here"], { VLM_PYTHON: "/opt/python" }).python).toBe("here");
});

it("reads what is given", () => {
  const args =
    "data --case chat --case decode-192 --json out.json --core 0 --rounds 3 --clock cpu --large --backend wasm".split(
      " ",
    );
  expect(readOptions(args, {})).toEqual({
    groups: ["data"],
    cases: ["chat", "decode-192"],
    json: "out.json",
    backend: "wasm",
    core: 0,
    rounds: 3,
    clock: "cpu",
    large: true,
  });
});

it("says what is wrong", () => {
  const reading = (text: string) => (): unknown => readOptions(text.split(" "), {});
  expect(reading("dta")).toThrow(
    'bench.readOptions: there is no group "dta"; expected one of data, games, ops, train. Check the name.',
  );
  expect(reading("--case chats")).toThrow(
    /^bench\.readOptions: there is no case "chats"; expected one of collate-192, /,
  );
  expect(reading("--backend gpu")).toThrow(
    'bench.readOptions: there is no backend "gpu"; expected one of vlm-cpu, wasm, cpu, tensorflow. Check the name.',
  );
  expect(reading("--clock sun")).toThrow(
    'bench.readOptions: there is no clock "sun"; expected one of wall, cpu. Check the name.',
  );
  expect(reading("--rounds 0")).toThrow(
    'bench.readOptions: --rounds is "0"; expected a whole number, 1 at least. Leave it out for the default.',
  );
  expect(reading("--core 1.5")).toThrow(
    'bench.readOptions: --core is "1.5"; expected a whole number, 0 at least. Leave it out for the default.',
  );
});
