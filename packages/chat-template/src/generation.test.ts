import { readFileSync } from "node:fs";
import { Template } from "@huggingface/jinja";
import type { Conversation } from "@vlm/types";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createChat, type EncodeOptions } from "./chat.js";
import { generationBegin, generationEnd, markGeneration, withoutGeneration } from "./generation.js";
import { qwen3VlTemplate } from "./templates/qwen3-vl.js";
import { loadTokenizer } from "./tokenizer.js";

const tokenizer = loadTokenizer({
  tokenizerJson: JSON.parse(readFileSync(new URL("../fixtures/tokenizer.json", import.meta.url), "utf8")),
});
const conversation: Conversation = {
  id: "game-7",
  messages: [
    { role: "user", content: "a <|im_end|>" },
    { role: "assistant", content: " one" },
    { role: "user", content: "b" },
    {
      role: "assistant",
      content: [
        { type: "text", text: "two" },
        { type: "text", text: "<|im_end|>" },
      ],
    },
  ],
};

function written(template: string, options: EncodeOptions = {}, given: Conversation = conversation): string {
  const chat = createChat({ tokenizer, template });
  const { tokens, trained } = chat.encode(given, options);
  return chat.decode(
    tokens.filter((_, i) => trained[i] === 1),
    { skipSpecialTokens: false },
  );
}

/** Turns whose assistant text stands in a block, which `body` writes. */
const turns = (body: string): string =>
  `{% for message in messages %}<|im_start|>{{ message.role }}\n` +
  `{% if message.role == 'assistant' %}${body}{% else %}{{ message.content }}{% endif %}<|im_end|>\n{% endfor %}`;
const show =
  "{% if message.content is string %}{{ message.content }}{% else %}{% for part in message.content %}{{ part.text }}{% endfor %}{% endif %}";

describe("markGeneration", () => {
  it("puts marks where the tags stand, and keeps white space as the tags did", () => {
    const piece = fc.constantFrom(
      "{% generation %}a{% endgeneration %}",
      "{%- generation -%}\n b {%- endgeneration -%}",
      "{%generation-%} c\n{%- endgeneration%}",
      "{%- generation %}\n  {% if true %}d{% endif %}\n{% endgeneration -%}",
      "{#- with {% generation %} -#}",
      "{% if true %} e {% endif %}",
      "{{- 'f' -}}",
      " ",
      "\n",
      "\t",
      "x",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const source = pieces.join("");
        const plain = new Template(withoutGeneration(source)).render();
        const marked = markGeneration(source);
        expect(marked === null).toBe(!source.includes("generation"));
        if (marked === null) return;
        const rendered = new Template(marked).render();
        expect(rendered.replaceAll(generationBegin, "").replaceAll(generationEnd, "")).toBe(plain);
        const outsideComments = source.replaceAll("{#- with {% generation %} -#}", "");
        expect(rendered.split(generationBegin)).toHaveLength(outsideComments.split(/\{%-?\s*generation/).length);
        expect(rendered.split(generationEnd)).toHaveLength(source.split("endgeneration").length);
      }),
      { numRuns: 500, seed: 4 },
    );
  });
});

describe("withoutGeneration", () => {
  it("drops the white space that Jinja 3.1.6 drops", () => {
    const source = "{% generation %}a{% endgeneration %} {%- generation %}\n  b\n  {% endgeneration -%}\n c";
    // jinja2.Environment(trim_blocks=True, lstrip_blocks=True), with transformers' extension for the tag.
    expect(new Template(withoutGeneration(source)).render()).toBe("a  b\nc");
  });
});

describe("generation blocks", () => {
  it("say what is trained, whatever the end of a turn is", () => {
    expect(written(turns(`{% generation %}${show}{% endgeneration %}`))).toBe(" onetwo<|im_end|>");
    expect(written(turns(`${show}{% generation %}!{% endgeneration %}`))).toBe("!!");
    expect(written(turns(show))).toBe(" one<|im_end|>\ntwo<|im_end|><|im_end|>\n");
  });

  it("obey the policy, in as many blocks as a message has", () => {
    const twice = turns(`{% generation %}${show}{% endgeneration %}1{% generation %};{% endgeneration %}`);
    expect(written(twice)).toBe(" one;two<|im_end|>;");
    expect(written(twice, { train: "last" })).toBe("two<|im_end|>;");
    expect(written(twice, { train: { from: 2 } })).toBe("two<|im_end|>;");
    const silent = {
      ...conversation,
      messages: [...conversation.messages.slice(0, 3), { role: "assistant", content: "" }],
    } as const;
    expect(written(twice, { train: "last" }, silent)).toBe(";");
    const headed = `{% generation %}head{% endgeneration %}${turns(show)}`;
    expect(written(headed)).toBe("head");
  });

  it("hold the same tokens as rendering finds, where they hold the same text", () => {
    const blocks = qwen3VlTemplate
      .replace(
        "{{- '<|im_start|>assistant\\n' ~ texts(message.content) -}}",
        "{{- '<|im_start|>assistant\\n' -}}{%- generation -%}{{- texts(message.content) -}}",
      )
      .replace(
        "    {%- endfor -%}\n    {{- '<|im_end|>\\n' -}}",
        "    {%- endfor -%}\n    {{- '<|im_end|>\\n' -}}{%- endgeneration -%}",
      );
    expect(blocks).toContain("endgeneration");
    const rows: readonly { messages: Conversation["messages"]; tools?: readonly unknown[] }[] = JSON.parse(
      readFileSync(new URL("../fixtures/random.json", import.meta.url), "utf8"),
    );
    const [plain, marked] = [qwen3VlTemplate, blocks].map((template) => createChat({ tokenizer, template }));
    for (const { messages, tools } of rows) {
      for (const specialTokens of ["text", "parse"] as const) {
        const given: Conversation = { id: "random", messages, ...(tools && { tools }) };
        expect(marked!.encode(given, { specialTokens })).toEqual(plain!.encode(given, { specialTokens }));
      }
    }
  });

  it("tell what is trained where content is changed, once special tokens count in content too", () => {
    const shortened = turns("{% generation %}{{ message.content[1:] }}{% endgeneration %}");
    const given: Conversation = { id: "game-7", messages: conversation.messages.slice(0, 3) };
    expect(written(shortened, { specialTokens: "parse" }, given)).toBe("one");
    expect(() => written(shortened, {}, given)).toThrow(
      'chat-template.encode: conversation "game-7" cannot be masked safely, because the template changes its content; expected every text once, in order, unchanged. Change the content or the template.',
    );
  });

  it("are refused where the conversation holds their marks and both private-use planes", () => {
    const template = turns(`{% generation %}${show}{% endgeneration %}`);
    const say = (content: string): Conversation => ({
      id: "game-7",
      messages: [
        { role: "user", content: "q" },
        { role: "assistant", content },
      ],
    });
    expect(written(template, {}, say("\u{f0000}"))).toBe("\u{f0000}");
    expect(() => written(template, {}, say(generationBegin))).toThrow("cannot be masked safely");
    expect(() => written(template, {}, say("\u{f0000}\u{100000}"))).toThrow("cannot be masked safely");
  });
});
