"""The rivals' side of a benchmark: a process that stays up and answers requests, one line of JSON each.

It begins with {"cases": […], "absent": {case: reason}, "versions": {…}}. Then, until its input ends:

  {"case": "collate-192/transformers (PIL)", "first": 10, "repeat": 3, "clock": "wall"}
    → {"seconds": [0.011, 0.010, 0.012]}
  {"case": "collate-192/transformers (PIL)", "first": 0, "save": "o.safetensors"}
    → {"saved": "o.safetensors"}
  {"peak": true}
    → {"peakBytes": 123456}

`first` is the number of the first call; call k has the same data on every side. The clock is "wall" or "cpu". What goes wrong is {"error": text}.
"""

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from safetensors.numpy import save_file


@dataclass
class Work:
    """One rival's work in one case."""

    run: Callable[[int], Any]
    """What is timed: takes a call's number."""
    output: Callable[[Any], dict[str, np.ndarray]]
    """What `run` gave, as arrays to compare; not timed."""


def serve(
    cases: dict[str, Callable[[], Work]],
    absent: dict[str, str] | None = None,
    versions: dict[str, str] | None = None,
) -> None:
    """Answers until the input ends. Work is opened when it is first asked for."""
    # Libraries may print: only answers go to the real output.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def say(answer: dict) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    say({"cases": list(cases), "absent": absent or {}, "versions": versions or {}})
    opened: dict[str, Work] = {}
    for line in sys.stdin:
        try:
            request = json.loads(line)
            if request.get("peak"):
                say({"peakBytes": peak_bytes()})
                continue
            name = request["case"]
            if name not in opened:
                opened[name] = cases[name]()
            say(answer_to(request, opened[name]))
        except Exception:
            say({"error": traceback.format_exc()})


def peak_bytes() -> int:
    """The most that this process has held in memory: VmHWM of Linux, or what the system tells elsewhere."""
    try:
        with open("/proc/self/status", encoding="utf8") as status:
            return 1024 * next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    except OSError:
        import resource

        return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def answer_to(request: dict, work: Work) -> dict:
    first = request["first"]
    if "save" in request:
        arrays = work.output(work.run(first))
        save_file({key: np.ascontiguousarray(value) for key, value in arrays.items()}, request["save"])
        return {"saved": request["save"]}
    now = {"wall": time.perf_counter, "cpu": time.process_time}[request["clock"]]
    seconds = []
    for call in range(first, first + request["repeat"]):
        began = now()
        work.run(call)
        seconds.append(now() - began)
    return {"seconds": seconds}
