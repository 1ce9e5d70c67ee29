import contextlib

import pytest

from tests.audio.virtual_microphone import require, virtual_microphone


@pytest.fixture(scope="module")
def microphone():
    """A real PortAudio microphone fed by `play`; skipped where there can be none."""
    require()
    with virtual_microphone() as made:
        yield made


@pytest.fixture
def run(tmp_path):
    """Where a run's journal lies, in a talk's folder."""
    journal = tmp_path / "talk.pacer" / "runs" / "2026-03-01T10-00-00Z.jsonl"
    journal.parent.mkdir(parents=True)
    return journal


@pytest.fixture
def small_files():
    """A context in which no file grows beyond some bytes, as on a full disk."""
    resource = pytest.importorskip("resource")

    @contextlib.contextmanager
    def limited(size):
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    return limited
