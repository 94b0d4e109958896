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


class UltimateBoards:
    """Draws as a user of Pillow would who wants it fast: rectangles and pasted marks."""

    def __init__(self, size):
        data = read_json("ultimate_tic_tac_toe.json")
        self.boards, self.theme, self.size = data["boards"], data["theme"], size
        self.cell = size // 9
        self.left = (size - 9 * self.cell) // 2
        shape = self.cell, self.theme["markScale"], self.theme["stroke"]
        self.marks = {
            1: (mark_mask("cross", *shape), tuple(self.theme["cross"])),
            2: (mark_mask("ring", *shape), tuple(self.theme["ring"])),
        }

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


class ChessBoards:
    """Copies the empty board and pastes squares with pieces on them, ready made."""

    def __init__(self, size):
        self.boards = read_json("chess.json")["boards"]
        cell = size // 8
        left = (size - 8 * cell) // 2
        self.corners = [(left + square % 8 * cell, left + (7 - square // 8) * cell) for square in range(64)]
        self.empty, *full = (Image.open(os.path.join(FOLDER, f"chess-{piece}.png")).convert("RGB") for piece in range(13))
        self.squares = [[image.crop((x, y, x + cell, y + cell)) for x, y in self.corners] for image in full]

    def draw(self, board):
        image = self.empty.copy()
        for square, piece in enumerate(board):
            if piece:
                image.paste(self.squares[piece - 1][square], self.corners[square])
        return image


def drawing(work):
    """Draws the boards of a call."""
    kind = {"ultimate_tic_tac_toe": UltimateBoards, "chess": ChessBoards}[work["game"]](work["size"])
    count = work["boards"]

    def draw(call):
        first = count * call % len(kind.boards)
        return [kind.draw(board) for board in kind.boards[first : first + count]]

    return draw


def pixels(images):
    return {"pixels": np.concatenate([np.asarray(image.convert("RGB")).ravel() for image in images]).astype(np.float32)}


def draw(work):
    return Work(drawing(work), pixels)


def draw_and_encode(work, **options):
    draw = drawing(work)

    def encode(image):
        file = io.BytesIO()
        image.save(file, "PNG", **options)
        return file.getvalue()

    def run(call):
        return [encode(image) for image in draw(call)]

    return Work(run, lambda files: pixels([Image.open(io.BytesIO(png)) for png in files]))


def cases():
    for name, work in read_json("cases.json").items():
        if work.get("task") == "draw":
            yield f"{name}/Pillow", lambda work=work: draw(work)
        if work.get("task") == "draw and encode":
            yield f"{name}/Pillow", lambda work=work: draw_and_encode(work)
            yield f"{name}/Pillow, compress_level=1", lambda work=work: draw_and_encode(work, compress_level=1)


serve(dict(cases()), versions={"python": platform.python_version(), "pillow": PIL.__version__})
