"""Run the notebook's own `format_data` cell, unchanged, on a dataset folder written by @vlm/dataset.

Usage: python run_seed_000.py DIR NOTEBOOK_TEXT

NOTEBOOK_TEXT is the notebook as text, cells headed `In [n]:`. Prints how many samples each split gave of each task and
exits with 1 if a sample is not the three messages that the notebook trains on.
"""

import collections
import glob
import json
import os
import random
import re
import sys
import tempfile

from datasets import Dataset, disable_progress_bars

TASKS = {
    "Identify the allowed square": "ALLOWED_SQUARE",
    "Visually analyze the board": "MOVE",
    "Examine Global Subgrid": "STATE",
    "Is it legal for Player": "LEGALITY",
}


def format_data_of(notebook):
    """The function that the notebook defines, with the two modules that its first cell imports."""
    with open(notebook, encoding="utf-8") as file:
        cells = re.split(r"^In \[\d+\]:\n", file.read(), flags=re.M)[1:]
    cell = next(cell for cell in cells if "def format_data(" in cell)
    # A cell's text runs on into the markdown headings that follow it.
    source = re.split(r"^### ", cell, flags=re.M)[0]
    scope = {"json": json, "random": random}
    exec(compile(source, notebook, "exec"), scope)
    return scope["format_data"]


def task_of(sample):
    roles = [message["role"] for message in sample["messages"]]
    assert roles == ["system", "user", "assistant"], roles
    prompt, answer = (next(part["text"] for part in m["content"] if part["type"] == "text") for m in sample["messages"][1:])
    assert answer.startswith("JSON_START\n") and answer.endswith("\nJSON_END"), answer
    json.loads(answer[len("JSON_START\n") : -len("\nJSON_END")])
    assert sample["image"].convert("RGB").size[0] > 0
    return next(task for opening, task in TASKS.items() if prompt.startswith(opening))


def run(folder, notebook):
    format_data = format_data_of(notebook)
    disable_progress_bars()
    random.seed(0)
    with tempfile.TemporaryDirectory() as cache:
        shards = sorted(glob.glob(os.path.join(folder, "data", "*.parquet")))
        for split in sorted({os.path.basename(path).split("-")[0] for path in shards}):
            paths = [path for path in shards if os.path.basename(path).startswith(f"{split}-")]
            formatted = Dataset.from_parquet(paths, cache_dir=cache).map(format_data, batched=True)
            counts = collections.Counter(task_of(sample) for sample in formatted)
            print(f"{split}: {len(formatted)} samples:", ", ".join(f"{task} {counts[task]}" for task in TASKS.values()))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    run(*sys.argv[1:])
