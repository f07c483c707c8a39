"""Mails of 40 MB: read in one copy, in time that grows as the mail does."""

import base64
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.reading import read

HEAD = b"From: a@b.example\r\nTo: c@d.example\r\nDate: Tue, 16 Mar 2027 10:00:00 +0100\r\n"
WORDS = b"Je vous regle vendredi.\r\n"
MB = 1_000_000
# VmHWM, not ru_maxrss: that one counts what the process was before it became Python
MEASURE = r"""
import re, resource, sys
from pathlib import Path
from bot.reading import read
from bot.reading.mime import head, message_ids_cited, new_text
raw = Path(sys.argv[1]).read_bytes()
read(raw), head(raw), message_ids_cited(raw), new_text(raw)
status = Path("/proc/self/status")
high = re.search(r"VmHWM:\s+(\d+)", status.read_text())[1] if status.exists() else 0
print(high or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def plain(size: int) -> bytes:
    return HEAD + b"Content-Type: text/plain\r\n\r\n" + WORDS * (size // len(WORDS))


def page(size: int) -> bytes:
    row = b"<tr><td>Je vous regle vendredi.</td></tr>\r\n"
    return HEAD + b"Content-Type: text/html\r\n\r\n<table>" + row * (size // len(row))


def with_file(size: int) -> bytes:
    file = base64.encodebytes(b"x" * (size * 3 // 4))
    return (
        HEAD + b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n'
        b"Je vous regle vendredi.\r\n--x\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding:"
        b" base64\r\nContent-Disposition: attachment\r\n\r\n" + file + b"--x--\r\n"
    )


def many_parts(size: int) -> bytes:
    part = b"--x\r\nContent-Type: text/plain\r\n\r\n" + WORDS * 80
    return HEAD + b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n' + part * (size // len(part))


def nested(size: int) -> bytes:
    levels = 2_000
    heads = [
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (i, i) for i in range(levels)
    ]
    return HEAD + b"".join(heads) + b"Content-Type: text/plain\r\n\r\n" + WORDS * (size // len(WORDS))


def old_lines(size: int) -> bytes:
    return plain(size).replace(b"\n", b"")


def heads(size: int) -> bytes:
    return HEAD + b"X-Filler: abcdefghijklmnopqrstuvwxyz\r\n" * (size // 38) + b"\r\n" + WORDS


def empty_lines(size: int) -> bytes:
    return b"\n" * size + HEAD + b"\r\n" + WORDS


MAKERS = [plain, page, with_file, many_parts, nested, old_lines, heads, empty_lines]


def memory(path: Path) -> int:
    """Megabytes that a process needed at most to read the mail."""
    done = subprocess.run([sys.executable, "-c", MEASURE, str(path)], capture_output=True, check=True)
    return int(done.stdout) // 1000


@pytest.mark.parametrize("make", [plain, with_file, many_parts])
def test_a_mail_of_40_mb_needs_no_100_mb_more_than_a_small_one(
    make: Callable[[int], bytes], tmp_path: Path
) -> None:
    needed = []
    for size in (5_000, 40 * MB):
        path = tmp_path / f"{size}.eml"
        path.write_bytes(make(size))
        needed.append(memory(path))
    assert needed[1] - needed[0] <= 100


@pytest.mark.parametrize("make", MAKERS)
def test_40_mb_are_read_within_two_seconds(make: Callable[[int], bytes]) -> None:
    raw = make(40 * MB)
    started = time.process_time()
    read(raw)
    assert time.process_time() - started < 2


@pytest.mark.parametrize("make", [plain, with_file, many_parts, page])
def test_the_words_in_a_great_mail_are_found(make: Callable[[int], bytes]) -> None:
    assert "regle vendredi" in read(make(3 * MB)).text
