"""Write the Parquet file and the expected rows with which @vlm/dataset tests what it reads of Hugging Face's making.

Usage: python make_dataset_fixture.py FOLDER

Writes FOLDER/huggingface.parquet (datasets 5.0.1, pyarrow 25.0.1; no randomness) and FOLDER/huggingface.json, where
bytes are lists of numbers and 64-bit integers are strings.
"""

import io
import json
import os
import sys

import PIL.Image
from datasets import Dataset, Features, Image, List, Value, disable_progress_bars

FEATURES = Features(
    {
        "id": Value("string"),
        "image": Image(),
        "flag": Value("bool"),
        "big": Value("int64"),
        "score": Value("float32"),
        "move": {"row": Value("int32"), "col": Value("int32")},
        "moves": List({"row": Value("int32"), "values": List(Value("float64"))}),
        "boards": List(List(Value("int32"))),
        "images": List(Image()),
    }
)


def png(size):
    buffer = io.BytesIO()
    PIL.Image.new("RGB", (size, size), (size, 128, 255)).save(buffer, "PNG")
    return {"bytes": buffer.getvalue(), "path": f"{size}.png"}


def rows():
    move = {"row": 1, "col": None}
    yield ["\ufeffÄ😀", png(2), True, 2**62 + 1, -0.5, move, [{"row": 1, "values": [0.1, None]}, None], [[1], [], None], [png(3), None]]
    yield [None] * len(FEATURES)
    yield ["", {**png(4), "path": None}, False, -(2**63), 0.0, {"row": None, "col": None}, [], [], []]
    for index in range(5):
        yield [f"row {index}", png(5), None, index, 0.25 * index, move, [{"row": index, "values": None}], [[index] * index], None]


def plain(value, key=None):
    """A cell as JSON can hold it."""
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, dict):
        return {name: plain(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return str(value) if key == "big" and value is not None else value


def write(folder):
    disable_progress_bars()
    table = [dict(zip(FEATURES, row, strict=True)) for row in rows()]
    Dataset.from_list(table, features=FEATURES).to_parquet(os.path.join(folder, "huggingface.parquet"), batch_size=3)
    with open(os.path.join(folder, "huggingface.json"), "w") as file:
        json.dump([plain(row) for row in table], file, ensure_ascii=True)
        file.write("\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write(sys.argv[1])
