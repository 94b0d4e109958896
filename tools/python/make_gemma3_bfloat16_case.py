"""A tiny Gemma 3 saved in bfloat16, whose embeddings are scaled by the root of its width as bfloat16 has it.

transformers scales by `embed_scale.to(weight.dtype)`. The answers are computed in float32 and float64 from the stored
weights, with that scale: what a bfloat16 model would say if it computed without rounding.

Run: python tools/python/make_gemma3_bfloat16_case.py tools/cases/models
Needs torch 2.13, transformers 5.18, peft 0.21, safetensors.
"""

import json
import sys
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file
from transformers import Gemma3ForCausalLM, Gemma3TextConfig

folder = Path(sys.argv[1]) / "gemma3_bfloat16"
adapter = folder / "adapter"
generator = torch.Generator().manual_seed(5)
config = Gemma3TextConfig(
    vocab_size=96, hidden_size=40, intermediate_size=56, num_hidden_layers=6, num_attention_heads=4,
    num_key_value_heads=2, head_dim=12, max_position_embeddings=64, sliding_window=5, query_pre_attn_scalar=16,
)


def scramble(parameters, strength=1.2):
    with torch.no_grad():
        for name, parameter in parameters:
            noise = torch.randn(parameter.shape, generator=generator)
            scale = 0.3 if "norm" in name else 0.1 if "embed" in name else strength / parameter[0].numel() ** 0.5
            parameter.copy_(noise * scale)


def load(path, dtype):
    """The stored weights in another type; the scale stays what it is in bfloat16."""
    model = Gemma3ForCausalLM.from_pretrained(path, dtype=dtype).eval()
    embedding = model.model.embed_tokens
    embedding.embed_scale = embedding.embed_scale.to(torch.bfloat16).to(dtype)
    return model


model = Gemma3ForCausalLM(config)
scramble(model.named_parameters())
model.tie_weights()
model.to(torch.bfloat16).save_pretrained(folder)
stored = Gemma3ForCausalLM.from_pretrained(folder)
assert stored.dtype == torch.bfloat16
scale = stored.model.embed_tokens.embed_scale.to(torch.bfloat16)
assert float(scale) == 6.3125 != config.hidden_size**0.5
assert float(load(folder, torch.float64).model.embed_tokens.embed_scale) == float(scale)

ids = torch.randint(3, 96, (2, 24), generator=generator)
mask = torch.ones_like(ids)
ids[1, 17:] = 0
mask[1, 17:] = 0
labels = ids.clone()
labels[:, :10] = -100
labels[mask == 0] = -100
inputs = dict(input_ids=ids, attention_mask=mask)
golden = {"in.input_ids": ids, "in.attention_mask": mask, "in.labels": labels}
with torch.no_grad():
    exact = load(folder, torch.float64)(**inputs, labels=labels)
    single = load(folder, torch.float32)
    noise = float((single(**inputs).logits - exact.logits)[mask.bool()].abs().max())
    answer = single.generate(
        ids[:1], attention_mask=mask[:1], max_new_tokens=8, do_sample=False, eos_token_id=None, pad_token_id=0,
        return_dict_in_generate=True, output_logits=True,
    )
golden |= {"out.logits": exact.logits.float(), "out.loss": exact.loss.float().reshape(1)}
golden |= {"out.generated": answer.sequences[:, 24:], "out.step_logits": torch.stack(answer.logits, 1)}

lora = LoraConfig(r=2, lora_alpha=4, init_lora_weights=False, lora_dropout=0.0, target_modules="all-linear")
tuned = get_peft_model(load(folder, torch.float32), lora)
scramble(((name, p) for name, p in tuned.named_parameters() if p.requires_grad), 0.5)
tuned.eval().save_pretrained(adapter)
(adapter / "README.md").unlink(missing_ok=True)
out = tuned(**inputs, labels=labels)
out.loss.backward()
golden |= {"lora.logits": out.logits.detach(), "lora.loss": out.loss.detach().reshape(1)}
for name, parameter in tuned.named_parameters():
    if parameter.grad is not None:
        golden["lora.grad." + name.replace(".default", "")] = parameter.grad
save_file({name: tensor.contiguous() for name, tensor in golden.items()}, folder / "golden.safetensors")
case = {"kind": "model", "model": ".", "adapter": "adapter", "float32_noise": noise}
(folder / "case.json").write_text(json.dumps(case, indent=1) + "\n")
print(sum(p.numel() for p in model.parameters()), f"noise {noise:.1e}", f"loss {float(exact.loss):.3f}", answer.sequences[0, 24:].tolist())
