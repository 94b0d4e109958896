import { expect, it } from "vitest";
import { accepts } from "./automaton.js";
import { choice } from "./choice.js";
import { joined } from "./joined.js";
import { jsonSchema } from "./json-schema.js";
import { regularExpression } from "./regular-expression.js";

it("joins texts and automata, one after the other", () => {
  const whole = joined("START\n", jsonSchema({ enum: [1, 12] }), choice(["", "2"]), regularExpression("x*"), "\nEND");
  const accepted = ["1", "12", "122", "1x", "12xx"].map((text) => accepts(whole, `START\n${text}\nEND`));
  expect(accepted).toEqual([true, true, true, true, true]);
  expect(["2", "1222", "x1", ""].some((text) => accepts(whole, `START\n${text}\nEND`))).toBe(false);
  expect(accepts(joined(), "")).toBe(true);
});
