"""Messages that a page never sends, made from the types: each breaks one thing of a whole one.

``make fixtures`` writes them, seeded, into hostile.jsonl, one message a line; what JSON cannot
hold is written ``{"$float": "nan"}``, and what would be long ``{"$times": [value, count]}``.
"""

from __future__ import annotations

import itertools
import json
import math
import random
from pathlib import Path
from typing import Any

from pacer.widgets import protocol

CORPUS = Path(__file__).parent / "fixtures" / "hostile.jsonl"
SEED, COUNT = 20260301, 2_400
DEPTH = 400
Json = Any


def read() -> list[Json]:
    """The corpus, with its long and strange values written out."""
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    return [json.loads(line, object_hook=_expand) for line in lines]


def _expand(made: dict[str, Json]) -> Json:
    if "$float" in made:
        return float(made["$float"])
    if "$times" in made:
        value, count = made["$times"]
        if isinstance(value, dict):  # so many entries of an object
            return {f"{key}{number}": one for number in range(count) for key, one in value.items()}
        return value * count
    if "$deep" in made:
        deep: Json = 1
        for _ in range(made["$deep"]):
            deep = [deep]
        return deep
    return made


def make(count: int = COUNT, seed: int = SEED) -> list[str]:
    """So many messages, each the line that is written into the corpus."""
    schema = protocol.schema()
    maker = _Maker(schema["$defs"], random.Random(seed))  # noqa: S311 - no secrets
    kinds = [one["$ref"] for one in schema["$defs"]["FromPage"]["anyOf"]]
    found: dict[str, None] = {}
    for number in itertools.count():
        if len(found) == count:
            break
        message = maker.broken({"$ref": kinds[number % len(kinds)]})
        found[json.dumps(message, separators=(",", ":"))] = None
    return list(found)


class _Maker:
    def __init__(self, defs: dict[str, Json], rng: random.Random) -> None:
        self._defs, self._rng = defs, rng

    def _of(self, node: dict[str, Json]) -> dict[str, Json]:
        return self._defs[node["$ref"].rsplit("/", 1)[1]] if "$ref" in node else node

    def whole(self, node: dict[str, Json]) -> Json:
        """A value that the types allow."""
        node, rng = self._of(node), self._rng
        if "anyOf" in node:
            return self.whole(rng.choice(node["anyOf"]))
        if "enum" in node:
            return rng.choice(node["enum"])
        match node.get("type"):
            case "string":
                least = node.get("minLength", 0)
                return "".join(rng.choices("abc:7-", k=rng.randint(least, max(least, 6))))
            case "integer":
                return rng.randint(node.get("minimum", 0), node.get("minimum", 0) + 9)
            case "number":
                return round(rng.uniform(max(0, node.get("minimum", 0)), 100), 3)
            case "boolean":
                return rng.random() < 0.5
            case "null":
                return None
            case "array":
                least, most = node.get("minItems", 0), node.get("maxItems", 3)
                return [self.whole(node["items"]) for _ in range(rng.randint(least, min(most, 3)))]
        if "properties" not in node:
            values = node["additionalProperties"]
            return {f"id:{rng.randint(256, 270)}": self.whole(values) for _ in range(2)}
        made = {name: self.whole(one) for name, one in node["properties"].items()}
        if "budget_s" in made and (made.get("action") == "trim") is (made["budget_s"] is None):
            made["action"] = "cut" if made["budget_s"] is None else "trim"
        return made

    def broken(self, node: dict[str, Json]) -> Json:
        """A value that breaks the types in one place, at any depth."""
        node, rng = self._of(node), self._rng
        if "anyOf" in node:
            objects = [one for one in node["anyOf"] if self._of(one).get("properties")]
            if objects and rng.random() < 0.7:
                return self.broken(objects[0])
            return rng.choice([[[]], {"$deep": DEPTH}, {"": {}}])
        if "enum" in node:
            return rng.choice([None, 0, [], {}, True, "", "nothing of the kind", node["enum"]])
        strange: list[Json] = [None, [], {}, {"$deep": DEPTH}]
        match node.get("type"):
            case "string":
                strange += [0, 1.5, True]
                if "maxLength" in node:
                    strange.append({"$times": ["a", node["maxLength"] + rng.randint(1, 5_000)]})
                if "minLength" in node:
                    strange.append("")
                if "pattern" in node:
                    strange += ["a\n", "\x00", "a\x1b[31m", "\u202e", "é", "\ud800"]
            case "integer" | "number":
                strange += ["1", True, "", {"$float": "nan"}, {"$float": "inf"}]
                strange += [{"$float": "-inf"}, node["minimum"] - 1, -(10**300)]
                strange += [node["maximum"] * 2 + 1, 10**300]
                if node["type"] == "integer":
                    strange.append(1.5)
            case "boolean":
                strange += [0, 1, "true", "yes"]
            case "array":
                strange = [None, {}, "[]", 0, {"0": 1}, {"$times": ["x", 9]}]
                if "maxItems" in node:
                    count = node["maxItems"] + rng.randint(1, 50)
                    strange.append({"$times": [[self.whole(node["items"])], count]})
                if node.get("minItems"):
                    strange.append([])
                if rng.random() < 0.5:
                    return [self.whole(node["items"]), self.broken(node["items"])]
            case "object":
                return self._broken_object(node)
        return rng.choice(strange)

    def _broken_object(self, node: dict[str, Json]) -> Json:
        rng = self._rng
        if "properties" not in node:
            values = node["additionalProperties"]
            return rng.choice(
                [
                    None,
                    [],
                    "{}",
                    {"id:256": self.broken(values)},
                    {"a" * 201: self.whole(values)},
                    {"$times": [{"id:": self.whole(values)}, protocol.MOST_SLIDES + 1]},
                ]
            )
        made = self.whole(node)
        required = [name for name in node["required"] if name in made]
        others = [name for name in made if name != "type"]
        dice = rng.random()
        if dice < 0.15:
            del made[rng.choice(required)]
        elif dice < 0.25:
            made[rng.choice(["__proto__", "_esm", "do", "ask", "", "constructor"])] = 1
        elif dice < 0.3 or not others:
            made["type"] = rng.choice([None, 7, [], {}, "", "dance", "acked", "__proto__"])
        else:
            name = rng.choice(others)
            made[name] = self.broken(node["properties"][name])
        return made


def is_finite(value: Json) -> bool:
    """Whether JSON can hold the value."""
    if isinstance(value, dict):
        return all(map(is_finite, value.values()))
    if isinstance(value, list):
        return all(map(is_finite, value))
    return not isinstance(value, float) or math.isfinite(value)
