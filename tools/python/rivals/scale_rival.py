"""transformers and PEFT on the checkpoint that tools/dist/scale/main.js writes: load in bfloat16, a prompt with a picture,
one LoRA step with checkpointing. Prints times and the most memory in use, as the tool does.

python scale_rival.py load|step DIR
"""

import resource
import sys
import time

import torch
from transformers import AutoConfig, AutoModelForImageTextToText

SIDE = 18
IMAGE_TOKENS = (SIDE // 2) ** 2
PATCH = 3 * 2 * 16 * 16


def peak() -> str:
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6:.0f} MB"


def inputs(config, length: int) -> dict[str, torch.Tensor]:
    """Random tokens with one picture of 288 × 288 pixels."""
    generator = torch.Generator().manual_seed(11)
    ids = torch.randint(1000, config.text_config.vocab_size - 1000, (1, length), generator=generator)
    ids[0, 5] = config.vision_start_token_id
    ids[0, 6 : 6 + IMAGE_TOKENS] = config.image_token_id
    return {
        "input_ids": ids,
        "attention_mask": torch.ones_like(ids),
        "mm_token_type_ids": (ids == config.image_token_id).long(),
        "pixel_values": torch.randn(SIDE * SIDE, PATCH, generator=generator),
        "image_grid_thw": torch.tensor([[1, SIDE, SIDE]]),
    }


def main() -> None:
    command, folder = sys.argv[1:]
    began = time.perf_counter()
    config = AutoConfig.from_pretrained(folder)
    model = AutoModelForImageTextToText.from_pretrained(folder, dtype=torch.bfloat16)
    print(f"load      {time.perf_counter() - began:.1f} s, peak {peak()}", flush=True)
    if command == "load":
        generate(model, inputs(config, 107))
    else:
        step(model, inputs(config, 512))
    print(f"peak      {peak()}")


def generate(model, batch: dict[str, torch.Tensor]) -> None:
    def seconds(tokens: int) -> float:
        began = time.perf_counter()
        with torch.no_grad():
            model.generate(**batch, max_new_tokens=tokens, min_new_tokens=tokens, do_sample=False)
        return time.perf_counter() - began

    first = seconds(1)
    length = batch["input_ids"].shape[1]
    print(f"prefill   {length} tokens in {first:.1f} s, {length / first:.2f} tokens/s", flush=True)
    rest = seconds(5) - first
    print(f"decode    4 tokens in {rest:.1f} s, {4 / rest:.2f} tokens/s", flush=True)


def step(model, batch: dict[str, torch.Tensor]) -> None:
    from peft import LoraConfig, get_peft_model

    model = get_peft_model(model, LoraConfig(r=16, lora_alpha=32, target_modules="all-linear"))
    model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
    model.enable_input_require_grads()
    model.train()
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-4, weight_decay=0.01)
    labels = batch["input_ids"].clone()
    labels[0, : 6 + IMAGE_TOKENS] = -100
    began = time.perf_counter()
    loss = model(**batch, labels=labels).loss
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    seconds = time.perf_counter() - began
    length = labels.shape[1]
    print(f"step      {seconds:.1f} s, {length / seconds:.2f} tokens/s", flush=True)
    print(f"loss      {loss.item():.4f}, gradient norm {norm.item():.4f}")


main()
