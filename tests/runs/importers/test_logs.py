"""No log of the table is read silently wrong."""

import re

import pytest

from tests.runs.importers.logs import LOGS, outcome


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
def test_each_log_is_read_right_or_refused(tmp_path, log):
    told, said = outcome(log, tmp_path)
    assert told == log.told, said
    assert re.search(log.refused or re.escape(log.says), said), said
    assert said.isprintable()
