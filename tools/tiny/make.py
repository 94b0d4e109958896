"""Makes examples/checkpoints/tiny-qwen3-vl: a 1.5M-parameter Qwen3-VL that reads pictures of grids and knows no game.

Lessons (pictures, questions, answers) come from `node tools/dist/tiny/stream.js`, seeded. Run from the repository root
after a build, with torch, transformers and tokenizers installed:
  python tools/tiny/make.py --out DIR [--seed 7]
"""
import argparse, json, math, os, struct, subprocess, tempfile, time
import torch
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import Qwen3VLConfig, Qwen3VLForConditionalGeneration

SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>"]
# Words, single digits, single dots and runs of punctuation, each with the space before it; white space.
PIECES = r" ?[\p{L}_]+| ?\p{N}| ?\.| ?[^\s\p{L}\p{N}_.]+|\s*[\r\n]+|\s+"
STREAM = ["node", "tools/dist/tiny/stream.js"]
PATCH, MERGE, TEMPORAL = 16, 2, 2


def lessons(seed, count, stage, words):
    """Yields (size, pixels or None, turns, cells)."""
    process = subprocess.Popen([*STREAM, str(seed), str(count), stage, *([words] if words else [])], stdout=subprocess.PIPE, bufsize=1 << 22)
    while head := process.stdout.read(4):
        header = json.loads(process.stdout.read(struct.unpack("<I", head)[0]))
        size = header["size"]
        yield size, process.stdout.read(3 * size * size) if size else None, header["turns"], header["cells"]
    process.wait()


def make_tokenizer(corpus, vocabulary):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(PIECES), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=vocabulary, min_frequency=3, special_tokens=SPECIAL, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator(corpus, trainer)
    return tokenizer


def make_model(tokenizer):
    ids = {name: tokenizer.token_to_id(name) for name in SPECIAL}
    config = Qwen3VLConfig(
        text_config=dict(vocab_size=tokenizer.get_vocab_size(), hidden_size=128, intermediate_size=256, num_hidden_layers=4, num_attention_heads=4, num_key_value_heads=2, head_dim=32,
            max_position_embeddings=1024, rope_parameters={"rope_type": "default", "mrope_section": [6, 5, 5], "mrope_interleaved": True, "rope_theta": 10000.0}, tie_word_embeddings=True,
            bos_token_id=ids["<|endoftext|>"], eos_token_id=ids["<|im_end|>"], pad_token_id=ids["<|endoftext|>"]),
        vision_config=dict(depth=3, hidden_size=64, intermediate_size=192, num_heads=2, patch_size=PATCH, spatial_merge_size=MERGE, temporal_patch_size=TEMPORAL, out_hidden_size=128,
            num_position_embeddings=324, deepstack_visual_indexes=[0, 1]),
        image_token_id=ids["<|image_pad|>"], video_token_id=ids["<|video_pad|>"], vision_start_token_id=ids["<|vision_start|>"], vision_end_token_id=ids["<|vision_end|>"], tie_word_embeddings=True)
    return Qwen3VLForConditionalGeneration(config)


def patches(pixels, size):
    """Patches in the order and layout of Qwen2VLImageProcessor, normalised to [-1, 1]."""
    image = torch.frombuffer(bytearray(pixels), dtype=torch.uint8).view(size, size, 3).permute(2, 0, 1).float() / 127.5 - 1
    blocks = size // (PATCH * MERGE)
    x = image.view(3, blocks, MERGE, PATCH, blocks, MERGE, PATCH).permute(1, 4, 2, 5, 0, 3, 6)
    return x.reshape(-1, 3, 1, PATCH * PATCH).expand(-1, -1, TEMPORAL, -1).reshape(-1, 3 * TEMPORAL * PATCH * PATCH)


class Encoder:
    """A conversation as ids and labels, in Qwen's chat format; the end of the turn and the newline are trained too."""
    def __init__(self, tokenizer):
        self.tokenizer, self.cache = tokenizer, {}
    def ids(self, text):
        found = self.cache.get(text)
        if found is None:
            found = self.tokenizer.encode(text, add_special_tokens=False).ids
            if len(self.cache) < 200000: self.cache[text] = found
        return found
    def __call__(self, size, turns):
        tokens, labels = [], []
        def say(ids, train):
            tokens.extend(ids); labels.extend(ids if train else [-100] * len(ids))
        for index, (question, answer) in enumerate(turns):
            say(self.ids("<|im_start|>user\n"), False)
            if index == 0 and size:
                merged = (size // (PATCH * MERGE)) ** 2
                say(self.ids("<|vision_start|>") + self.ids("<|image_pad|>") * merged + self.ids("<|vision_end|>"), False)
            say(self.ids(question) + self.ids("<|im_end|>\n<|im_start|>assistant\n"), False)
            say(self.ids(answer) + self.ids("<|im_end|>\n"), True)
        return tokens, labels


def collate(items, pad, image_token):
    longest = max(len(tokens) for _, _, tokens, _, _ in items)
    length = math.ceil(longest / 16) * 16
    ids = torch.full((len(items), length), pad); labels = torch.full((len(items), length), -100); mask = torch.zeros(len(items), length, dtype=torch.long)
    for row, (_, _, tokens, marks, _) in enumerate(items):
        ids[row, :len(tokens)] = torch.tensor(tokens); labels[row, :len(tokens)] = torch.tensor(marks); mask[row, :len(tokens)] = 1
    batch = dict(input_ids=ids, attention_mask=mask, mm_token_type_ids=(ids == image_token).int())
    size = items[0][0]
    if size:
        batch |= dict(pixel_values=torch.cat([patches(pixels, size) for _, pixels, _, _, _ in items]), image_grid_thw=torch.tensor([[1, size // PATCH, size // PATCH]] * len(items)))
    return batch, labels, torch.tensor([cell for item in items for cell in item[4]])


def batches(seed, encoder, stage, words, pad, image_token, budget):
    """Lessons with pictures of one size stand together; a batch has about `budget` tokens."""
    waiting = {}
    for side, pixels, turns, cells in lessons(seed, 10 ** 9, stage, words):
        tokens, labels = encoder(side, turns)
        group = waiting.setdefault(side, [])
        group.append((side, pixels, tokens, labels, cells))
        if sum(len(item[2]) for item in group) >= budget:
            yield collate(group, pad, image_token); waiting[side] = []


class Cells(torch.nn.Module):
    """What a cell shows, told from its image token alone; trains the vision tower directly and is thrown away."""
    KINDS = (3, 3, 3, 3, 3, 2, 2)
    def __init__(self, width):
        super().__init__(); self.head = torch.nn.Linear(width, sum(self.KINDS))
    def forward(self, features, cells):
        parts = self.head(features).split(self.KINDS, 1)
        return sum(torch.nn.functional.cross_entropy(part, cells[:, kind]) for kind, part in enumerate(parts)) / len(parts)


def loss_of(model, batch, labels):
    """Mean over label tokens, the head seeing only rows that have one; and the image tokens."""
    vision = model.model.get_image_features(batch["pixel_values"], batch["image_grid_thw"], return_dict=True) if "pixel_values" in batch else None
    rest = {name: value for name, value in batch.items() if name != "pixel_values"}
    hidden = model.model(**rest, **(dict(mm_encoder_outputs={"image": vision}) if vision else {})).last_hidden_state[:, :-1]
    target = labels[:, 1:]; keep = target != -100
    return torch.nn.functional.cross_entropy(model.lm_head(hidden[keep]), target[keep]), torch.cat(vision.pooler_output) if vision else None


def save_processor(folder, tokenizer):
    """Everything beside the weights that the Hub layout has."""
    tokenizer.save(os.path.join(folder, "tokenizer.json"))
    def write(name, value): json.dump(value, open(os.path.join(folder, name), "w"), indent=2)
    write("tokenizer_config.json", dict(tokenizer_class="PreTrainedTokenizerFast", eos_token="<|im_end|>", pad_token="<|endoftext|>", model_max_length=1024, clean_up_tokenization_spaces=False))
    write("preprocessor_config.json", dict(image_processor_type="Qwen2VLImageProcessorFast", patch_size=PATCH, temporal_patch_size=TEMPORAL, merge_size=MERGE, image_mean=[0.5] * 3, image_std=[0.5] * 3,
        do_resize=True, do_rescale=True, do_normalize=True, do_convert_rgb=True, rescale_factor=1 / 255, resample=3, size=dict(shortest_edge=96 * 96, longest_edge=288 * 288)))
    script = 'import { qwen3VlTemplate } from "./packages/chat-template/dist/index.js"; process.stdout.write(qwen3VlTemplate);'
    with open(os.path.join(folder, "chat_template.jinja"), "wb") as file: file.write(subprocess.run(["node", "--input-type=module", "-e", script], capture_output=True, check=True).stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", required=True); parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--corpus", help="more text for the tokenizer, one JSON string a line"); parser.add_argument("--vocabulary", type=int, default=768)
    parser.add_argument("--rate", type=float, default=1.5e-3); parser.add_argument("--budget", type=int, default=2560); parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--weights", help="go on from the weights and tokenizer of this folder")
    parser.add_argument("--stages", default="see:1100,small:450,whole:1000,places:2800,questions:1200", help="stages and their steps, one after the other")
    parser.add_argument("--cells", type=float, default=0.3, help="weight of the loss of seeing cells")
    options = parser.parse_args()
    torch.manual_seed(options.seed); torch.set_num_threads(options.threads); os.makedirs(options.out, exist_ok=True)
    if options.weights: tokenizer = Tokenizer.from_file(os.path.join(options.weights, "tokenizer.json"))
    else:
        corpus = [text for _, _, turns, _ in lessons(options.seed, 4000, "places", None) for turn in turns for text in turn]
        if options.corpus: corpus += [json.loads(line) for line in open(options.corpus, encoding="utf8")] * 2
        tokenizer = make_tokenizer(corpus, options.vocabulary)
    save_processor(options.out, tokenizer)
    words = os.path.join(tempfile.mkdtemp(), "words.json")
    special = set(SPECIAL)
    json.dump([w for i in range(tokenizer.get_vocab_size()) if tokenizer.id_to_token(i) not in special and "\ufffd" not in (w := tokenizer.decode([i])) and w], open(words, "w"))
    model = Qwen3VLForConditionalGeneration.from_pretrained(options.weights) if options.weights else make_model(tokenizer)
    print(sum(p.numel() for p in model.parameters()), "parameters,", tokenizer.get_vocab_size(), "tokens", flush=True)
    encoder = Encoder(tokenizer); pad, image_token = tokenizer.token_to_id("<|endoftext|>"), tokenizer.token_to_id("<|image_pad|>")
    cells_head = Cells(128)
    decay = [*cells_head.parameters(), *(p for p in model.parameters() if p.dim() > 1)]; plain = [p for p in model.parameters() if p.dim() <= 1]
    optimizer = torch.optim.AdamW([dict(params=decay, weight_decay=0.05), dict(params=plain, weight_decay=0.0)], lr=options.rate, betas=(0.9, 0.98))
    began, step, seen, recent = time.time(), 0, 0, []
    model.train()
    plan = [(name, int(steps)) for name, steps in (part.split(":") for part in options.stages.split(","))]
    total = sum(steps for _, steps in plan)
    # Seeing first, from all pictures; then small pictures, where talking is learned at a tenth of the price; then large ones.
    sources = {name: batches(options.seed + number, encoder, "whole" if name == "see" else name, words, pad, image_token, options.budget) for number, (name, _) in enumerate(plan)}
    schedule = [name for name, steps in plan for _ in range(steps)]
    while step < total:
        stage = schedule[step]
        batch, labels, cells = next(sources[stage])
        if stage == "see" and "pixel_values" not in batch: continue
        rate = options.rate * min(1, (step + 1) / 100) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * step / total)))
        for group in optimizer.param_groups: group["lr"] = rate
        if stage == "see":
            features, loss = torch.cat(model.model.get_image_features(batch["pixel_values"], batch["image_grid_thw"], return_dict=True).pooler_output), 0.0
        else: loss, features = loss_of(model, batch, labels)
        seeing = cells_head(features, cells) if features is not None else torch.zeros(())
        (loss + options.cells * seeing).backward(); torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0); optimizer.step(); optimizer.zero_grad()
        step += 1; seen += len(labels); recent.append((float(loss.detach()) if stage != "see" else 0.0, float(seeing.detach())))
        if step % 25 == 0:
            print(json.dumps(dict(step=step, samples=seen, minutes=round((time.time() - began) / 60, 2), stage=stage, loss=round(sum(a for a, _ in recent) / len(recent), 4), cells=round(sum(b for _, b in recent) / len(recent), 4), rate=rate)), flush=True); recent = []
        if step % 500 == 0: model.save_pretrained(options.out)
    model.generation_config.eos_token_id = [tokenizer.token_to_id("<|im_end|>"), pad]; model.generation_config.pad_token_id = pad
    model.save_pretrained(options.out)


if __name__ == "__main__":
    main()
