"""Compare pixels with Pillow and pixel values with transformers, bit for bit, on random pictures; or compare the time.

  python tools/python/check_images.py [--count 500] [--seed 1] [--record FOLDER]
  taskset -c 1 python tools/python/check_images.py --speed

Needs a built workspace. Sizes are 1 to 700 a side, modes 1, L, LA, P, P with transparency, RGB, RGBA, CMYK and 16 bits a
sample (gray, RGB, RGBA), saved as PNG of all filters, JPEG, WebP, GIF and TIFF. Expected are the colors of
`Image.convert("RGB")` after `exif_transpose`, and the pixel values that the PIL image processors of Qwen2-VL and Gemma 3
make of them. Of 16 bits the upper 8 count, where Pillow clips gray ones to white. Exits with 1 at a difference.

JPEG and lossy WebP round as their library does: they are equal with libjpeg-turbo 3.1 and libwebp 1.6 in Pillow 12.3 and with
sharp 0.35; other builds may differ.

--record keeps some of the smaller pictures in a folder, with what is expected of them.

--speed compares the processor time from PNG bytes to pixel values of drawn boards, both sides in turn: run it on one core.
"""

import argparse
import hashlib
import io
import json
import os
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import zlib

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageOps
from transformers.models.gemma3.image_processing_pil_gemma3 import Gemma3ImageProcessorPil
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

HERE = os.path.dirname(os.path.abspath(__file__))
MODES = ["1", "L", "LA", "P", "P+transparency", "RGB", "RGBA", "CMYK", "16 gray", "16 RGB", "16 RGBA"]
HALF = dict(image_mean=[0.5] * 3, image_std=[0.5] * 3)
PROCESSORS = [
    (Qwen2VLImageProcessorPil, dict(patch_size=14)),
    (Qwen2VLImageProcessorPil, dict(patch_size=16, size=dict(shortest_edge=4096, longest_edge=262144), **HALF)),
    (Qwen2VLImageProcessorPil, dict(patch_size=14, resample=2, size=dict(shortest_edge=784, longest_edge=50176))),
    (Gemma3ImageProcessorPil, dict(size=dict(height=224, width=224), **HALF)),
    (Gemma3ImageProcessorPil, dict(size=dict(height=896, width=896), **HALF)),
]


class Ours:
    """The Node side, a line for a line."""

    def __init__(self):
        main = os.path.join(HERE, "..", "dist", "images", "main.js")
        self.node = subprocess.Popen(["node", main], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def config(self, processor):
        return {**processor[1], "image_processor_type": processor[0].__name__.removesuffix("Pil")}

    def ask(self, file, processor, **request):
        self.node.stdin.write(json.dumps(dict(file=file, processor=self.config(processor), **request)) + "\n")
        self.node.stdin.flush()
        return json.loads(self.node.stdout.readline())


def digest(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def side(random):
    """1 to 700, small ones as often as large ones."""
    return int(np.exp(random.uniform(0, np.log(701))))


def pixels(random, height, width):
    """RGBA: noise, a gradient, or boxes on a ground."""
    kind = random.integers(3)
    if kind == 0:
        return random.integers(0, 256, (height, width, 4), dtype=np.uint8)
    if kind == 1:
        y, x = np.mgrid[0:height, 0:width]
        return np.stack([(a * y + b * x + c) % 256 for a, b, c in random.integers(0, 9, (4, 3))], -1).astype(np.uint8)
    array = np.tile(random.integers(0, 256, 4, dtype=np.uint8), (height, width, 1))
    for _ in range(6):
        top, left = random.integers(0, height), random.integers(0, width)
        array[top : top + random.integers(1, 99), left : left + random.integers(1, 99)] = random.integers(0, 256, 4)
    return array


def png(array, color_type, random):
    """A PNG file of 16-bit samples, rows filtered by "none" and "sub"; Pillow writes none but gray."""
    height, width, channels = array.shape
    rows = array.astype(">u2").tobytes()
    length, step = 2 * width * channels, 2 * channels
    data = b""
    for y in range(height):
        row = np.frombuffer(rows[y * length : (y + 1) * length], np.uint8)
        filtered = random.integers(2)
        data += bytes([filtered])
        data += (row - np.concatenate([np.zeros(step, np.uint8), row[:-step]]) if filtered else row).tobytes()
    chunk = lambda kind, body: struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    header = struct.pack(">IIBBBBB", width, height, 16, color_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def make(random, folder, index):
    """A picture in a file; its name, what it is, and its colors where Pillow's are not the expected ones."""
    height, width = side(random), side(random)
    if random.integers(4) == 0:
        height = max(1, width // int(random.integers(100, 230)))
    if index % 40 == 39:  # Very tall: Pillow shrinks it in height first.
        height, width = int(random.integers(401, 701)), int(random.integers(2, 5))
    array, mode = pixels(random, height, width), MODES[index % len(MODES)]
    name = os.path.join(folder, f"{index}.png")
    if mode.startswith("16"):
        channels, color_type = {"16 gray": (1, 0), "16 RGB": (3, 2), "16 RGBA": (4, 6)}[mode]
        deep = array[..., :channels].astype(np.uint16) << 8 | random.integers(0, 256, (height, width, channels)).astype(np.uint16)
        with open(name, "wb") as file:
            file.write(png(deep, color_type, random))
        return name, mode, np.broadcast_to(array[..., : min(channels, 3)], (height, width, 3))
    image, extra = Image.fromarray(array), {}
    if mode.startswith("P"):
        image = image.convert("RGB").quantize(int(random.choice([2, 4, 16, 17, 256])), dither=Image.Dither.NONE)
        if mode != "P":
            extra["transparency"] = int(random.integers(0, 3)) if random.integers(2) else bytes(random.integers(0, 256, 2).tolist())
    elif mode != "RGBA":
        image = image.convert("RGB").convert(mode) if mode == "1" else image.convert(mode)
    kinds = {"P": ["png", "gif"], "RGB": ["png", "webp", "lossy webp", "tiff", "jpeg"], "RGBA": ["png", "webp"], "L": ["tiff", "jpeg"], "CMYK": ["tiff", "jpeg"]}
    kind = str(random.choice(kinds.get(mode, ["png"]))) if random.integers(3) or mode == "CMYK" else "png"
    if kind == "jpeg":
        extra.update(quality=int(random.integers(30, 100)), progressive=bool(random.integers(2)), subsampling=int(random.integers(3)))
    elif kind == "webp":
        extra.update(lossless=True, exact=True)
    if kind in ("png", "jpeg") and random.integers(6) == 0:
        exif = Image.Exif()
        exif[0x0112] = int(random.integers(1, 9))
        extra["exif"] = exif
    # The name lies on purpose: the content decides.
    image.save(name, format=kind.removeprefix("lossy "), **extra)
    return name, f"{mode} {kind}{' turned' if 'exif' in extra else ''}", None


def compare(count, seed, record):
    random, ours, failures, refused, kinds, rows = np.random.default_rng(seed), Ours(), 0, 0, {}, []
    with tempfile.TemporaryDirectory() as folder:
        for index in range(count):
            name, kind, colors = make(random, folder, index)
            if colors is None:
                colors = np.asarray(ImageOps.exif_transpose(Image.open(name)).convert("RGB"))
            processor = PROCESSORS[-1] if index % 50 == 0 else PROCESSORS[index // len(MODES) % (len(PROCESSORS) - 1)]
            answer = ours.ask(name, processor)
            wrong = []
            if answer.get("colors") != digest(colors) or [answer["height"], answer["width"]] != list(colors.shape[:2]):
                wrong.append("colors")
            try:
                image = processor[0](**processor[1])(images=[Image.fromarray(colors)], return_tensors="np")
                if answer.get("pixelValues") != digest(image["pixel_values"]) or answer["shape"] != list(image["pixel_values"].shape):
                    wrong.append("pixel values")
            except ValueError as error:
                image = None
                refused += 1
                if "refused" not in answer:
                    wrong.append(f"not refused: {error}")
            kinds[kind] = kinds.get(kind, 0) + 1
            failures += bool(wrong)
            if wrong:
                print(f"{index}: {kind} {colors.shape[1]}x{colors.shape[0]} {processor}: {wrong} {answer.get('refused', '')}")
            few = index % 40 == 39 or (os.path.getsize(name) < 1000 and kinds[kind] < 3)
            if record and few and image is not None:
                file = f"{len(rows)}.bin"
                shutil.move(name, os.path.join(record, file))
                keys = ("width", "height", "colors", "shape", "pixelValues")
                rows.append({"kind": kind, "file": file, "processor": ours.config(processor), **{key: answer[key] for key in keys}})
            else:
                os.remove(name)
        if record:
            with open(os.path.join(record, "pictures.json"), "w") as file:
                json.dump(rows, file, indent=1)
        print(f"{count - failures} of {count} pictures equal, {refused} of them refused by both sides; seed {seed}")
        print(", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items())))
    return failures


def boards(folder):
    for size in (192, 448):
        image = Image.new("RGB", (size, size), "white")
        draw = ImageDraw.Draw(image)
        cell = size / 9
        for i in range(10):
            for line in ([i * cell, 0, i * cell, size], [0, i * cell, size, i * cell]):
                draw.line(line, "black", 4 if i % 3 == 0 else 1)
        for i in range(81):
            x, y = i % 9 * cell, i // 9 * cell
            box = [x + cell / 5, y + cell / 5, x + 4 * cell / 5, y + 4 * cell / 5]
            if i % 3 == 0:
                draw.line(box, "blue", 3)
            elif i % 2:
                draw.ellipse(box, outline="red", width=3)
        name = os.path.join(folder, f"{size}.png")
        image.save(name)
        yield size, name


def speed():
    torch.set_num_threads(1)
    ours, processor = Ours(), PROCESSORS[1]
    theirs = processor[0](**processor[1])
    with tempfile.TemporaryDirectory() as folder:
        for size, name in boards(folder):
            with open(name, "rb") as file:
                data = file.read()
            times = ([], [])
            for turn in range(8):
                begin = time.process_time()
                for _ in range(30):
                    theirs(images=[Image.open(io.BytesIO(data)).convert("RGB")], return_tensors="pt")
                cpu = 1000 * (time.process_time() - begin) / 30
                answer = ours.ask(name, processor, repeat=100)
                if turn > 0:  # The first one warms up.
                    times[0].append(cpu)
                    times[1].append(answer["milliseconds"])
            a, b = map(statistics.median, times)
            print(f"{size} px: transformers {a:.2f} ms, ours {b:.2f} ms, {a / b:.1f} times as fast (best turns: {min(times[0]) / min(times[1]):.1f})")


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--count", type=int, default=500)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--record")
parser.add_argument("--speed", action="store_true")
options = parser.parse_args()
sys.exit(speed() if options.speed else 1 if compare(options.count, options.seed, options.record) else 0)
