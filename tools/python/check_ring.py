"""Ask transformers and PEFT what the demo asked, and compare the answers letter for letter.

Everything from the file to the word is theirs here: 🤗 datasets reads and decodes the rows, the checkpoint's processor
makes patches and ids, transformers runs the model with the adapter in PEFT, greedy. Usage, after `npm run demo`:

  python tools/python/check_ring.py CHECKPOINT runs/demo [--count 60]

Exits with 1 unless at least 98 of 100 answers are equal: float32 sums in another order may change a near tie.
"""

import argparse
import json
import os
import sys

import torch
from datasets import load_dataset
from peft import PeftModel
from transformers import PreTrainedTokenizerFast, Qwen3VLForConditionalGeneration
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

parser = argparse.ArgumentParser()
parser.add_argument("checkpoint")
parser.add_argument("run")
parser.add_argument("--count", type=int, default=60)
options = parser.parse_args()

tokenizer = PreTrainedTokenizerFast(tokenizer_file=os.path.join(options.checkpoint, "tokenizer.json"))
with open(os.path.join(options.checkpoint, "chat_template.jinja"), encoding="utf8") as file:
    tokenizer.chat_template = file.read()
processor = Qwen2VLImageProcessorPil.from_pretrained(options.checkpoint)
base = Qwen3VLForConditionalGeneration.from_pretrained(options.checkpoint)
model = PeftModel.from_pretrained(base, os.path.join(options.run, "adapter")).eval()
images = {row["id"]: row["image"] for row in load_dataset(os.path.join(options.run, "dataset"), split="eval")}
with open(os.path.join(options.run, "answers.jsonl"), encoding="utf8") as file:
    asked = [json.loads(line) for line in file]
image_token = tokenizer.convert_tokens_to_ids("<|image_pad|>")

equal, some = 0, asked[:: max(1, len(asked) // options.count)]
for question in some:
    image = processor(images=[images[question["row"]].convert("RGB")], return_tensors="pt")
    text = tokenizer.apply_chat_template(question["messages"], tokenize=False, add_generation_prompt=True)
    merged = int(image["image_grid_thw"].prod()) // processor.merge_size**2
    ids = tokenizer(text.replace("<|image_pad|>", "<|image_pad|>" * merged), add_special_tokens=False, return_tensors="pt")["input_ids"]
    with torch.no_grad():
        out = model.generate(input_ids=ids, attention_mask=torch.ones_like(ids), mm_token_type_ids=(ids == image_token).int(), **image, max_new_tokens=160, do_sample=False)
    answer = tokenizer.decode(out[0, ids.shape[1] :], skip_special_tokens=True)
    equal += answer == question["answer"]
    if answer != question["answer"]:
        print(question["row"], question["task"], "\n  transformers:", json.dumps(answer), "\n  ours:        ", json.dumps(question["answer"]))
print(f"{equal} of {len(some)} answers equal")
sys.exit(equal < 0.98 * len(some))
