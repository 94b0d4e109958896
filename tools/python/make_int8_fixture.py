"""Writes matrices and what bitsandbytes' LLM.int8 makes of them: python make_int8_fixture.py packages/quant-cuda/fixtures/int8.json"""

import json
import sys

import bitsandbytes
import torch

SEED = 11
torch.manual_seed(SEED)
rows = []
for shape in [(1, 1), (3, 5), (4, 64), (7, 33)]:
    values = torch.randn(shape) * torch.logspace(-3, 2, shape[0])[:, None]
    if shape[0] > 3:
        values[2] = 0
        values[0, 0] = -values[0].abs().max()
    codes, absmax, _ = bitsandbytes.functional.int8_vectorwise_quant(values.clone())
    dense = bitsandbytes.functional.int8_vectorwise_dequant(codes, absmax)
    lists = {"values": values, "codes": codes, "dense": dense}
    flat = {name: tensor.flatten().tolist() for name, tensor in lists.items()}
    rows.append({"shape": list(shape), "absmax": absmax.tolist(), **flat})
tool = f"bitsandbytes {bitsandbytes.__version__}, torch {torch.__version__}"
with open(sys.argv[1], "w") as file:
    json.dump({"tool": tool, "seed": SEED, "rows": rows}, file)
