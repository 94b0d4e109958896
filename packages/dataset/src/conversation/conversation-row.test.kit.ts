import type { ToolCall } from "@vlm/types";
import fc from "fast-check";
import type { ImageCell } from "../row.js";
import type { ConversationRow, RowMessage, RowPart } from "./conversation-row.js";
import type { FormName } from "./form.js";

const said = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.constantFrom(
    "",
    " ",
    "\n",
    "<imag",
    "e>",
    "<im_end>",
    "\u{1f469}\u200d\u{1f680}",
    "a\u0301",
    "\0",
    "\ufeff",
    '"\\',
  ),
);
const spoken: fc.Arbitrary<RowPart> = said.map((text) => ({ type: "text", text }));
const part: fc.Arbitrary<RowPart> = fc.oneof(spoken, fc.constant({ type: "image" } as const));

const json = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const call: fc.Arbitrary<ToolCall> = fc
  .record({ name: said, arguments: fc.dictionary(said, json, { maxKeys: 3, noNullPrototype: true }) })
  .map((fn) => ({ type: "function", function: fn }));
const calls = fc.option(fc.array(call, { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 2 });

const message: fc.Arbitrary<RowMessage> = fc
  .record({
    role: fc.constantFrom("system", "user", "assistant", "tool"),
    content: fc.array(part, { maxLength: 4 }),
    tool_calls: calls,
  })
  .map(({ role, content, tool_calls }) => ({
    role,
    content,
    ...(role === "assistant" && tool_calls && { tool_calls }),
  }));

/** PNG's signature and some bytes: what tells a picture's kind. */
export const picture: fc.Arbitrary<Uint8Array> = fc
  .uint8Array({ maxLength: 12 })
  .map((bytes) => Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, ...bytes]));

const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const tools = fc.array(fc.dictionary(said, json, { maxKeys: 2, noNullPrototype: true }), {
  minLength: 1,
  maxLength: 2,
});

/** Any conversation: unicode, empty texts, several pictures, system and tool messages, calls, rewards. */
export const conversationRow: fc.Arbitrary<ConversationRow> = fc
  .tuple(said, fc.array(message, { minLength: 1, maxLength: 5 }), fc.option(tools, { nil: undefined }))
  .chain(([id, messages, given]) => {
    const images = messages.flatMap(({ content }) => content).filter(({ type }) => type === "image").length;
    const answers = messages.filter(({ role }) => role === "assistant").length;
    const cell: fc.Arbitrary<ImageCell> = picture.map((bytes) => ({ bytes, path: null }));
    return fc
      .record({
        pictures: fc.array(cell, { minLength: images, maxLength: images }),
        cut: fc.option(fc.integer({ min: 1, max: Math.max(1, messages.length - 1) })),
        rewards: fc.option(fc.array(fc.option(number), { minLength: answers, maxLength: answers })),
        score: fc.option(number),
      })
      .map(({ pictures, cut, rewards, score }) => ({
        id,
        messages,
        images: pictures,
        ...(given && { tools: given }),
        ...(cut !== null && messages.length > 1 && { completionFrom: cut }),
        ...(rewards?.some((reward) => reward !== null) && { rewards }),
        ...(score !== null && { score }),
      }));
  });

/** What of a row the form keeps: texts that touch become one, where it writes pictures as tags; undefined where it refuses. */
export function keptBy(form: FormName, row: ConversationRow): ConversationRow | undefined {
  const last = row.messages.length - 1;
  if (form === "messages") return row;
  if (form === "prompt_completion") {
    if (row.completionFrom === undefined && (last < 1 || row.messages[last]!.role !== "assistant")) return undefined;
    return { ...row, completionFrom: row.completionFrom ?? last };
  }
  const messages = row.messages.map(({ content, ...rest }) => ({ ...rest, content: joined(content) }));
  if (messages.some(({ content }) => content.some((one) => one.type === "text" && one.text.includes("<image>"))))
    return;
  const fits = form === "llava" ? fitsLlava : fitsTrajectory;
  return messages.every(fits)
    ? { ...row, messages: messages.map((one) => (one.tool_calls ? { ...one, content: [] } : one)) }
    : undefined;
}

function fitsLlava({ content, tool_calls }: RowMessage): boolean {
  return tool_calls === undefined || content.every((one) => one.type === "text" && one.text === "");
}

function fitsTrajectory({ role, content, tool_calls }: RowMessage): boolean {
  return tool_calls === undefined && (role !== "assistant" || content.every(({ type }) => type === "text"));
}

function joined(parts: readonly RowPart[]): readonly RowPart[] {
  const out: RowPart[] = [];
  for (const one of parts) {
    const before = out.at(-1);
    if (one.type === "text" && before?.type === "text")
      out[out.length - 1] = { type: "text", text: before.text + one.text };
    else out.push(one);
  }
  const solid = out.filter((one) => one.type === "image" || one.text !== "");
  return solid.length > 0 ? solid : [{ type: "text", text: "" }];
}
