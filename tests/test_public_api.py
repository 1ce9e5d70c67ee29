"""What may be relied on, as text: a change of it is seen in review, and said in the changelog.

``python -m tests.test_public_api`` writes the text anew.
"""

import inspect
from pathlib import Path

import pacer
from pacer import plots

TEXT = Path(__file__).with_name("public_api.txt")


def lines():
    for module in (pacer, plots):
        for name in sorted(module.__all__):
            found = getattr(module, name)
            full = f"{module.__name__}.{name}"
            if inspect.isclass(found):
                yield full if issubclass(found, Exception) else f"{full}{inspect.signature(found)}"
                for member, value in sorted(vars(found).items()):
                    if member.startswith("_"):
                        continue
                    if inspect.isfunction(value):
                        yield f"{full}.{member}{inspect.signature(value)}"
                    elif isinstance(value, classmethod):
                        yield f"{full}.{member}{inspect.signature(getattr(found, member))}"
                    elif isinstance(value, property):
                        yield f"{full}.{member}: {inspect.signature(value.fget).return_annotation}"
            elif callable(found):
                yield f"{full}{inspect.signature(found)}"
            else:
                yield f"{full}: {type(found).__name__}"


def test_the_public_interface_is_what_is_written():
    assert list(lines()) == TEXT.read_text(encoding="utf-8").splitlines()


def test_every_public_name_is_found_and_no_other():
    assert pacer.__all__ == sorted(pacer.__all__)
    assert dir(pacer) == pacer.__all__
    assert {name for name in pacer.__all__ if name != "__version__"} == set(pacer._HOMES)


if __name__ == "__main__":
    TEXT.write_text("".join(f"{line}\n" for line in lines()), encoding="utf-8")
