"""Rivals of the benchmark group "train": transformers with PEFT, and bitsandbytes where weights are in 4 bits.

Usage: python train.py FOLDER, where tools/src/bench has put `cases.json`, checkpoints, adapters and batches. Threads are what
OMP_NUM_THREADS says. See serve.py for the protocol.
"""

import json
import os
import platform
import sys

import numpy as np
import peft
import torch
import transformers
from peft import PeftModel
from safetensors.torch import load_file
from serve import Work, serve
from transformers import BitsAndBytesConfig, Qwen3VLForConditionalGeneration

FOLDER = sys.argv[1]
torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))

try:
    import bitsandbytes

    NO_BITSANDBYTES = None
except Exception as error:
    NO_BITSANDBYTES = f"bitsandbytes cannot be imported: {str(error).splitlines()[0]}"
# Without these PyTorch takes ten times as long in bfloat16 as in float32.
NO_BFLOAT16 = None if torch.cpu._is_avx512_bf16_supported() else "this CPU has no instructions for bfloat16"


def load_batch(work, dtype):
    batch = load_file(os.path.join(FOLDER, work["batch"]))
    ids = batch["input_ids"].long()
    with open(os.path.join(FOLDER, work["checkpoint"], "config.json"), encoding="utf8") as file:
        image_token = json.load(file)["image_token_id"]
    prompt = {
        "input_ids": ids,
        "attention_mask": torch.ones_like(ids),
        "pixel_values": batch["pixel_values"].to(dtype),
        "image_grid_thw": batch["image_grid_thw"].long(),
        "mm_token_type_ids": (ids == image_token).int(),
    }
    return prompt, batch["labels"].long()


def load_model(work, dtype):
    quantization = None
    if work["task"] == "qlora":
        quantization = BitsAndBytesConfig(
            load_in_4bit=True,
            bnb_4bit_quant_type="nf4",
            bnb_4bit_use_double_quant=True,
            bnb_4bit_compute_dtype=dtype,
        )
    path = os.path.join(FOLDER, work["checkpoint"])
    return Qwen3VLForConditionalGeneration.from_pretrained(path, quantization_config=quantization, dtype=dtype)


def train(work, dtype):
    """A call is one optimizer step on the same batch."""
    prompt, labels = load_batch(work, dtype)
    model = PeftModel.from_pretrained(
        load_model(work, dtype), os.path.join(FOLDER, work["adapter"]), is_trainable=True
    )
    model.train()
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-3)

    def step(call):
        loss = model(**prompt, labels=labels).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

    return Work(step, lambda loss: {"loss": np.array([loss], dtype=np.float32)})


def generate(work, dtype):
    prompt, _ = load_batch(work, dtype)
    model = load_model(work, dtype).eval()
    length = prompt["input_ids"].shape[1]
    settings = {"max_new_tokens": work["newTokens"], "do_sample": False, "eos_token_id": None, "pad_token_id": 0}

    def answer(call):
        with torch.no_grad():
            return model.generate(**prompt, **settings)

    def arrays(rows):
        tokens = rows[:, length:].flatten().int().numpy()
        return {"tokens": tokens if work["compute"] == "float32" else np.array([tokens.size], dtype=np.int32)}

    return Work(answer, arrays)


NAMES = {
    "lora": "transformers + PEFT",
    "qlora": "transformers + PEFT + bitsandbytes",
    "generate": "transformers",
}


def why_not(work, dtype):
    if dtype == "bfloat16" and NO_BFLOAT16:
        return NO_BFLOAT16
    return NO_BITSANDBYTES if work["task"] == "qlora" else None


with open(os.path.join(FOLDER, "cases.json"), encoding="utf8") as file:
    CASES = json.load(file)
known, absent = {}, {}
for case, work in CASES.items():
    make = generate if work["task"] == "generate" else train
    for dtype in ("float32", "bfloat16"):
        key = f"{case}/{NAMES[work['task']]} ({dtype})"
        if reason := why_not(work, dtype):
            absent[key] = reason
        else:
            known[key] = lambda work=work, make=make, dtype=dtype: make(work, getattr(torch, dtype))
versions = {
    "python": platform.python_version(),
    "torch": torch.__version__,
    "transformers": transformers.__version__,
    "peft": peft.__version__,
}
if not NO_BITSANDBYTES:
    versions["bitsandbytes"] = bitsandbytes.__version__
serve(known, absent, versions)
