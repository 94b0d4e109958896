"""Rivals of the benchmark group "data": transformers, Pillow and pyarrow, each in one thread.

Usage: python data.py FOLDER, where tools/src/bench has put what both sides read. See serve.py for the protocol.
"""

import hashlib
import io
import json
import os
import platform
import sys

import numpy as np
import PIL
import PIL.Image
import pyarrow
import pyarrow.parquet
import torch
from serve import Work, serve

from torchvision_operators import import_torchvision

torchvision_version, torchvision_problem = import_torchvision()

import transformers  # noqa: E402 (looks for torchvision when it is imported)
from transformers import PreTrainedTokenizerFast, Qwen3VLProcessor  # noqa: E402

FOLDER = sys.argv[1]
CHECKPOINT = os.path.join(FOLDER, "checkpoint")

torch.set_num_threads(1)
pyarrow.set_cpu_count(1)
pyarrow.set_io_thread_count(1)


def read_json(*path):
    with open(os.path.join(*path), encoding="utf8") as file:
        return json.load(file)


def read_bytes(*path):
    with open(os.path.join(*path), "rb") as file:
        return file.read()


def load_tokenizer():
    path = os.path.join(CHECKPOINT, "tokenizer.json")
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=path, pad_token="<|endoftext|>", eos_token="<|im_end|>")
    tokenizer.chat_template = read_bytes(CHECKPOINT, "chat_template.jinja").decode()
    return tokenizer


def load_image_processor(backend):
    settings = read_json(CHECKPOINT, "preprocessor_config.json")
    settings.pop("image_processor_type")
    if backend == "torchvision":
        from transformers.models.qwen2_vl.image_processing_qwen2_vl import Qwen2VLImageProcessor

        return Qwen2VLImageProcessor(**settings)
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

    return Qwen2VLImageProcessorPil(**settings)


class PictureProcessor(Qwen3VLProcessor):
    """Qwen3-VL's processor for pictures alone: the one for videos needs torchvision."""

    def check_argument_for_proper_class(self, argument_name, argument):
        if argument_name == "video_processor":
            return None
        return super().check_argument_for_proper_class(argument_name, argument)


def load_processor(backend):
    tokenizer = load_tokenizer()
    return PictureProcessor(load_image_processor(backend), tokenizer, None, chat_template=tokenizer.chat_template)


class Batches:
    """Pictures as PNG bytes and their conversations, eight at a time."""

    size = 8

    def __init__(self, name):
        self.conversations = read_json(FOLDER, name, "conversations.json")
        self.pictures = [read_bytes(FOLDER, name, f"{index}.png") for index in range(len(self.conversations))]

    def at(self, call):
        first = self.size * call % len(self.conversations)
        pictures = [PIL.Image.open(io.BytesIO(png)) for png in self.pictures[first : first + self.size]]
        return self.conversations[first : first + self.size], pictures


def with_picture(messages, picture):
    """The messages with the picture in their image part."""
    return [
        {
            **message,
            "content": [
                {**part, "image": picture} if part["type"] == "image" else part for part in message["content"]
            ],
        }
        for message in messages
    ]


def batch_arrays(batch):
    names = ("input_ids", "attention_mask", "pixel_values", "image_grid_thw")
    arrays = {name: batch[name].numpy() for name in names}
    return {name: array.astype(np.int32) if array.dtype == np.int64 else array for name, array in arrays.items()}


def collate(size, backend):
    """One call of `processor.apply_chat_template`, as its documentation has it."""
    processor, batches = load_processor(backend), Batches(f"samples-{size}")

    def run(call):
        conversations, pictures = batches.at(call)
        return processor.apply_chat_template(
            [with_picture(*pair) for pair in zip(conversations, pictures)],
            tokenize=True,
            return_dict=True,
            processor_kwargs={"padding": True, "return_tensors": "pt"},
        )

    return Work(run, batch_arrays)


def collate_by_parts(size):
    """The same from the processor's parts, without what it does around them."""
    tokenizer, image_processor, batches = load_tokenizer(), load_image_processor("PIL"), Batches(f"samples-{size}")
    placeholder = "<|image_pad|>"

    def run(call):
        conversations, pictures = batches.at(call)
        batch = image_processor(images=pictures, return_tensors="pt")
        texts = tokenizer.apply_chat_template(conversations, tokenize=False)
        tokens = (batch["image_grid_thw"].prod(-1) // image_processor.merge_size**2).tolist()
        texts = [text.replace(placeholder, placeholder * count) for text, count in zip(texts, tokens)]
        batch.update(tokenizer(texts, padding=True, return_tensors="pt"))
        return batch

    return Work(run, batch_arrays)


def chat(at_once):
    """Ids alone: `return_dict=True`, the default, takes longer."""
    tokenizer, conversations = load_tokenizer(), read_json(FOLDER, "conversations.json")
    count = 500

    def run(call):
        first = count * call % len(conversations)
        chosen = conversations[first : first + count]
        if at_once:
            return tokenizer.apply_chat_template(chosen, tokenize=True, return_dict=False)
        return [tokenizer.apply_chat_template(messages, tokenize=True, return_dict=False) for messages in chosen]

    def output(ids):
        return {
            "ids": np.array([token for one in ids for token in one], np.int32),
            "lengths": np.array([len(one) for one in ids], np.int32),
        }

    return Work(run, output)


def parquet_rows():
    """Every row as Python objects, a hundred at a time: our row groups have as many."""
    folder = os.path.join(FOLDER, "dataset", "data")

    def rows():
        (name,) = os.listdir(folder)
        with pyarrow.parquet.ParquetFile(os.path.join(folder, name)) as file:
            for batch in file.iter_batches(batch_size=100):
                yield from batch.to_pylist()

    def run(call):
        return sum(len(row["image"]["bytes"]) for row in rows())

    def output(_):
        digest, count = hashlib.sha256(), 0
        for row in rows():
            digest.update(row["id"].encode() + row["image"]["bytes"] + row["answer"].encode())
            count += 1
        return digest_arrays(digest, count)

    return Work(run, output)


def parquet_batches():
    """Arrow's record batches as they are."""
    folder = os.path.join(FOLDER, "dataset", "data")

    def batches():
        (name,) = os.listdir(folder)
        with pyarrow.parquet.ParquetFile(os.path.join(folder, name)) as file:
            yield from file.iter_batches(batch_size=100)

    def run(call):
        return sum(batch.num_rows for batch in batches())

    def output(_):
        digest, count = hashlib.sha256(), 0
        for batch in batches():
            columns = (batch["id"], batch["image"].field("bytes"), batch["answer"])
            for identity, picture, answer in zip(*columns):
                digest.update(identity.as_py().encode() + picture.as_py() + answer.as_py().encode())
            count += batch.num_rows
        return digest_arrays(digest, count)

    return Work(run, output)


def digest_arrays(digest, count):
    return {"rows": np.array([count], np.int32), "sha256": np.array(list(digest.digest()), np.int32)}


def decode(name):
    folder = os.path.join(FOLDER, name)
    pictures = [read_bytes(folder, f"{index}.png") for index in range(len(os.listdir(folder)))]
    count = 8

    def run(call):
        first = count * call % len(pictures)
        return [PIL.Image.open(io.BytesIO(png)).convert("RGB") for png in pictures[first : first + count]]

    return Work(run, lambda images: {"pixels": np.concatenate([np.array(i).ravel() for i in images]).astype(np.int32)})


def resize(backend):
    processor = load_image_processor(backend)
    picture = PIL.Image.open(os.path.join(FOLDER, "resize-640x480.png")).convert("RGB")

    def output(batch):
        return {
            "pixel_values": batch["pixel_values"].numpy(),
            "image_grid_thw": batch["image_grid_thw"].numpy().astype(np.int32).ravel(),
        }

    return Work(lambda call: processor(images=[picture], return_tensors="pt"), output)


def cases():
    for size in (192, 448):
        name = f"collate-{size}"
        yield f"{name}/transformers (PIL)", lambda size=size: collate(size, "PIL")
        yield f"{name}/transformers (PIL), by its parts", lambda size=size: collate_by_parts(size)
        yield f"{name}/transformers (torchvision)", lambda size=size: collate(size, "torchvision")
        yield f"decode-{size}/Pillow", lambda name=f"decode-{size}": decode(name)
    yield "chat/transformers", lambda: chat(at_once=False)
    yield "chat/transformers, all at once", lambda: chat(at_once=True)
    for name in ("parquet", "parquet-views", "parquet-checked"):
        yield f"{name}/pyarrow, rows", parquet_rows
        yield f"{name}/pyarrow, record batches", parquet_batches
    for backend in ("PIL", "torchvision"):
        yield f"resize-640x480/transformers ({backend})", lambda backend=backend: resize(backend)


known = dict(cases())
absent = {name: torchvision_problem for name in known if "torchvision" in name} if torchvision_problem else {}
serve(
    {name: work for name, work in known.items() if name not in absent},
    absent,
    {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "pillow": PIL.__version__,
        "pyarrow": pyarrow.__version__,
        "torch": torch.__version__,
        "transformers": transformers.__version__,
        **({"torchvision": torchvision_version} if torchvision_version else {}),
    },
)
