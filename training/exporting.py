"""Writing the weights as they ship: the table of features in eight bits, everything else in sixteen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from training.network import DILATIONS, Network


def arrays(network: Network, index: Mapping[str, int], certainties: list[list[float]]) -> dict[str, Any]:
    """Return what a weights file holds.

    Args:
        network: fitted.
        index: the rows of named features.
        certainties: pairs of what the network thinks of a statement and how often it was right on held-out articles.
    """
    out: dict[str, Any] = {}
    for name, weight in network.state_dict().items():
        array = weight.numpy()
        if name == "embedding.weight":
            scale = np.maximum(np.abs(array).max(1) / 127, 1e-6).astype(np.float16)
            out[name] = np.clip(np.round(array / scale[:, None].astype(np.float32)), -127, 127).astype(np.int8)
            out["embedding.scale"] = scale
        else:
            out[name] = array.astype(np.float16)
    out["names"] = np.frombuffer("\0".join(index).encode(), np.uint8)
    out["dilations"] = np.array(DILATIONS)
    out["certainties"] = np.array(certainties, np.float32)
    return out


def write(path: Path, network: Network, index: Mapping[str, int], certainties: list[list[float]]) -> None:
    """Write a weights file."""
    np.savez_compressed(path, **arrays(network, index, certainties))
