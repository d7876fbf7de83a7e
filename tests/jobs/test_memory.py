"""What the process keeps of the memory that it once used."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from jobs.memory import give_back_what_is_large

KEPT = """
from jobs.memory import give_back_what_is_large

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096

give_back_what_is_large()
before = resident()
for _ in range(3):
    parts = [b"x" * (6 << 20), b"x" * (1 << 17)]
    del parts[0]
print(resident() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps what is freed")
def test_what_is_large_goes_back_to_the_system_when_it_is_freed() -> None:
    ran = subprocess.run([sys.executable, "-c", KEPT], capture_output=True, text=True, check=True)
    assert int(ran.stdout) < 2 << 20


@pytest.mark.parametrize("error", [OSError, AttributeError, TypeError])
def test_another_c_library_is_left_alone(monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    def no_library(name: None) -> None:
        raise error

    monkeypatch.setattr("ctypes.CDLL", no_library)
    give_back_what_is_large.cache_clear()
    give_back_what_is_large()
    give_back_what_is_large.cache_clear()
