import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConversationError, detectForm, type FormName, formNames, forms, readConversation } from "../index.js";
import { conversationRow, keptBy } from "./conversation-row.test.kit.js";
import { emptyShape, mergeShapes, shapeOf } from "./row-shape.js";

const png = new Uint8Array([137, 80, 78, 71]);

describe.each(formNames)("%s", (name) => {
  const form = forms[name];

  it("gives back every conversation that it can hold, and refuses the others by name", () => {
    fc.assert(
      fc.property(conversationRow, (row) => {
        const kept = keptBy(name, row);
        if (kept === undefined) expect(() => form.write(row)).toThrow(ConversationError);
        else expect(readConversation(form.write(row))).toEqual(kept);
      }),
      { numRuns: 250 },
    );
  });

  it("gives the same through JSON and with the columns of other rows", () => {
    fc.assert(
      fc.property(conversationRow, conversationRow, (row, other) => {
        const kept = keptBy(name, row);
        if (kept === undefined) return;
        const shape = mergeShapes(mergeShapes(emptyShape, shapeOf(row)), shapeOf(other));
        const value = form.write({ ...row, images: row.images.map((_, index) => `${index}.png`) }, shape);
        expect(Object.keys(value)).toEqual(Object.keys(form.features(shape)));
        const images = kept.images.map((_, index) => `${index}.png`);
        expect(readConversation(JSON.parse(JSON.stringify(value)))).toEqual({ ...kept, images });
      }),
      { numRuns: 150 },
    );
  });

  it("answers any value with a row or a ConversationError, and leaves prototypes alone", () => {
    const keys = [
      "messages",
      "role",
      "content",
      "type",
      "text",
      "image",
      "images",
      "conversations",
      "from",
      "value",
      "turns",
    ];
    const more = [
      "inputs",
      "outputs",
      "reward",
      "prompt",
      "completion",
      "tools",
      "tool_calls",
      "function",
      "arguments",
      "id",
    ];
    const words = [
      "user",
      "human",
      "assistant",
      "gpt",
      "text",
      "image",
      "<image>",
      "function_call",
      "\ud800",
      "[{}]",
      "data:image/png;base64,?",
    ];
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 6, depthIdentifier: "json" },
        fc.oneof(fc.constantFrom(null, true, Number.NaN, -1, 2n, ...words), fc.string(), fc.double()),
        fc.array(tie("value"), { maxLength: 3, depthIdentifier: "json" }),
        fc
          .array(fc.tuple(fc.constantFrom("__proto__", "constructor", ...keys, ...more), tie("value")), {
            maxLength: 5,
          })
          .map((entries) => Object.fromEntries(entries)),
      ),
    }));
    const whole = fc.oneof(
      value,
      fc.jsonValue(),
      fc.tuple(fc.constantFrom(...form.columns), value, conversationRow).map(([key, inner, row]) => ({
        ...(keptBy(name, row) ? form.write(row) : {}),
        [key]: inner,
      })),
    );
    fc.assert(
      fc.property(whole, (given) => {
        try {
          const row = form.read(given);
          expect(row.messages.length).toBeGreaterThan(0);
          expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
        } catch (error) {
          if (!(error instanceof ConversationError)) throw error;
          expect(error.message).toMatch(/^dataset\.read\w+: row ".*": .*; expected .*\. .*\.$/s);
        }
      }),
      { numRuns: 600 },
    );
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

it("refuses nesting that only an attack would have, in calls and tools", () => {
  const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
  const call = { name: "f", arguments: `{"a":${deep}}` };
  const messages = [{ role: "assistant", tool_calls: [call] }];
  expect(() => readConversation({ id: 7, messages })).toThrow(
    'dataset.readMessages: row "7": messages[0].tool_calls[0].arguments is nested deeper than 100; expected less. Mend or remove the row.',
  );
  expect(() => readConversation({ messages: [{ role: "user", content: "" }], tools: deep })).toThrow(ConversationError);
});

describe("detectForm", () => {
  const cases: readonly [FormName, object][] = [
    ["messages", { messages: [], prompt: "the question alone" }],
    ["prompt_completion", { prompt: "a", completion: "b", messages: null }],
    ["llava", { conversations: [] }],
    ["trajectory", { turns: [], task_score: 1 }],
  ];
  it.each(cases)("tells %s by its columns", (name, row) => expect(detectForm(row)).toBe(name));

  it("refuses none and several", () => {
    expect(() => detectForm({ text: "a" }, { id: "3" })).toThrow(
      'dataset.detectForm: row "3": the row is an object with text, which no form has; expected columns messages (messages), prompt + completion (prompt_completion), conversations (llava), turns (trajectory). Rename the columns.',
    );
    expect(() => detectForm({ id: "x", messages: [], conversations: [] })).toThrow(
      'dataset.detectForm: row "x": the row has the columns of messages and llava; expected those of one form. Name the form to read.',
    );
    expect(() => detectForm(Object.create({ messages: [], image: png }))).toThrow(ConversationError);
  });
});
