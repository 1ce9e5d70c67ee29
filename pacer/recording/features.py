"""What is compared of a picture: its strokes, whatever shift of colour it went through.

Pictures here are grey, float32, of shape (…, height, width).
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

# Grey levels from pixel to pixel; weaker steps are the codec's.
NOISE = 6.0


def strokes(grey: Array) -> Array:
    """Gradients as complex numbers, compressed: a faint stroke counts nearly as a strong one.

    Returns
    -------
    array of complex64, the shape of `grey`
        Of length below 1; the outermost pixels are 0.
    """
    made = np.zeros(grey.shape, np.complex64)
    made.real[..., 1:-1, 1:-1] = grey[..., 1:-1, 2:] - grey[..., 1:-1, :-2]
    made.imag[..., 1:-1, 1:-1] = grey[..., 2:, 1:-1] - grey[..., :-2, 1:-1]
    made /= np.sqrt(made.real**2 + made.imag**2 + NOISE**2)
    return made


def shrink(grey: Array, width: int, height: int) -> Array:
    """Make a picture of uint8 or float32 smaller by averaging."""
    from PIL import Image

    image = Image.fromarray(grey)
    return np.asarray(image.resize((width, height), Image.Resampling.BOX), np.float32)


def halved(grey: Array) -> Array:
    """Half as wide and high, by averaging; an odd last row or column is dropped."""
    height, width = (side // 2 * 2 for side in grey.shape[-2:])
    even = grey[..., :height, :width].astype(np.float32)
    return (
        even[..., ::2, ::2] + even[..., 1::2, ::2] + even[..., ::2, 1::2] + even[..., 1::2, 1::2]
    ) / 4
