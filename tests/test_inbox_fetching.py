"""Fetching from a server with a bad day: refusals, damaged mails, dates that nobody can read."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from bot.inbox.fetching import fetch, sizes_of
from bot.inbox.values import Arrived, Portions

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HEAD, BODY = b"Subject: x\r\n\r\n", b"0123456789" * 10


class BadDay:
    """Answers like the library's client; `damaged` mails come only in part, `gone` ones not at all."""

    def __init__(
        self, damaged: Sequence[int] = (), gone: Sequence[int] = (), internal: datetime | None = AT
    ) -> None:
        self.damaged, self.gone, self.internal = damaged, gone, internal
        self.head = HEAD

    def fetch(self, uids: Sequence[int], items: Sequence[str]) -> dict[int, dict[bytes, object]]:
        whole = "BODY.PEEK[]" in items
        if (whole and set(uids) & set(self.damaged)) or set(uids) & set(self.gone):
            raise IMAPClientError("fetch failed: [SERVERBUG] some mails could not be read")
        return {uid: {b"INTERNALDATE": self.internal, **self.content(whole=whole)} for uid in uids}

    def content(self, *, whole: bool) -> dict[bytes, object]:
        if whole:
            return {b"BODY[]": self.head + BODY}
        return {b"BODY[HEADER]": self.head, b"BODY[TEXT]<0>": BODY[:16]}

    def search(self, asked: bytes) -> list[int]:
        uid = int(asked.split()[-1])
        return [] if uid in self.gone else [uid]


def fetched(client: object, *uids: int) -> tuple[Arrived, ...]:
    return fetch(client, "INBOX", 7, dict.fromkeys(uids, 113), Portions(start=16))


def test_one_damaged_mail_does_not_keep_the_others_back() -> None:
    mails = fetched(BadDay(damaged=[2]), 1, 2, 3)
    assert [(mail.uid, mail.cut, len(mail.raw)) for mail in mails] == [
        (1, False, 114),
        (2, True, 30),
        (3, False, 114),
    ]


def test_mails_gone_meanwhile_are_left_out_although_the_server_complains() -> None:
    assert [mail.uid for mail in fetched(BadDay(gone=[1, 3]), 1, 2, 3)] == [2]


def test_a_mail_that_is_there_and_cannot_be_read_at_all_is_said() -> None:
    class Closed(BadDay):
        def search(self, asked: bytes) -> list[int]:
            return [int(asked.split()[-1])]

    with pytest.raises(IMAPClientError, match="SERVERBUG"):
        fetched(Closed(gone=[1]), 1)


def test_a_cut_line_is_not_taken_for_a_damaged_mail() -> None:
    class Cut(BadDay):
        def fetch(self, uids: Sequence[int], items: Sequence[str]) -> dict[int, dict[bytes, object]]:
            raise IMAPClientAbortError("socket error: EOF")

    with pytest.raises(IMAPClientAbortError):
        fetched(Cut(), 1, 2)


def test_a_mail_without_a_size_is_no_longer_there() -> None:
    class Flags(BadDay):
        def fetch(self, uids: Sequence[int], items: Sequence[str]) -> dict[int, dict[bytes, object]]:
            return {1: {b"RFC822.SIZE": 10}, 2: {b"FLAGS": ()}}

    assert list(sizes_of(Flags(), [1, 2, 3])) == [(1, 10)]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            b"Received: from a by b; Mon, 2 Mar 2026 08:00:00 +0100\r\n"
            b"Date: Sun, 1 Mar 2026 10:00:00 +0000\r\n",
            datetime(2026, 3, 2, 7, 0, tzinfo=UTC),
        ),
        (b"Date: Sun, 1 Mar 2026 10:00:00 +0000\r\n", datetime(2026, 3, 1, 10, 0, tzinfo=UTC)),
        (b"Date: Sun, 1 Mar 2026 10:00:00 -0000\r\n", datetime(2026, 3, 1, 10, 0, tzinfo=UTC)),
        (b"Received: nonsense\r\nDate: soon\r\n", datetime(1970, 1, 1, tzinfo=UTC)),
        (b"", datetime(1970, 1, 1, tzinfo=UTC)),
    ],
    ids=["received", "date", "date without a zone", "nonsense", "none"],
)
def test_without_a_date_of_the_servers_the_headers_tell(head: bytes, expected: datetime) -> None:
    client = BadDay(internal=None)
    client.head = head + HEAD
    (mail,) = fetched(client, 1)
    assert mail.arrived == expected
