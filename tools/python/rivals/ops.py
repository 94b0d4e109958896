"""Rivals of the benchmark group "ops": PyTorch's products and bitsandbytes' NF4.

Usage: python ops.py FOLDER, where tools/src/bench has put `cases.json` and the matrices. Threads are what OMP_NUM_THREADS says.
See serve.py for the protocol.
"""

import json
import os
import platform
import sys

import torch
from safetensors.torch import load_file
from serve import Work, serve

FOLDER = sys.argv[1]
torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
torch.set_grad_enabled(False)

try:
    import bitsandbytes
    from bitsandbytes import functional

    NO_BITSANDBYTES = None
except Exception as error:
    NO_BITSANDBYTES = f"bitsandbytes cannot be imported: {str(error).splitlines()[0]}"
# Without these PyTorch takes ten to a hundred times as long in bfloat16 as in float32.
NO_BFLOAT16 = None if torch.cpu._is_avx512_bf16_supported() else "this CPU has no instructions for bfloat16"


def inputs(name, dtype=torch.float32):
    matrices = load_file(os.path.join(FOLDER, f"{name}.safetensors"))
    return matrices["x"].to(dtype), matrices["w"].to(dtype)


def product_arrays(y):
    return {"y": y.float().flatten().numpy()}


def matmul(name, work):
    """With the right matrix laid out as it is read: [k, n] forward, [n, k] backward."""
    x, w = inputs(name, getattr(torch, work["weight"]))
    right = w if work["operation"] == "backward" else w.t().contiguous()
    return Work(lambda call: x @ right, product_arrays)


def linear(name, work):
    x, w = inputs(name, getattr(torch, work["weight"]))
    right = w.t().contiguous() if work["operation"] == "backward" else w
    return Work(lambda call: torch.nn.functional.linear(x, right), product_arrays)


def quantize_4bit(w):
    return functional.quantize_4bit(w, quant_type="nf4", blocksize=64)


def four_bit(name, work, dtype):
    """bitsandbytes' Linear4bit comes down to this."""
    x, w = inputs(name)
    packed, state = quantize_4bit(w)
    # What is computed in: codes of numbers that were rounded first would be others.
    x, state.dtype = x.to(dtype), dtype
    if work["operation"] == "backward":
        # As the gradient of `matmul_4bit` does.
        return Work(lambda call: x @ functional.dequantize_4bit(packed, state), product_arrays)
    copies = [packed.clone() for _ in range(work["copies"])]
    return Work(lambda call: bitsandbytes.matmul_4bit(x, copies[call % len(copies)].t(), state), product_arrays)


def quantize(name, work):
    _, w = inputs(name)

    def arrays(made):
        packed, state = made
        return {"packed": packed.flatten().numpy(), "scales": state.absmax.numpy()}

    return Work(lambda call: quantize_4bit(w), arrays)


def dequantize(name, work):
    packed, state = quantize_4bit(inputs(name)[1])
    return Work(
        lambda call: functional.dequantize_4bit(packed, state), lambda made: {"values": made.flatten().numpy()}
    )


def rivals_of(work):
    if work["operation"] in ("quantize", "dequantize"):
        return {"bitsandbytes (float32)": quantize if work["operation"] == "quantize" else dequantize}
    if work["weight"] != "nf4":
        return {"torch.matmul": matmul, "torch linear": linear}
    return {
        f"bitsandbytes ({dtype})": lambda name, work, dtype=dtype: four_bit(name, work, getattr(torch, dtype))
        for dtype in ("float32", "bfloat16")
    }


def why_not(work, rival):
    if "(bfloat16)" in rival and NO_BFLOAT16:
        return NO_BFLOAT16
    return NO_BITSANDBYTES if work["weight"] == "nf4" else None


with open(os.path.join(FOLDER, "cases.json"), encoding="utf8") as file:
    CASES = json.load(file)
known, absent = {}, {}
for case, work in CASES.items():
    for rival, make in rivals_of(work).items():
        if reason := why_not(work, rival):
            absent[f"{case}/{rival}"] = reason
        else:
            known[f"{case}/{rival}"] = lambda case=case, work=work, make=make: make(case, work)
versions = {"python": platform.python_version(), "torch": torch.__version__}
if not NO_BITSANDBYTES:
    versions["bitsandbytes"] = bitsandbytes.__version__
serve(known, absent, versions)
