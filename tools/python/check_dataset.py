"""Load a dataset folder written by @vlm/dataset with Hugging Face datasets, in three ways, and compare.

Usage: python check_dataset.py DIR [FILE.arrow]

Exits with 1 unless the features are those of the manifest's files to the letter, every image decodes, the splits have
the manifest's row counts, and the three ways give the same rows. The Arrow stream, when given, must be a table of the
same features and of the rows of the split train.
"""

import glob
import json
import os
import sys
import tempfile

import PIL.Image
import pyarrow as pa
import pyarrow.parquet as pq
from datasets import Dataset, Features, disable_progress_bars, load_dataset


def decode_images(value):
    """Images in a cell, decoded."""
    if isinstance(value, PIL.Image.Image):
        value.load()
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [image for item in value for image in decode_images(item)] if isinstance(value, list) else []


def check_arrow(path, expected):
    table = pa.ipc.open_stream(path).read_all()
    dataset = Dataset(table)
    assert dataset.features == expected.features, f"{path}: {dataset.features} != {expected.features}"
    assert table.to_pylist() == expected.data.to_pylist(), f"{path}: rows differ"
    images = [image for row in dataset for image in decode_images(row)]
    print(f"{path}: {len(dataset)} rows, {len(images)} images, equal to train")


def check(folder, arrow=None):
    with open(os.path.join(folder, "MANIFEST.json")) as file:
        splits = json.load(file)["splits"]
    disable_progress_bars()
    with tempfile.TemporaryDirectory() as cache:
        by_card = load_dataset(folder, cache_dir=cache)
        data_files = {s["name"]: [os.path.join(folder, shard["path"]) for shard in s["shards"]] for s in splits}
        by_parquet = load_dataset("parquet", data_files=data_files, cache_dir=cache)
        assert list(by_card) == [s["name"] for s in splits], list(by_card)
        for split in splits:
            name, paths = split["name"], data_files[split["name"]]
            assert sorted(paths) == sorted(glob.glob(os.path.join(folder, "data", f"{name}-*"))), "stray shards"
            written = json.loads(pq.read_schema(paths[0]).metadata[b"huggingface"])["info"]["features"]
            features = Features.from_dict(written)
            from_file = Dataset.from_parquet(paths, cache_dir=cache)
            for dataset in (by_card[name], by_parquet[name], from_file):
                assert dataset.features == features, f"{name}: {dataset.features} != {features}"
                assert len(dataset) == split["rows"], f"{name}: {len(dataset)} rows, not {split['rows']}"
                assert dataset.data.to_pylist() == from_file.data.to_pylist(), f"{name}: rows differ"
            images = [image for row in from_file for image in decode_images(row)]
            columns = [column for column, feature in features.items() if "Image(" in str(feature)]
            kinds = sorted({f"{image.format} {image.mode} {image.size[0]}x{image.size[1]}" for image in images})
            print(f"{name}: {len(from_file)} rows, {len(features)} columns, {len(images)} images in {columns}: {kinds}")
            if name == "train" and arrow is not None:
                check_arrow(arrow, from_file)
    print(f"features equal in all splits; loaded by card, by file pattern and from_parquet: {folder}")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    check(*sys.argv[1:])
