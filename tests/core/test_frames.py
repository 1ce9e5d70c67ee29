import pandas as pd
import pytest

from pacer.core import frames
from pacer.core.errors import FrameError

SCHEMAS = [value for value in vars(frames).values() if isinstance(value, frames.Schema)]


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.name)
def test_an_empty_frame_has_the_columns_in_order_and_the_right_kinds(schema):
    made = frames.build(schema)
    assert list(made.columns) == list(schema.columns)
    assert {name: str(kind) for name, kind in made.dtypes.items()} == {
        name: str(pd.api.types.pandas_dtype(kind)) for name, kind in schema.columns.items()
    }


def row():
    return {"run_id": "a", "slide_key": "id:256", "dwell_s": 3, "visits": 1, "censored": False}


def test_check_orders_columns_keeps_extras_and_never_changes_its_argument():
    given = pd.DataFrame([{"mine": 1, **row()}], index=[7])
    made = frames.check(given, frames.DWELL)
    assert list(made.columns) == [*frames.DWELL.columns, "mine"]
    assert made["dwell_s"].dtype == "float64"
    assert next(iter(given.columns)) == "mine"
    assert given["dwell_s"].dtype == "int64"


def test_a_missing_column_is_named_beside_those_there():
    with pytest.raises(FrameError, match=r"DWELL lacks visits; it has run_id, slide_key"):
        frames.check(pd.DataFrame([row()]).drop(columns="visits"), frames.DWELL)


@pytest.mark.parametrize(("name", "value"), [("dwell_s", "soon"), ("slide_key", None)])
def test_a_wrong_value_is_one_clear_line(name, value):
    with pytest.raises(FrameError, match=name):
        frames.check(pd.DataFrame([{**row(), name: value}]), frames.DWELL)
