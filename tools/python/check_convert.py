"""Read what `vlm convert` wrote with Hugging Face datasets and TRL, and compare the formats and forms with each other.

Usage: python check_convert.py INPUT [CHECKPOINT]

INPUT is anything that `vlm convert` reads. CHECKPOINT is a folder with a tokenizer and a chat template.
Converts INPUT to each form in each format, and exits with 1 unless
- every format loads (Parquet by its card, JSON by the json builder, the image folder by the imagefolder builder), with as
  many rows and equal texts, and its images decode to equal pixels (an image folder is refused, not written, where a row
  has no images: the imagefolder builder of datasets cannot load such a row; trajectories are refused with tool calls);
- TRL takes `messages` and `prompt_completion` for conversations, gives every image part its image, and its
  `apply_chat_template` gives one text for both, which ends as the completion does, and the same text whether arguments of
  tool calls are JSON or objects.
"""

import json
import os
import subprocess
import sys
import tempfile

import PIL.Image
from datasets import disable_progress_bars, load_dataset

VLM = os.path.join(os.path.dirname(__file__), "..", "..", "packages", "cli", "bin", "vlm.js")
FORMS = {
    "messages": ["messages"],
    "prompt_completion": ["prompt", "completion"],
    "llava": ["conversations"],
    "trajectory": ["turns"],
}


def convert(source, folder, form, format):
    command = ["node", VLM, "convert", "--input", source, "--output", folder, "--to", form, "--format", format]
    run = subprocess.run(command, capture_output=True, text=True)
    known = "has no images" if format == "imagefolder" else "has tool_calls" if form == "trajectory" else None
    if run.returncode != 0 and known is not None and known in run.stderr:
        return None
    assert run.returncode == 0, run.stderr
    return run.stdout


def load(folder, format, cache):
    if format == "parquet":
        return load_dataset(folder, split="train", cache_dir=cache)
    if format == "imagefolder":
        return load_dataset("imagefolder", data_dir=folder, split="train", cache_dir=cache)
    return load_dataset("json", data_files=os.path.join(folder, f"train.{format}"), split="train", cache_dir=cache)


def without_nulls(value):
    """Arrow fills with nulls what other rows have."""
    if isinstance(value, dict):
        return {name: without_nulls(inner) for name, inner in value.items() if inner is not None}
    return [without_nulls(inner) for inner in value] if isinstance(value, list) else value


def images_of(row, folder):
    """The row's images, opened: cells that datasets has decoded, or files beside the JSON."""
    images = row["images"] if row.get("images") is not None else [row["image"]] if row.get("image") is not None else []
    opened = [i if isinstance(i, PIL.Image.Image) else PIL.Image.open(os.path.join(folder, i)) for i in images]
    return [image.convert("RGBA") for image in opened]


def check_formats(source, work):
    loaded = {}
    for form, columns in FORMS.items():
        first, formats = None, []
        for format in ("parquet", "jsonl", "json", "imagefolder"):
            folder = os.path.join(work, f"{form}-{format}")
            said = convert(source, folder, form, format)
            if said is None and format == "parquet":
                print(f"{form}: refused, for the rows have tool calls")
                break
            if said is None:
                assert not all(first[1]) and not os.path.exists(folder), "an image folder is refused without a reason"
                continue
            formats.append(format)
            dataset = load(folder, format, os.path.join(work, "cache"))
            texts = [without_nulls({c: row[c] for c in ["id", *columns]}) for row in dataset]
            pixels = [[(i.size, i.tobytes()) for i in images_of(row, folder)] for row in dataset]
            if first is None:
                first = (texts, pixels)
                print(said.splitlines()[0].split(": ", 1)[1])
            assert texts == first[0], f"{form} in {format}: texts differ from those in Parquet"
            assert pixels == first[1], f"{form} in {format}: pixels differ from those in Parquet"
            loaded[form, format] = dataset
        if first is None:
            continue
        count = sum(len(p) for p in first[1])
        print(f"{form}: {len(first[0])} rows, {count} images decoded, equal in {', '.join(formats)}")
    return loaded


def parsed(row):
    """What TRL's own trainer does with tools, and transformers' processors with null fields."""
    row = without_nulls(row)
    tools = json.loads(row["tools"]) if "tools" in row else None
    return row, tools


def with_objects(message):
    """The message with its calls' arguments as objects, as they are before Arrow."""
    calls = [
        {**call, "function": {**call["function"], "arguments": json.loads(call["function"]["arguments"])}}
        for call in message.get("tool_calls", [])
    ]
    return {**message, "tool_calls": calls} if calls else message


def check_trl(loaded, checkpoint):
    from transformers import AutoTokenizer
    from trl.data_utils import apply_chat_template, is_conversational, prepare_multimodal_messages

    tokenizer = AutoTokenizer.from_pretrained(checkpoint)
    template = os.path.join(checkpoint, "chat_template.jinja")
    if tokenizer.chat_template is None and os.path.exists(template):
        with open(template) as file:
            tokenizer.chat_template = file.read()
    whole, cut = loaded["messages", "parquet"], loaded["prompt_completion", "parquet"]
    for messages_row, cut_row in zip(whole, cut, strict=True):
        assert is_conversational(messages_row) and is_conversational(cut_row)
        images = messages_row.get("images") or []
        filled = prepare_multimodal_messages(without_nulls(messages_row["messages"]), images)
        parts = [part for message in filled for part in message["content"] if part["type"] == "image"]
        assert [part["image"] for part in parts] == images, messages_row["id"]
        row, tools = parsed(messages_row)
        text = apply_chat_template({"messages": row["messages"]}, tokenizer, tools=tools)["text"]
        called = [with_objects(message) for message in row["messages"]]
        assert apply_chat_template({"messages": called}, tokenizer, tools=tools)["text"] == text, messages_row["id"]
        row, tools = parsed(cut_row)
        sides = apply_chat_template({k: row[k] for k in ("prompt", "completion")}, tokenizer, tools=tools)
        assert sides["prompt"] + sides["completion"] == text, messages_row["id"]
        last = "".join(part.get("text", "") for part in row["completion"][-1]["content"])
        assert "tool_calls" in row["completion"][-1] or sides["completion"].rstrip().removesuffix("<|im_end|>").endswith(last.strip()), messages_row["id"]
    print(f"TRL: {len(whole)} rows are conversational, images placed, one text from both forms, e.g. {text[:60]!r}")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    disable_progress_bars()
    with tempfile.TemporaryDirectory() as work:
        loaded = check_formats(sys.argv[1], work)
        if len(sys.argv) == 3:
            check_trl(loaded, sys.argv[2])
