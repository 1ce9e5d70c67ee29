"""Words as heard and words as shown, brought to one form so that they can be compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pacer.core.text import words

# Symbols on slides are said by their names.
_NAMES = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "θ": "theta",
    "λ": "lambda", "μ": "mu", "π": "pi", "σ": "sigma", "τ": "tau", "φ": "phi", "ω": "omega",
    "Σ": "sum", "∑": "sum", "Δ": "delta", "∞": "infinity",
}  # fmt: skip
_PARTS = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]?[^\W\d_A-Z]+|\d+|[A-Z]")
_VOWEL = re.compile(r"[aeiouyàâäéèêëïîôöûüù]")
_LONGEST = 40


def tokens(prose: str) -> list[str]:
    """The words of a text in their compared form, in order.

    Examples
    --------
    >>> tokens("Returns γ-discounted rewards; the FourierTransform's policies")
    ['return', 'gamma', 'discount', 'reward', 'the', 'fourier', 'transform', 'policy']
    """
    return [token for word in words(prose) for token in _token(word)]


@lru_cache(maxsize=50_000)
def _token(word: str) -> tuple[str, ...]:
    word = re.sub(r"['’](?:s|re|ve|ll|d|m|t)$", "", word[:_LONGEST])
    parts = [part for piece in re.split(r"[-.'’]", word) for part in _parts(piece)]
    return tuple(stem(part) for part in parts)


def _parts(piece: str) -> list[str]:
    if piece in _NAMES:
        return [_NAMES[piece]]
    if re.fullmatch(r"[A-Z]{2,}s", piece):
        return [piece[:-1]]
    # HTTPServer, camelCase and B2B are said in parts; a plain word is one.
    mixed = any(map(str.isupper, piece[1:])) and any(map(str.islower, piece))
    return _PARTS.findall(piece) if mixed else [piece]


def stem(word: str) -> str:
    """Take off the endings that change between a heading and a sentence.

    Examples
    --------
    >>> [stem(word) for word in ("Policies", "planned", "learning", "states", "is", "bus")]
    ['policy', 'plan', 'learn', 'stat', 'is', 'bus']
    """
    low = unicodedata.normalize("NFKC", word).casefold()
    if len(low) > 4 and low.endswith("ies"):
        return low[:-3] + "y"
    if len(low) > 5 and low.endswith(("sses", "ches", "shes", "xes")):
        low = low[:-2]
    elif len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is")):
        low = low[:-1]
    for ending in ("ing", "ed", "ly"):
        rest = low.removesuffix(ending)
        if rest != low and len(rest) > 2 and _VOWEL.search(rest):
            twice = rest[-1] == rest[-2] and rest[-1] not in "lsz"
            low = rest[:-1] if twice else rest
            break
    return low.removesuffix("e") if len(low) > 4 else low
