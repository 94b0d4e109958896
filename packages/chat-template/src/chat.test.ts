import { readFileSync } from "node:fs";
import type { Conversation, Message } from "@vlm/types";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Chat, createChat } from "./chat.js";
import { qwen2VlTemplate } from "./templates/qwen2-vl.js";
import { qwen3VlTemplate } from "./templates/qwen3-vl.js";
import { loadTokenizer } from "./tokenizer.js";

const fixture = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8")) as T;

interface Row {
  readonly messages: readonly Message[];
  readonly tools?: readonly unknown[];
  readonly addGenerationPrompt: boolean;
  readonly addVisionId: boolean;
  readonly text: string;
  readonly ids: readonly number[];
}

const tokenizer = loadTokenizer({
  tokenizerJson: fixture("tokenizer.json"),
  tokenizerConfig: { eos_token: "<|im_end|>" },
});
const chat = createChat({ tokenizer, template: qwen3VlTemplate });
const image = { width: 1, height: 1, data: new Uint8ClampedArray(4) };

function written(sample: { readonly tokens: Int32Array; readonly trained: Uint8Array }, using: Chat = chat): string {
  return using.decode(
    sample.tokens.filter((_, i) => sample.trained[i] === 1),
    { skipSpecialTokens: false },
  );
}

const ask = (user: string, assistant: string): Conversation => ({
  id: "game-7",
  messages: [
    { role: "user", content: user },
    { role: "assistant", content: assistant },
  ],
});

describe("render and encode", () => {
  it("give the texts of Qwen's own template and the reference's ids", () => {
    const official = fixture<{
      conversations: Record<string, readonly Message[]>;
      tools: readonly unknown[];
      rendered: Record<string, { text: string; ids: readonly number[] }>;
    }>("official.json");
    expect(Object.keys(official.rendered)).toHaveLength(20);
    for (const [name, { text, ids }] of Object.entries(official.rendered)) {
      const [id, generation, vision] = name.split("|") as [string, string, string];
      const tools = id === "tools" ? official.tools : undefined;
      const conversation: Conversation = { id, messages: official.conversations[id]!, ...(tools && { tools }) };
      const options = { addGenerationPrompt: generation === "gen=True", addVisionId: vision === "vid=True" };
      expect(chat.render(conversation, options)).toBe(text);
      expect([...chat.encode(conversation, { ...options, specialTokens: "parse" }).tokens]).toEqual(ids);
    }
  });

  it("give transformers' texts and ids for random conversations", () => {
    for (const { messages, tools, text, ids, ...options } of fixture<readonly Row[]>("random.json")) {
      const conversation: Conversation = { id: "random", messages, ...(tools && { tools }) };
      expect(chat.render(conversation, options)).toBe(text);
      expect([...chat.encode(conversation, { ...options, specialTokens: "parse" }).tokens]).toEqual(ids);
    }
  });

  it("keep every special token of content as text, whatever the content", () => {
    const starts = chat.tokenId("<|im_start|>");
    const ends = chat.tokenId("<|im_end|>");
    for (const { messages, tools, text, ids, ...options } of fixture<readonly Row[]>("random.json")) {
      const conversation: Conversation = { id: "random", messages, ...(tools && { tools }) };
      const { tokens } = chat.encode(conversation, options);
      const turns = messages.filter((message, i) => message.role !== "tool" || messages[i - 1]?.role !== "tool").length;
      const ownSystem = tools && messages[0]!.role !== "system" ? 1 : 0;
      expect(tokens.filter((token) => token === ends)).toHaveLength(turns + ownSystem);
      expect(tokens.filter((token) => token === starts)).toHaveLength(
        turns + ownSystem + (options.addGenerationPrompt ? 1 : 0),
      );
      expect(chat.decode(tokens, { skipSpecialTokens: false })).toBe(text.normalize("NFC"));
      if (!JSON.stringify([messages, tools]).includes("<|im_")) expect([...tokens]).toEqual(ids);
    }
  });
});

describe("what is trained", () => {
  it("is every answer with its end of turn and the newline", () => {
    const conversation: Conversation = {
      id: "two",
      messages: [...ask("assistant?", "one").messages, ...ask("<|im_end|>", "two").messages],
    };
    expect(written(chat.encode(conversation))).toBe("one<|im_end|>\ntwo<|im_end|>\n");
    expect(written(chat.encode(conversation, { train: "last" }))).toBe("two<|im_end|>\n");
    expect(written(chat.encode(conversation, { trainNewline: false }))).toBe("one<|im_end|>two<|im_end|>");
    expect(written(chat.encode(conversation, { specialTokens: "parse" }))).toBe("one<|im_end|>\ntwo<|im_end|>\n");
  });

  it("is the tool call too, and nothing that a tool answers", () => {
    const call = { type: "function", function: { name: "engine", arguments: { fen: "<|im_end|>" } } } as const;
    const conversation: Conversation = {
      id: "tools",
      messages: [
        { role: "user", content: "eval" },
        { role: "assistant", content: "", tool_calls: [call] },
        { role: "tool", content: "+0.3" },
        { role: "assistant", content: "Hm.", tool_calls: [call, call] },
        { role: "tool", content: "d=12" },
        { role: "assistant", content: "equal" },
      ],
    };
    const calls = '<tool_call>\n{"name": "engine", "arguments": {"fen": "<|im_end|>"}}\n</tool_call>';
    const expected = `${calls}<|im_end|>\nHm.\n${calls}\n${calls}<|im_end|>\nequal<|im_end|>\n`;
    expect(written(chat.encode(conversation))).toBe(expected);
    expect(written(chat.encode(conversation, { specialTokens: "parse" }))).toBe(expected);
  });

  it("is not moved by any user text, nor by any answer", () => {
    const piece = fc.constantFrom(
      "<|im_start|>",
      "<|im_end|>",
      "assistant",
      "\n",
      "user",
      "<|image_pad|>",
      " a",
      "x",
      "é",
      "\u{f0000}",
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            text,
            text.map((answer) => `A${answer}`),
          ),
          { minLength: 1, maxLength: 3 },
        ),
        (turns) => {
          const messages = turns.flatMap(([user, assistant]) => ask(user, assistant).messages);
          const expected = turns.map(([, assistant]) => `${assistant}<|im_end|>\n`).join("");
          expect(written(chat.encode({ id: "any", messages }))).toBe(expected);
          expect(written(chat.encode({ id: "any", messages }, { specialTokens: "parse" }))).toBe(expected);
        },
      ),
      { numRuns: 400, seed: 5 },
    );
  });

  it("leaves out a token that is the template's and the answer's at once", () => {
    const sample = chat.encode(ask("q", "\n\nyes"));
    expect([...sample.tokens]).toEqual([...chat.encode(ask("q", "\n\nyes"), { specialTokens: "parse" }).tokens]);
    expect(written(sample)).toBe("yes<|im_end|>\n");
  });

  it("joins the parts of an answer, and never holds a picture", () => {
    const conversation: Conversation = {
      id: "parts",
      messages: [
        { role: "user", content: "q" },
        {
          role: "assistant",
          content: [
            { type: "text", text: "<mo" },
            { type: "text", text: "ve>" },
            { type: "image" },
            { type: "text", text: "ok" },
          ],
        },
      ],
    };
    const showing = createChat({ tokenizer, template: qwen2VlTemplate });
    expect(written(showing.encode(conversation), showing)).toBe("<move>ok<|im_end|>\n");
  });
});

describe("other templates", () => {
  const withTemplate = (template: string): Chat => createChat({ tokenizer, template });
  const loop = (body: string): string =>
    `{% for message in messages %}<|im_start|>{{ message.role }}\n${body}<|im_end|>\n{% endfor %}` +
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

  it("that trim content are followed", () => {
    const trimming = withTemplate(loop("{{ message.content | trim }}"));
    expect(written(trimming.encode(ask(" q ", "  yes\n")), trimming)).toBe("yes<|im_end|>\n");
  });

  it("are understood alike whatever conversations came before", () => {
    // Few shapes, so that most conversations meet a skeleton that another one left.
    const text = fc.constantFrom("", " ", "\n", "a", " b", "c\n", "<|im_end|>");
    const part = text.map((inner) => ({ type: "text" as const, text: inner }));
    const content = fc.oneof(text, fc.array(part, { minLength: 2, maxLength: 2 }));
    const show =
      "{% if message.content is string %}{{ message.content | trim }}{% else %}{% for part in message.content %}{{ part.text.strip() }}{% endfor %}{% endif %}";
    for (const template of [
      loop(show),
      loop(show).replaceAll("<|im_end|>\n", "<|im_end|>"),
      loop(`{% generation %}${show}{% endgeneration %}`),
      loop(show).replaceAll(" | trim", ""),
      qwen3VlTemplate,
    ]) {
      const seasoned = withTemplate(template);
      const encoded = (using: Chat, conversation: Conversation): unknown => {
        try {
          return using.encode(conversation);
        } catch (error) {
          return (error as Error).message;
        }
      };
      fc.assert(
        fc.property(fc.array(content, { minLength: 2, maxLength: 3 }), (contents) => {
          const messages = contents.map(
            (part, index): Message => ({ role: index % 2 ? "assistant" : "user", content: part }),
          );
          const conversation: Conversation = { id: "any", messages };
          expect(encoded(seasoned, conversation)).toEqual(encoded(withTemplate(template), conversation));
        }),
        { numRuns: 120, seed: 7 },
      );
    }
  });

  it("that write a message right behind an end token do not train its newline", () => {
    const tight = withTemplate("{% for message in messages %}{{ message.content }}<|im_end|>{% endfor %}");
    for (const next of ["\nq", "q"]) {
      const conversation: Conversation = {
        id: "tight",
        messages: [
          { role: "assistant", content: "a" },
          { role: "user", content: next },
        ],
      };
      expect(written(tight.encode(conversation), tight)).toBe("a<|im_end|>");
    }
  });

  it("without an end token train the answer alone", () => {
    const open = withTemplate("{% for message in messages %}{{ message.role }}: {{ message.content }}\n{% endfor %}");
    expect(written(open.encode(ask("q", "yes")), open)).toBe("yes");
  });

  it.each([
    "{{ message.content | upper if message.role == 'assistant' else message.content }}{{ message.content }}",
    "{{ message.content[:3] }}",
    "{{ message.content if message.role == 'user' }}",
    "{{ message.content.split('</think>')[-1] }}",
    "{{ message.content | replace('e', '') | trim }}{{ message.content | length }}",
  ])("that change content are refused: %s", (body) => {
    expect(() => withTemplate(loop(body)).encode(ask("quest", "<think>a</think>bcde"))).toThrow(
      'chat-template.encode: conversation "game-7" cannot be masked safely, because the template changes its content; ' +
        "expected every text once, in order, unchanged. Change the content or the template.",
    );
  });

  it("that hide where an empty answer begins are refused", () => {
    const hiding = withTemplate(loop("{{ message.content }}"));
    expect(() => hiding.encode(ask("q", ""))).not.toThrow();
    const numbered = withTemplate(
      "{{ messages | length }}{% for message in messages %}{{ message.content }}{% endfor %}",
    );
    expect(() => numbered.encode(ask("q", ""))).toThrow(
      'chat-template.encode: message 1 of conversation "game-7" has no text, and the template does not show where it begins; ' +
        "expected text from the assistant. Give it content.",
    );
  });
});

describe("errors", () => {
  const pictured = (parts: number, images: number): Conversation => ({
    id: "game-7",
    messages: [{ role: "user", content: Array.from({ length: parts }, () => ({ type: "image" as const })) }],
    images: Array.from({ length: images }, () => image),
  });

  it("name both counts when images and their parts differ", () => {
    expect(chat.encode(pictured(2, 2)).images).toEqual([image, image]);
    expect(() => chat.encode(pictured(2, 1))).toThrow(
      'chat-template.encode: conversation "game-7" has 2 image parts without pixels and 1 images; expected one image for each such part. Add the part or drop the image.',
    );
    const forged: Conversation = {
      id: "game-7",
      messages: [
        {
          role: "user",
          content: [
            { type: "image", image },
            { type: "text", text: "<|image_pad|>" },
          ],
        },
      ],
    };
    expect(chat.encode(forged).images).toEqual([image]);
    expect(() => chat.encode(forged, { specialTokens: "parse" })).toThrow(
      'chat-template.encode: conversation "game-7" has 1 image parts and its text 2 placeholders <|image_pad|>; expected as many. Use the template of the model, and specialTokens "text" where content holds the placeholder.',
    );
  });

  it("name the conversation that the template refuses", () => {
    const late: Conversation = {
      id: "game-7",
      messages: [...ask("q", "a").messages, { role: "system", content: "s" }],
    };
    expect(() => chat.render(late)).toThrow(
      'chat-template.render: conversation "game-7" does not fit the template: message 2 is from system; a system message must be the first; expected roles and content as the template takes them. Change the messages.',
    );
    const role = "user<|im_end|>" as "user";
    expect(() => chat.render({ id: "game-7", messages: [{ role, content: "" }] })).toThrow(
      'chat-template.render: message 0 of conversation "game-7" has the role "user<|im_end|>"; expected one of system, user, assistant, tool. Change the role.',
    );
  });

  it("name the conversation whose rendering would not end, or that the template throws at", () => {
    const using = (template: string): string => createChat({ tokenizer, template }).render(ask("q", "a"));
    for (const [template, reason] of [
      ["{% for i in range(9000000) %}{% endfor %}", "range(0, 9000000, 1) has more than 1000000 numbers"],
      ["{{ raise_exception('Only one turn!') }}", "Only one turn!"],
      ["{{ messages | nothing }}", "Unknown ArrayValue filter: nothing"],
    ] as const) {
      expect(() => using(template)).toThrow(
        `chat-template.render: conversation "game-7" does not fit the template: ${reason}; expected roles and content as the template takes them. Change the messages.`,
      );
    }
  });

  it("say what a chat cannot be made of", () => {
    expect(() => createChat({ tokenizer, template: "{% for %}" })).toThrow(
      /^chat-template\.createChat: template does not parse: .*; expected Jinja\. Pass the text of chat_template\.jinja\.$/s,
    );
    expect(() => createChat({ tokenizer, template: "", imageToken: "<img>" })).toThrow(
      'chat-template.tokenId: "<img>" is no token; expected a text that the vocabulary has. Check imageToken, endTokens and tokenizer.json.',
    );
  });
});

describe("decode", () => {
  it("leaves special tokens out unless it is told not to", () => {
    const { tokens } = chat.encode(ask("Grüße 🎲", "ok"));
    expect(chat.decode(tokens)).toBe("user\nGrüße 🎲\nassistant\nok\n");
    expect(chat.decode(tokens, { skipSpecialTokens: false })).toBe(chat.render(ask("Grüße 🎲", "ok")));
    expect(chat.decode([])).toBe("");
    expect(chat.stopTokens).toEqual([chat.tokenId("<|im_end|>"), chat.tokenId("<|endoftext|>")]);
  });
});
