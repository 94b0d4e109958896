"""Exchange adapters with PEFT in both directions, and compare what the models then say.

Usage: python check_peft.py [--kind NAME] CASE...

CASE is a folder of the kind `model` (see tools/cases). For every kind of adapter below:
- PEFT makes one, none of its values as it would begin, and saves it; ours loads it. Logits, loss, the gradient of every
  trained tensor, and the logits after merging must be equal. The reference computes in float64.
- Ours makes and saves one; PEFT loads it. Logits, and those after merging, must be equal.
- The base in bfloat16 and in several files is merged by `vlm merge`: every tensor must be that of PEFT's merge computed
  in float64, but for a rounding in at most one of a thousand elements; file names, types and other files must stay.
Logits within 2e-4, losses within 1e-4 relative, gradients within 1e-3 of each one's largest. Exits with 1 otherwise.
"""

import copy
import filecmp
import json
import os
import shutil
import subprocess
import sys
import tempfile
import warnings

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoModelForImageTextToText
from transformers.utils.logging import disable_progress_bar

OURS = os.path.join(os.path.dirname(__file__), "..", "dist", "peft", "main.js")
VLM = os.path.join(os.path.dirname(__file__), "..", "..", "packages", "cli", "bin", "vlm.js")
LOGITS, LOSS, GRADIENT = 2e-4, 1e-4, 1e-3
PLAIN = {"r": 4, "lora_alpha": 8, "target_modules": "all-linear"}
ATTENTION = {**PLAIN, "target_modules": ["q_proj", "v_proj", "attn.qkv"]}
KINDS = {
    "plain": PLAIN,
    "dropout in evaluation": {**PLAIN, "lora_dropout": 0.3},
    "rsLoRA": {**PLAIN, "use_rslora": True, "lora_alpha": 4},
    "DoRA": {**PLAIN, "use_dora": True},
    "DoRA and rsLoRA": {**PLAIN, "use_dora": True, "use_rslora": True, "r": 3, "lora_alpha": 3},
    "patterns": {
        **PLAIN,
        "target_modules": r".*\.(0|2)\..*(q_proj|o_proj|up_proj|qkv)",
        "exclude_modules": ["layers.2.self_attn.o_proj"],
        "rank_pattern": {"q_proj": 2, r"layers\.0\.mlp\.up_proj": 7},
        "alpha_pattern": {r".*\.0\..*": 5},
    },
    "norms": {**ATTENTION, "modules_to_save": ["layers.0.input_layernorm", "layers.1.mlp"]},
    "bias of adapted layers": {**PLAIN, "bias": "lora_only"},
    "all biases": {**ATTENTION, "bias": "all"},
}
VISION = {
    "merger": {**ATTENTION, "modules_to_save": ["visual.merger", "blocks.0"]},
    "merger, DoRA, all biases": {**PLAIN, "use_dora": True, "bias": "all", "modules_to_save": ["visual.merger"]},
}
TIED = {"tied embedding": {**ATTENTION, "modules_to_save": ["embed_tokens"], "ensure_weight_tying": True}}
UNTIED = {
    "head": {**PLAIN, "modules_to_save": ["lm_head"]},
    "embedding and head": {**ATTENTION, "modules_to_save": ["embed_tokens", "lm_head"]},
    "head adapted": {**PLAIN, "target_modules": ["lm_head", "q_proj"]},
}


class Case:
    def __init__(self, folder, work, only):
        self.folder, self.work, self.only = folder, work, only
        with open(os.path.join(folder, "config.json")) as file:
            self.config = json.load(file)
        golden = load_file(os.path.join(folder, "golden.safetensors"))
        self.inputs = {k[3:]: v for k, v in golden.items() if k.startswith("in.")}
        self.labels = self.inputs.pop("labels")
        self.real = self.inputs["attention_mask"].bool()
        image = self.config.get("image_token_id", self.config.get("image_token_index"))
        if image is not None:
            types = (self.inputs["input_ids"] == image).int()
            self.inputs["token_type_ids" if "gemma" in self.config["model_type"] else "mm_token_type_ids"] = types
        self.node = subprocess.Popen(["node", OURS, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def kinds(self):
        base = self.base()
        tied = base.get_output_embeddings().weight is base.get_input_embeddings().weight
        return {name: kind for name, kind in (KINDS | (VISION if hasattr(base.model, "visual") else {}) | (TIED if tied else UNTIED)).items() if self.only in (None, name)}

    def base(self):
        auto = AutoModelForCausalLM if self.config["model_type"] == "gemma3_text" else AutoModelForImageTextToText
        return auto.from_pretrained(self.folder, dtype=torch.float32).eval()

    def ask(self, **request):
        answers = os.path.join(self.work, "answers.safetensors")
        self.node.stdin.write(json.dumps({**request, "answers": answers}) + "\n")
        self.node.stdin.flush()
        said = json.loads(self.node.stdout.readline())
        if "error" in said:
            raise AssertionError(said["error"])
        return load_file(answers)

    def run(self, model):
        inputs = {k: v.double() if v.is_floating_point() else v for k, v in self.inputs.items()}
        return model.double()(**inputs).logits

    def logits(self, model):
        with torch.no_grad():
            return self.run(model)

    def apart(self, ours, theirs):
        return float((ours - theirs.detach())[self.real].abs().max())

    def theirs_here(self, name, kind):
        torch.manual_seed(5)
        model = get_peft_model(self.base(), LoraConfig(**kind, init_lora_weights=False)).eval()
        with torch.no_grad():
            for parameter_name, parameter in model.named_parameters():
                if parameter.requires_grad and "lora_A" not in parameter_name and "lora_B" not in parameter_name:
                    parameter.add_(0.05 * torch.randn(parameter.shape))
        folder = os.path.join(self.work, "theirs")
        model.save_pretrained(folder)
        logits = self.run(model)
        # The sum over labels, each predicted by the token before it; the rows of these cases are padded on the right.
        loss = torch.nn.functional.cross_entropy(
            logits[:, :-1].flatten(0, 1), self.labels[:, 1:].flatten(), ignore_index=-100, reduction="sum"
        )
        loss.backward()
        merged_model = PeftModel.from_pretrained(self.base(), folder).merge_and_unload()
        ours = self.ask(load=folder)
        apart, merged = self.apart(ours["logits"], logits), self.apart(ours["merged"], self.logits(merged_model))
        losses = abs(float(ours["loss"]) / float(loss) - 1)
        worst, count = 0.0, 0
        for parameter_name, parameter in model.named_parameters():
            key = parameter_name.replace("modules_to_save.default.", "").replace(".default", "")
            key = key.removesuffix(".weight") if "lora_magnitude_vector" in key else key
            if not parameter.requires_grad or parameter.grad is None or "original_module" in key:
                continue
            count += 1
            assert f"grad.{key}" in ours, f"{name}: no gradient of {key}"
            largest = float(parameter.grad.abs().max())
            worst = max(worst, (float((ours[f"grad.{key}"] - parameter.grad).abs().max()) - 1e-5) / max(largest, 1e-6))
        assert count == sum(key.startswith("grad.") for key in ours), f"{name}: gradients that PEFT lacks"
        ok = apart < LOGITS and merged < LOGITS and losses < LOSS and worst < GRADIENT
        print(f"  {name:28} theirs here: logits {apart:.1e}, merged {merged:.1e}, loss {losses:.1e}, {count} gradients {worst:.1e}", "" if ok else "FAIL")
        return ok

    def ours_there(self, name, kind):
        folder = os.path.join(self.work, "ours")
        camel = {"lora_alpha": "loraAlpha", "lora_dropout": "loraDropout", "target_modules": "targetModules",
                 "exclude_modules": "excludeModules", "rank_pattern": "rankPattern", "alpha_pattern": "alphaPattern",
                 "use_rslora": "useRslora", "use_dora": "useDora", "modules_to_save": "modulesToSave",
                 "ensure_weight_tying": "ensureWeightTying"}
        if isinstance(kind["target_modules"], list):
            # PEFT lets a name be that no module has; ours asks for each to name one.
            names = [name for name, _ in self.base().named_modules()]
            targets = [t for t in kind["target_modules"] if any(name.endswith(f".{t}") or name == t for name in names)]
            kind = {**kind, "target_modules": targets}
        ours = self.ask(make={camel.get(key, key): value for key, value in kind.items()}, folder=folder)
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            model = PeftModel.from_pretrained(self.base(), folder).eval()
        missing = [str(w.message)[:300] for w in said if "missing" in str(w.message) or "not found" in str(w.message)]
        logits = self.apart(ours["logits"], self.logits(model))
        moved = self.apart(ours["logits"], self.logits(self.base()))
        merged = self.apart(ours["merged"], self.logits(model.merge_and_unload()))
        ok = logits < LOGITS and merged < LOGITS and moved > 100 * LOGITS and not missing
        print(f"  {name:28} ours there: logits {logits:.1e}, merged {merged:.1e}, base {moved:.1e} away", "" if ok else f"FAIL {missing}")
        return ok

    def merged_on_disk(self, name, kind):
        base, adapter, output = (os.path.join(self.work, part) for part in ("base", "adapter", "merged"))
        for folder in (base, adapter, output):
            shutil.rmtree(folder, ignore_errors=True)
        self.base().bfloat16().save_pretrained(base, max_shard_size="300KB")
        with open(os.path.join(base, "notes.txt"), "w") as file:
            file.write("kept")
        torch.manual_seed(6)
        auto = type(self.base())
        model = get_peft_model(auto.from_pretrained(base, dtype=torch.float32), LoraConfig(**kind, init_lora_weights=False))
        model.save_pretrained(adapter)
        command = ["node", VLM, "merge", "--model_name_or_path", base, "--adapter_name_or_path", adapter, "--output_dir", output]
        run = subprocess.run(command, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
        names = sorted(os.listdir(base))
        assert names == sorted(os.listdir(output)), os.listdir(output)
        shards = [part for part in names if part.endswith(".safetensors")]
        for part in set(names) - set(shards):
            assert filecmp.cmp(os.path.join(base, part), os.path.join(output, part), shallow=False), part
        theirs = model.double().merge_and_unload().bfloat16().state_dict()
        for part in shards:
            before, after = (load_file(os.path.join(folder, part)) for folder in (base, output))
            assert {k: (v.dtype, v.shape) for k, v in before.items()} == {k: (v.dtype, v.shape) for k, v in after.items()}
        # Loaded, for files may have older names than models.
        before, ours = (auto.from_pretrained(folder, dtype=torch.bfloat16).state_dict() for folder in (base, output))
        changed, rounded, elements = 0, 0, 0
        for key, value in ours.items():
            changed += not torch.equal(value, before[key])
            elements += value.numel()
            rounded += int((value != theirs[key]).sum())
            assert torch.allclose(value.float(), theirs[key].float(), rtol=2**-7, atol=1e-6), key
        ok = changed > 0 and rounded <= elements / 1000
        print(f"  {name:28} vlm merge: {changed} tensors in {len(shards)} files, {rounded} of {elements} elements rounded otherwise", "" if ok else "FAIL")
        return ok

    def check(self):
        exchanges = (self.theirs_here, self.ours_there, self.merged_on_disk)
        # PEFT writes into the lists that it is given.
        return all([exchange(name, copy.deepcopy(kind)) for name, kind in self.kinds().items() for exchange in exchanges])

    def close(self):
        self.node.stdin.close()
        self.node.wait()


def main(folders, only=None):
    ok = True
    for folder in folders:
        print(folder)
        with tempfile.TemporaryDirectory() as work:
            case = Case(folder, work, only)
            try:
                ok = case.check() and ok
            finally:
                case.close()
    print("All equal." if ok else "Not all equal.")
    return 0 if ok else 1


if __name__ == "__main__":
    arguments = sys.argv[1:]
    only = arguments[1] if arguments[:1] == ["--kind"] else None
    folders = arguments[2:] if only else arguments
    if not folders:
        sys.exit(__doc__)
    disable_progress_bar()
    sys.exit(main(folders, only))
