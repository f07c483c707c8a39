"""What a folder is for, told by the server or by its name."""

import pytest

from bot.inbox.folders import Listed, folders_of
from bot.inbox.values import Role


def role(name: str, *flags: bytes, delimiter: bytes | None = b"/") -> Role:
    (folder,) = folders_of([(flags, delimiter, name)])
    return folder.role


GMAIL_FR: list[Listed] = [
    ((b"\\HasNoChildren",), b"/", "INBOX"),
    ((b"\\HasNoChildren",), b"/", "Clients/Archive"),
    ((b"\\HasChildren", b"\\Noselect"), b"/", "[Gmail]"),
    ((b"\\Drafts", b"\\HasNoChildren"), b"/", "[Gmail]/Brouillons"),
    ((b"\\HasNoChildren", b"\\Trash"), b"/", "[Gmail]/Corbeille"),
    ((b"\\HasNoChildren", b"\\Sent"), b"/", "[Gmail]/Messages envoyés"),
    ((b"\\HasNoChildren", b"\\Junk"), b"/", "[Gmail]/Spam"),
    ((b"\\Flagged", b"\\HasNoChildren"), b"/", "[Gmail]/Suivis"),
    ((b"\\All", b"\\HasNoChildren"), b"/", "[Gmail]/Tous les messages"),
]


def test_gmails_all_mail_stands_for_the_archive_and_its_top_folder_cannot_be_opened() -> None:
    assert [(folder.name, folder.role) for folder in folders_of(GMAIL_FR)] == [
        ("INBOX", "inbox"),
        ("[Gmail]/Tous les messages", "archive"),
        ("[Gmail]/Spam", "junk"),
        ("[Gmail]/Messages envoyés", "sent"),
        ("Clients/Archive", "other"),
        ("[Gmail]/Brouillons", "other"),
        ("[Gmail]/Corbeille", "other"),
        ("[Gmail]/Suivis", "other"),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Inbox", "inbox"),
        ("Archives", "archive"),
        ("Junk E-mail", "junk"),
        ("Courrier indésirable", "junk"),
        ("Courrier inde\u0301sirable", "junk"),  # the accent as a character of its own, as macOS writes it
        ("QUARANTAINE", "junk"),
        ("Sent Items", "sent"),
        ("Éléments envoyés", "sent"),
        ("Facturation", "other"),
        ("Archive client Dupont", "other"),
    ],
)
def test_well_known_names_tell_in_french_and_english(name: str, expected: Role) -> None:
    assert role(name) == expected


def test_folders_below_the_inbox_are_known_by_name_too() -> None:
    assert role("INBOX.Sent", delimiter=b".") == "sent"
    assert role("INBOX.spam", delimiter=b".") == "junk"


def test_the_owners_own_filing_is_not_the_archive() -> None:
    assert role("Clients/Archive") == "other"
    assert role("Archive/Clients") == "other"


def test_a_year_below_the_archive_belongs_to_it() -> None:
    assert role("Archives/2026") == "archive"
    assert role("Archives/2026/2026-03") == "archive"


def test_the_servers_word_goes_before_the_name() -> None:
    assert role("Archive", b"\\Trash") == "other"
    assert role("Classés", b"\\ARCHIVE") == "archive"
    listed: list[Listed] = [((), b"/", "Sent"), ((b"\\Sent",), b"/", "Versendet")]
    assert [folder.name for folder in folders_of(listed)] == ["Versendet", "Sent"]


def test_a_server_without_hierarchy_has_folders_too() -> None:
    assert role("Sent", delimiter=None) == "sent"
