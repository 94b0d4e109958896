"""Train parts of a model in place, each at a rate of its own, with transformers and PyTorch and with ours; compare.

Usage: python check_full_tuning.py CASE...

CASE is a folder of the kind `model` (see tools/cases) with a vision tower. Five steps of AdamW with a cosine schedule, in
three ways: everything at one rate; everything, with a rate for the tower and one for the merger; the merger alone. Exits
with 1 unless losses agree within 1e-4 relative, gradient norms within 1e-3 and trained tensors within 2e-4, but for one of a
thousand elements: AdamW moves an element whose gradient is next to nothing by the whole rate, up or down. The reference
computes in float64.
"""

import json
import math
import os
import re
import subprocess
import sys
import tempfile

import torch
from safetensors.torch import load_file
from transformers import AutoModelForImageTextToText
from transformers.utils.logging import disable_progress_bar

OURS = os.path.join(os.path.dirname(__file__), "..", "dist", "full", "main.js")
STEPS, RATE, DECAY = 5, 1e-3, 0.1
MERGER = r"(^|\.)(merger|deepstack_merger_list|multi_modal_projector)\."
VISION = r"(^|\.)(visual|vision_tower)\."
WAYS = {
    "everything": ({"language": True, "vision": True, "merger": True}, []),
    "rates by part": (
        {"language": True, "vision": True, "merger": True},
        [{"parameters": MERGER, "learningRate": 4e-3}, {"parameters": VISION, "learningRate": 2e-4, "weightDecay": 0.02}],
    ),
    "merger": ({"merger": True}, []),
}


def part_of(name):
    return "merger" if re.search(MERGER, name) else "vision" if re.search(VISION, name) else "language"


def reference(folder, parts, groups):
    with open(os.path.join(folder, "config.json")) as file:
        config = json.load(file)
    inputs = {k[3:]: v for k, v in load_file(os.path.join(folder, "golden.safetensors")).items() if k.startswith("in.")}
    labels = inputs.pop("labels")
    types = "token_type_ids" if "gemma" in config["model_type"] else "mm_token_type_ids"
    inputs[types] = (inputs["input_ids"] == config.get("image_token_id", config.get("image_token_index"))).int()
    model = AutoModelForImageTextToText.from_pretrained(folder, dtype=torch.float32).double()
    inputs = {name: value.double() if value.is_floating_point() else value for name, value in inputs.items()}
    layer_norms = {
        f"{name}.weight" for name, module in model.named_modules() if isinstance(module, torch.nn.LayerNorm)
    }
    sets = []
    for name, parameter in model.named_parameters():
        parameter.requires_grad = parts.get(part_of(name), False)
        if not parameter.requires_grad:
            continue
        group = next((g for g in groups if re.search(g["parameters"], name)), {})
        decays = not (name in layer_norms or re.search(r"bias|norm|ln_q", name))
        decay = group.get("weightDecay", DECAY) if decays else 0.0
        sets.append({"params": [parameter], "lr": group.get("learningRate", RATE), "weight_decay": decay})
    optimizer = torch.optim.AdamW(sets)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: 0.5 * (1 + math.cos(math.pi * s / STEPS)))
    losses, norms = [], []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = model(**inputs, labels=labels).loss
        loss.backward()
        norms.append(float(torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)))
        optimizer.step()
        schedule.step()
        losses.append(float(loss))
    return losses, norms, {n: p.detach() for n, p in model.named_parameters() if p.requires_grad}


def check(folder, work):
    ok = True
    for way, (parts, groups) in WAYS.items():
        plan, out = os.path.join(work, "plan.json"), os.path.join(work, "out.safetensors")
        arguments = {"learning_rate": RATE, "weight_decay": DECAY, "lr_scheduler_type": "cosine"}
        with open(plan, "w") as file:
            json.dump({"parts": parts, "steps": STEPS, "arguments": arguments, "groups": groups}, file)
        subprocess.run(["node", OURS, folder, plan, out], check=True)
        ours = load_file(out)
        losses, norms, trained = reference(folder, parts, groups)
        loss = max(abs(a / b - 1) for a, b in zip(ours.pop("losses").tolist(), losses, strict=True))
        norm = max(abs(a / b - 1) for a, b in zip(ours.pop("norms").tolist(), norms, strict=True))
        assert set(ours) == set(trained), set(ours) ^ set(trained)
        apart = torch.cat([(value - trained[name]).abs().flatten() for name, value in ours.items()])
        far = int((apart > 2e-4).sum())
        fine = loss < 1e-4 and norm < 1e-3 and far <= len(apart) / 1000
        ok = ok and fine
        print(f"  {way:14} {len(ours)} tensors: losses {losses[0]:.3f} to {losses[-1]:.3f}, apart {loss:.1e}; norms {norm:.1e}; {far} of {len(apart)} elements beyond 2e-4", "" if fine else "FAIL")
    return ok


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    disable_progress_bar()
    good = True
    for case in sys.argv[1:]:
        print(case)
        with tempfile.TemporaryDirectory() as folder:
            good = check(case, folder) and good
    print("All equal." if good else "Not all equal.")
    sys.exit(0 if good else 1)
