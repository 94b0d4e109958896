import { describe, expect, it } from "vitest";
import {
  ConversationError,
  readLlava,
  readMessages,
  readPromptCompletion,
  readTrajectory,
  toConversation,
  writeLlava,
  writeMessages,
  writePromptCompletion,
  writeTrajectory,
} from "../index.js";

const png = new Uint8Array([137, 80, 78, 71]);
const cell = { bytes: png, path: "a.png" };
const text = (said: string): { type: "text"; text: string } => ({ type: "text", text: said });
const image = { type: "image" } as const;
const advice = "Mend or remove the row.";

describe("readMessages", () => {
  const read = (row: object): unknown => readMessages({ id: "r", ...row });
  const user = (content: unknown): object => ({ role: "user", content });

  it("takes strings, with images before the first user's text as TRL does, or at tags as LLaMA-Factory does", () => {
    const messages = [{ role: "system", content: "S" }, user("Q"), { role: "assistant", content: "" }];
    expect(readMessages({ id: 3n, messages, image: cell })).toEqual({
      id: "3",
      messages: [
        { role: "system", content: [text("S")] },
        { role: "user", content: [image, text("Q")] },
        { role: "assistant", content: [text("")] },
      ],
      images: [cell],
    });
    expect(readMessages({ messages: [user("<image>a<image>")], images: ["a.png", "b.png"] }, { id: "7" })).toEqual({
      id: "7",
      messages: [{ role: "user", content: [image, text("a"), image] }],
      images: ["a.png", "b.png"],
    });
  });

  it("takes parts with nulls as Arrow fills them, and with their own pictures", () => {
    const parts = [
      { type: "image", text: null, image: null },
      { type: "text", text: "<image>", image: null },
      { type: "image", image: { path: "own.png", bytes: null } },
      { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw==" } },
    ];
    expect(read({ messages: [user(parts)], images: ["listed.png"] })).toEqual({
      id: "r",
      messages: [{ role: "user", content: [image, text("<image>"), image, image] }],
      images: ["listed.png", "own.png", { bytes: png, path: null }],
    });
  });

  it("takes calls with arguments as JSON, as objects or none, and tools as JSON", () => {
    const calls = [
      { id: "1", type: "function", function: { name: "f", arguments: '{"a": 1}' } },
      { function: { name: "g", arguments: { b: [null] } } },
      { name: "h" },
    ];
    const messages = [{ role: "assistant", content: null, tool_calls: calls, name: "bot" }];
    expect(read({ messages, tools: '[{"name": "f"}]' })).toEqual({
      id: "r",
      messages: [
        {
          role: "assistant",
          content: [],
          tool_calls: [
            { type: "function", function: { name: "f", arguments: { a: 1 } } },
            { type: "function", function: { name: "g", arguments: { b: [null] } } },
            { type: "function", function: { name: "h", arguments: {} } },
          ],
        },
      ],
      images: [],
      tools: [{ name: "f" }],
    });
  });

  it.each<[object, string]>([
    [{}, `messages is null; expected a list with at least one element. ${advice}`],
    [{ messages: [] }, `messages is a list of 0; expected a list with at least one element. ${advice}`],
    [{ messages: ["hi"] }, `messages[0] is "hi" (string); expected an object. ${advice}`],
    [
      { messages: [{ role: "bot", content: "" }] },
      `messages[0].role is "bot" (string); expected one of system, user, assistant, tool. ${advice}`,
    ],
    [
      { messages: [{ role: "user" }] },
      `messages[0] has no content; expected a string, a list of parts, or tool_calls. ${advice}`,
    ],
    [{ messages: [user(7)] }, `messages[0].content is 7 (number); expected a string. ${advice}`],
    [
      { messages: [user("\ud83d")] },
      `messages[0].content holds half a surrogate pair; expected text that UTF-8 can hold. ${advice}`,
    ],
    [
      { messages: [user([{ type: "video" }])] },
      `messages[0].content[0].type is "video" (string); expected text, image or image_url. ${advice}`,
    ],
    [
      { messages: [{ ...user(""), reasoning_content: "…" }] },
      'messages[0] has a field "reasoning_content"; expected some of role, content, tool_calls, name, id, tool_call_id. Remove the field, if the conversation is the same without it.',
    ],
    [
      { messages: [user("<image>")] },
      "1 <image> tag and 0 images; expected one for each other. Mend the text or the images, or remove the row.",
    ],
    [
      { messages: [user([image])], images: [] },
      "1 image part and 0 images; expected one for each other. Mend the parts or the images, or remove the row.",
    ],
    [
      { messages: [user("")], image: "a", images: ["b"] },
      "image and images both have a value; expected one of them. Remove one.",
    ],
    [
      { messages: [user("")], image: 5 },
      `image is 5 (number); expected a path, a data: URL, { bytes, path } or { format, data }. ${advice}`,
    ],
    [
      { messages: [user("")], images: [""] },
      `images[0] is an empty string; expected a path, a data: URL, { bytes, path } or { format, data }. ${advice}`,
    ],
    [
      { messages: [user("")], image: "data:image/png;base64,*" },
      `image holds "*" (string); expected base64. ${advice}`,
    ],
    [{ messages: [user("")], tools: "{" }, `tools is "{" (string); expected JSON. ${advice}`],
    [
      { messages: [user("")], tools: {} },
      `tools is an empty object; expected a list of functions, or one as JSON. ${advice}`,
    ],
    [
      { messages: [user("")], completion_from: 1 },
      `completion_from is 1 of 1 messages; expected an integer from 1 to the last message. ${advice}`,
    ],
    [
      { messages: [user("")], rewards: [1] },
      `there are 1 rewards and 0 assistant messages; expected one for each other. ${advice}`,
    ],
    [{ messages: [user("")], rewards: 1 }, `rewards is 1 (number); expected a list of numbers. ${advice}`],
    [
      { messages: [user("")], task_score: "won" },
      `task_score is "won" (string); expected a finite number or null. ${advice}`,
    ],
    [
      { messages: [{ role: "assistant", tool_calls: "f()" }] },
      `messages[0].tool_calls is "f()" (string); expected a list of calls. ${advice}`,
    ],
    [
      { messages: [{ role: "assistant", tool_calls: [{ type: "code", name: "f" }] }] },
      `messages[0].tool_calls[0].type is "code" (string); expected "function". ${advice}`,
    ],
    [
      { messages: [{ role: "assistant", tool_calls: [{ name: "f", arguments: "[1]" }] }] },
      `messages[0].tool_calls[0].arguments is a list of 1; expected an object, or one as JSON. ${advice}`,
    ],
  ])("refuses %j", (row, message) => {
    expect(() => read(row)).toThrow(new ConversationError(`dataset.readMessages: row "r": ${message}`));
  });
});

describe("readPromptCompletion", () => {
  it("takes strings and lists, and remembers where the completion begins", () => {
    expect(readPromptCompletion({ id: "r", prompt: "Q", completion: "A", images: [cell] })).toEqual({
      id: "r",
      messages: [
        { role: "user", content: [image, text("Q")] },
        { role: "assistant", content: [text("A")] },
      ],
      images: [cell],
      completionFrom: 1,
    });
  });

  it("refuses one of each", () => {
    expect(() => readPromptCompletion({ id: "r", prompt: [{ role: "user", content: "" }], completion: "A" })).toThrow(
      `dataset.readPromptCompletion: row "r": prompt is a list of 1 and completion is "A" (string); expected two strings or two lists of messages. ${advice}`,
    );
  });
});

describe("readLlava", () => {
  it("reads the row of seed 003, system prompts and calls of LLaMA-Factory", () => {
    const conversations = [
      { from: "user", value: "<image>\nAnalyze" },
      { from: "function_call", value: '{"name": "f", "arguments": {"a": 1}}' },
      { from: "observation", value: "3" },
      { from: "assistant", value: "{}" },
    ];
    expect(readLlava({ id: "chess", image: "train/1.png", system: "S", conversations })).toEqual({
      id: "chess",
      messages: [
        { role: "system", content: [text("S")] },
        { role: "user", content: [image, text("\nAnalyze")] },
        {
          role: "assistant",
          content: [],
          tool_calls: [{ type: "function", function: { name: "f", arguments: { a: 1 } } }],
        },
        { role: "tool", content: [text("3")] },
        { role: "assistant", content: [text("{}")] },
      ],
      images: ["train/1.png"],
    });
  });

  it.each([
    [
      { from: "human", value: "no tag" },
      "0 <image> tags and 1 image; expected one for each other. Mend the text or the images, or remove the row.",
    ],
    [
      { from: "alien", value: "" },
      `conversations[0].from is "alien" (string); expected one of system, human, user, gpt, assistant, function_call, observation, tool. ${advice}`,
    ],
    [
      { from: "human", value: "<image>", weight: 0 },
      'conversations[0] has a field "weight"; expected some of from, value. Remove the field, if the conversation is the same without it.',
    ],
  ])("refuses %j", (turn, message) => {
    expect(() => readLlava({ id: "r", image: cell, conversations: [turn] })).toThrow(
      new ConversationError(`dataset.readLlava: row "r": ${message}`),
    );
  });
});

describe("readTrajectory", () => {
  const turn = (more: object): object => ({ step: 0, inputs: "look", outputs: "up", ...more });
  const read = (...turns: object[]): unknown => readTrajectory({ id: "r", turns });

  it("reads the log of seed 002's evaluation: a base64 picture a turn, a score", () => {
    const picture = { format: "png_base64", data: "iVBORw==" };
    const turns = [
      { step: 1, inputs: "where?", outputs: "up", image: picture, reward: null },
      { step: 2, inputs: [{ role: "user", content: "now <image>?" }], outputs: "down", image: picture, reward: 0.5 },
      { step: 3, inputs: "end", outputs: null, image: null },
    ];
    expect(readTrajectory({ sample_idx: 12, task_score: 1, turns })).toEqual({
      id: "12",
      messages: [
        { role: "user", content: [image, text("where?")] },
        { role: "assistant", content: [text("up")] },
        { role: "user", content: [text("now "), image, text("?")] },
        { role: "assistant", content: [text("down")] },
        { role: "user", content: [text("end")] },
      ],
      images: [
        { bytes: png, path: null },
        { bytes: png, path: null },
      ],
      rewards: [null, 0.5],
      score: 1,
    });
  });

  it("refuses what is out of order or said twice", () => {
    const refuse = (message: string): ConversationError =>
      new ConversationError(`dataset.readTrajectory: row "r": ${message}`);
    expect(() => read(turn({ step: 2 }), turn({ step: 2 }))).toThrow(
      refuse("turns[1].step is 2 (number) after 2; expected steps in order. Sort the turns."),
    );
    expect(() => read(turn({ outputs: null }), turn({ step: 1 }))).toThrow(
      refuse(`turns[0] has no outputs; expected outputs in every turn, but for a last one without a reward. ${advice}`),
    );
    expect(() => readTrajectory({ id: "r", turns: [turn({ reward: 1 })], rewards: [1] })).toThrow(
      refuse("the row and its turns both have rewards; expected one of them. Remove one."),
    );
    expect(() => readTrajectory({ id: "r", turns: [turn({ image: "a" })], images: ["b"] })).toThrow(
      refuse("the row and its turns both have images; expected one of them. Remove one."),
    );
    expect(() => readTrajectory({ id: "r", turns: [turn({})], images: ["b"] })).toThrow(
      refuse(
        "0 <image> tags and 1 image; expected one for each other. Mend the text or the images, or remove the row.",
      ),
    );
  });
});

describe("writing", () => {
  const call = { type: "function", function: { name: "f", arguments: { a: [1, "é"] } } } as const;
  const row = (...messages: Parameters<typeof writeMessages>[0]["messages"]): Parameters<typeof writeMessages>[0] => ({
    id: "r",
    messages,
    images: [],
  });

  it("writes arguments as Python would", () => {
    expect(writeMessages(row({ role: "assistant", content: [], tool_calls: [call] })).messages).toEqual([
      {
        role: "assistant",
        content: [],
        tool_calls: [{ type: "function", function: { name: "f", arguments: '{"a": [1, "é"]}' } }],
      },
    ]);
  });

  it("refuses what the form has no place for", () => {
    expect(() => writeLlava(row({ role: "user", content: [text("<ima"), text("ge>")] }))).toThrow(
      'dataset.writeLlava: row "r": messages[0] has the text "<image>" in it; expected text without it, for this form writes every picture as <image> and has no escape. Write another form, or reword the text.',
    );
    expect(() => writeLlava(row({ role: "assistant", content: [text("Hm.")], tool_calls: [call] }))).toThrow(
      'dataset.writeLlava: row "r": messages[0] of the assistant has both text and tool_calls; expected an assistant\'s message with one of them, as this form has it. Write another form.',
    );
    expect(() => writeTrajectory(row({ role: "assistant", content: [], tool_calls: [call] }))).toThrow(
      'dataset.writeTrajectory: row "r": messages[0] has tool_calls; expected none, for this form has no place for them. Write another form.',
    );
    expect(() => writeTrajectory({ ...row({ role: "assistant", content: [image] }), images: [cell] })).toThrow(
      'dataset.writeTrajectory: row "r": messages[0] is an answer with a picture; expected text alone. Write another form.',
    );
    expect(() => writePromptCompletion(row({ role: "user", content: [] }))).toThrow(
      "dataset.writePromptCompletion: row \"r\": the last of 1 messages is the user's and nothing says where the completion begins; expected an assistant's message after a prompt. Set completion_from or remove the row.",
    );
  });

  it("refuses a row that does not hold together", () => {
    expect(() => writeMessages(row())).toThrow(
      `dataset.writeMessages: row "r": there are no messages; expected at least one. ${advice}`,
    );
    expect(() => writeMessages(row({ role: "user", content: [image] }))).toThrow(
      `dataset.writeMessages: row "r": there are 1 image parts and 0 images; expected one for each other. ${advice}`,
    );
    expect(() => writeMessages({ ...row({ role: "assistant", content: [] }), rewards: [Number.NaN] })).toThrow(
      `dataset.writeMessages: row "r": a reward or the score is not finite; expected finite numbers. ${advice}`,
    );
  });
});

it("becomes a conversation with decoded pictures", async () => {
  const row = {
    id: "r",
    messages: [{ role: "user", content: [image] }],
    images: [cell],
    tools: [{ name: "f" }],
  } as const;
  const pixels = { width: 1, height: 1, data: new Uint8ClampedArray(4) };
  const seen: Uint8Array[] = [];
  const decode = async (bytes: Uint8Array): Promise<typeof pixels> => {
    seen.push(bytes);
    return pixels;
  };
  const { messages, tools } = row;
  expect(await toConversation(row, decode)).toEqual({ id: "r", messages, images: [pixels], tools });
  expect(seen).toEqual([png]);
});
