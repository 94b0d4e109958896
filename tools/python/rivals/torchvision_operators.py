"""Torchvision where its compiled operators do not load."""

import importlib.util


def import_torchvision():
    """Its version and None, or None and why it cannot be imported.

    A torchvision that was built for CUDA does not load its operators beside a torch that was not, and its import then
    fails on their names. Transforms are plain torch and use none of them, so the names are declared here.
    """
    if importlib.util.find_spec("torchvision") is None:
        return None, "torchvision is not installed"
    import torch

    try:
        import torchvision
    except RuntimeError:
        for name in ("nms", "qnms"):
            torch.library.define(f"torchvision::{name}", "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        try:
            import torchvision
        except RuntimeError as error:
            return None, f"torchvision cannot be imported: {error}"
    return torchvision.__version__, None
