"""Logits of the cases with images with a quiet vision tower, in which its norms' epsilons count.

All that writes to the tower's residual stream is multiplied by 2^-8, so that each norm sees variances near 1e-4; in the
cases as they are these lie near 1, and an epsilon of 1e-5 in place of 1e-6 drowns in float32's noise. Computed in float64.

Run: python tools/python/make_quiet_logits.py tools/cases
Needs torch 2.13, transformers 5.18, safetensors.
"""

import re
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForImageTextToText

QUIET = re.compile(r"visual\.(patch_embed|pos_embed|blocks\.\d+\.(attn\.proj|mlp\.(fc2|linear_fc2|down_proj)))\.")
QUIET_SIGLIP = re.compile(
    r"vision_tower\.(embeddings\.|encoder\.layers\.\d+\.(self_attn\.out_proj|mlp\.fc2)\.)"
)
INPUTS = ("input_ids", "attention_mask", "pixel_values", "image_grid_thw")

cases = Path(sys.argv[1])
(cases / "quiet").mkdir(exist_ok=True)
for name in ("qwen2_vl", "qwen2_5_vl", "qwen3_vl_a", "qwen3_vl_b", "gemma3_vl"):
    folder = cases / "models" / name
    model = AutoModelForImageTextToText.from_pretrained(folder, dtype=torch.float64).eval()
    golden = load_file(folder / "golden.safetensors")
    inputs = {key: golden[f"in.{key}"] for key in INPUTS if f"in.{key}" in golden}
    inputs["pixel_values"] = inputs["pixel_values"].double()
    image = inputs["input_ids"] == model.config.image_token_id
    kinds = "token_type_ids" if name.startswith("gemma3") else "mm_token_type_ids"
    with torch.no_grad():
        for path, parameter in model.named_parameters():
            if QUIET.search(path) or QUIET_SIGLIP.search(path):
                parameter.mul_(2.0**-8)
        logits = model(**inputs, **{kinds: image.int()}).logits
    save_file({"out.logits": logits.float().contiguous()}, cases / "quiet" / f"{name}.safetensors")
    print(name, tuple(logits.shape), f"{(logits - golden['out.logits']).abs().max():.2f} from the case's own")
