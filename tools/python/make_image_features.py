"""What transformers' get_image_features says of the pictures of the model cases, for tools/src/parity/image-features.test.ts.

Run from the repository root with torch, transformers and safetensors installed:
  python tools/python/make_image_features.py
"""
import pathlib
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForImageTextToText

for name in ["gemma3_vl", "qwen2_vl", "qwen2_5_vl", "qwen3_vl_a", "qwen3_vl_b"]:
    folder = pathlib.Path("tools/cases/models") / name
    model = AutoModelForImageTextToText.from_pretrained(folder, dtype=torch.float32)
    golden = load_file(folder / "golden.safetensors")
    grid = golden.get("in.image_grid_thw")
    with torch.no_grad():
        said = model.model.get_image_features(golden["in.pixel_values"], **({} if grid is None else {"image_grid_thw": grid}), return_dict=True)
    features = torch.cat(list(said.pooler_output)) if grid is not None else said.pooler_output.flatten(0, 1)
    save_file({"features": features.contiguous()}, f"tools/cases/image-features/{name}.safetensors")
