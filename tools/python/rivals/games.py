"""Rival of the benchmark group "games": Pillow, in one thread.

Usage: python games.py FOLDER, where tools/src/bench has put what both sides read. See serve.py for the protocol.
"""

import io
import json
import os
import platform
import sys

import numpy as np
import PIL
from PIL import Image, ImageDraw
from serve import Work, serve

FOLDER = sys.argv[1]


def read_json(name):
    with open(os.path.join(FOLDER, name), encoding="utf8") as file:
        return json.load(file)


def mark_mask(kind, cell, scale, stroke):
    """How much of each pixel of a cell a mark covers; made once, so that drawing a mark is one paste."""
    pen, away = stroke * cell / 2, np.abs(np.arange(cell) + 0.5 - cell / 2)
    x, y = np.meshgrid(away, away)
    reach = scale * cell / 2 - pen
    if kind == "cross":
        along = np.minimum((x + y) / 2, reach)
        distance = np.hypot(x - along, y - along)
    else:
        distance = np.abs(np.hypot(x, y) - reach)
    return Image.fromarray(np.floor(255 * np.clip(0.5 - (distance - pen), 0, 1) + 0.5).astype(np.uint8))


class Boards:
    """Draws the boards of `boards.json` as a user of Pillow would who wants it fast: rectangles and pasted marks."""

    def __init__(self, size, count):
        data = read_json("boards.json")
        self.boards, self.theme, self.size, self.count = data["boards"], data["theme"], size, count
        self.cell = size // 9
        self.left = (size - 9 * self.cell) // 2
        shape = self.cell, self.theme["markScale"], self.theme["stroke"]
        self.marks = {
            1: (mark_mask("cross", *shape), tuple(self.theme["cross"])),
            2: (mark_mask("ring", *shape), tuple(self.theme["ring"])),
        }

    def at(self, call):
        first = self.count * call % len(self.boards)
        return [self.draw(board) for board in self.boards[first : first + self.count]]

    def draw(self, board):
        theme, cell, left = self.theme, self.cell, self.left
        image = Image.new("RGB", (self.size, self.size), tuple(theme["background"]))
        pen = ImageDraw.Draw(image)

        def rectangle(x, y, width, height, color):
            pen.rectangle((x, y, x + width - 1, y + height - 1), fill=tuple(color))

        def block(index, color):
            rectangle(left + index % 3 * 3 * cell, left + index // 3 * 3 * cell, 3 * cell, 3 * cell, color)

        for index, state in enumerate(board["closed"]):
            if state:
                block(index, theme["closed"][state - 1])
        for index in board["highlighted"]:
            block(index, theme["highlight"])
        half = [max(1, int(cell / (40 if line % 3 else 14) + 0.5)) for line in range(10)]
        for line in range(10):
            rectangle(left, left + line * cell - half[line], 9 * cell, 2 * half[line], theme["line"])
        for line in range(10):
            rectangle(left + line * cell - half[line], left, 2 * half[line], 9 * cell, theme["line"])
        for index, mark in enumerate(board["marks"]):
            if mark:
                mask, color = self.marks[mark]
                image.paste(color, (left + index % 9 * cell, left + index // 9 * cell), mask)
        return image


def pixels(images):
    return {"pixels": np.concatenate([np.asarray(image.convert("RGB")).ravel() for image in images]).astype(np.float32)}


def draw(work):
    boards = Boards(work["size"], work["boards"])
    return Work(boards.at, pixels)


def draw_and_encode(work, **options):
    boards = Boards(work["size"], work["boards"])

    def encode(image):
        file = io.BytesIO()
        image.save(file, "PNG", **options)
        return file.getvalue()

    def run(call):
        return [encode(image) for image in boards.at(call)]

    return Work(run, lambda files: pixels([Image.open(io.BytesIO(png)) for png in files]))


def cases():
    for name, work in read_json("cases.json").items():
        if work["task"] == "draw":
            yield f"{name}/Pillow", lambda work=work: draw(work)
        if work["task"] == "draw and encode":
            yield f"{name}/Pillow", lambda work=work: draw_and_encode(work)
            yield f"{name}/Pillow, compress_level=1", lambda work=work: draw_and_encode(work, compress_level=1)


serve(dict(cases()), versions={"python": platform.python_version(), "pillow": PIL.__version__})
