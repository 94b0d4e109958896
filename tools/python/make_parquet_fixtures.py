"""Write the Parquet files of pyarrow's making with which @vlm/dataset tests its decoder, and the rows they hold.

Usage: python make_parquet_fixtures.py FOLDER

Writes FOLDER/arrow-*.parquet (pyarrow 25.0.1; no randomness) and FOLDER/arrow.json, where bytes are lists of numbers and
64-bit integers are strings.
"""

import json
import os
import sys

import pyarrow as pa
import pyarrow.parquet as pq

MOVE = pa.struct([pa.field("row", pa.int32(), nullable=False), pa.field("why", pa.string())])
SCHEMA = pa.schema(
    [
        pa.field("id", pa.int32(), nullable=False),
        pa.field("name", pa.large_string()),
        pa.field("tiny", pa.int8()),
        pa.field("small", pa.uint16()),
        pa.field("wide", pa.uint32()),
        pa.field("big", pa.int64()),
        pa.field("huge", pa.uint64()),
        pa.field("single", pa.float32()),
        pa.field("double", pa.float64()),
        pa.field("flag", pa.bool_()),
        pa.field("blob", pa.large_binary()),
        pa.field("code", pa.binary(3)),
        pa.field("pair", pa.list_(pa.int16(), 2)),
        pa.field("moves", pa.large_list(MOVE)),
        pa.field("boards", pa.list_(pa.list_(pa.int32()))),
        pa.field("words", pa.dictionary(pa.int32(), pa.string())),
    ]
)


def row(index):
    present = index % 7 != 3
    moves = [{"row": at, "why": None if at % 3 == 0 else f"why {at}"} for at in range(index * 5 % 31)]
    return {
        "id": index,
        "name": f"row {index} " + "é" * (index % 5) if present else None,
        "tiny": index % 256 - 128,
        "small": 65535 - index if present else None,
        "wide": 2**32 - 1 - index * 1000,
        "big": (-1) ** index * 2**62 + index**5,
        "huge": 2**64 - 1 - index,
        "single": 0.5 * index if present else None,
        "double": -0.1 * index,
        "flag": index % 3 == 0 if index % 11 else None,
        "blob": bytes(range(index % 9)) if present else None,
        "code": bytes([index % 256, 0, 255]),
        "pair": [index, -index] if present else None,
        "moves": moves if index % 13 else None,
        "boards": [[at] * (at % 4) if at % 5 else None for at in range(index % 17)],
        "words": ["red", "green", "blue", None][index % 4],
    }


def plain(value, key=None):
    """A cell as JSON can hold it."""
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, dict):
        return {name: plain(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return str(value) if key in ("big", "huge") and value is not None else value


def write(folder):
    rows = [row(index) for index in range(200)]
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    plain_schema = SCHEMA.remove_metadata()
    assert table.schema.equals(plain_schema)

    def save(name, **options):
        pq.write_table(table, os.path.join(folder, f"arrow-{name}.parquet"), store_schema=False, **options)

    # Pages of a few values: lists go on from page to page.
    small = {"row_group_size": 90, "data_page_size": 40, "write_batch_size": 3}
    save("plain-pages", use_dictionary=False, compression="none", **small)
    save("dictionary-pages", data_page_version="1.0", dictionary_pagesize_limit=60, **small)
    save("second-pages", data_page_version="2.0", compression="zstd", write_page_index=True, **small)
    encodings = {
        "id": "DELTA_BINARY_PACKED",
        "tiny": "DELTA_BINARY_PACKED",
        "big": "DELTA_BINARY_PACKED",
        "huge": "DELTA_BINARY_PACKED",
        "name": "DELTA_BYTE_ARRAY",
        "blob": "DELTA_LENGTH_BYTE_ARRAY",
        "single": "BYTE_STREAM_SPLIT",
        "double": "BYTE_STREAM_SPLIT",
        "code": "BYTE_STREAM_SPLIT",
        "flag": "RLE",
        "boards.list.element.list.element": "DELTA_BINARY_PACKED",
    }
    save("encodings", use_dictionary=False, column_encoding=encodings, compression="gzip", data_page_version="2.0")
    with open(os.path.join(folder, "arrow.json"), "w") as file:
        json.dump([plain(item) for item in rows], file, ensure_ascii=True)
        file.write("\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write(sys.argv[1])
