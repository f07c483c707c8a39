"""Who answered what: keys of our mails to the owner, and our own server's word on a sender."""

import re
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.owner.keys import Key, answered, told_of
from bot.owner.vouching import vouched

KEY = Key("abc123", "k7q2m9x4r8t5w3z6")


@dataclass(frozen=True)
class Kept:
    secret: str
    code: str


KNOWN = {"abc123": Kept(KEY.secret_digest, KEY.code_digest)}
ID = "<abc123.k7q2m9x4r8t5w3z6@atelier.example>"


def test_an_answer_in_the_thread_carries_the_key() -> None:
    assert answered(["<other@x.example>", ID], "Re: hello", KNOWN) == "abc123"
    assert told_of(ID, KNOWN) == "abc123"


def test_a_program_that_drops_threads_still_brings_the_code_of_the_subject() -> None:
    assert answered([], f"RE : Martin SARL conteste F-118 [{KEY.code}]", KNOWN) == "abc123"


@pytest.mark.parametrize(
    "cited", ["<abc123.k7q2m9x4r8t5w3z7@atelier.example>", "<zzz.k7q2m9x4r8t5w3z6@a.example>", "<abc123@a.x>"]
)
def test_a_guessed_secret_opens_nothing(cited: str) -> None:
    assert answered([cited], "Re: [AAAAAA]", KNOWN) == ""


def test_what_is_kept_does_not_tell_the_key() -> None:
    kept = KNOWN["abc123"]
    assert KEY.secret not in kept.secret
    assert KEY.code not in kept.code
    assert answered([f"<abc123.{kept.secret}@a.example>"], f"[{kept.code[:6].upper()}]", KNOWN) == ""


def test_a_copy_without_a_key_is_answered_by_nobody() -> None:
    assert answered([ID], f"Re: [{KEY.code}]", {"abc123": Kept("", "")}) == ""


@given(st.text(), st.lists(st.text()))
def test_no_text_at_all_is_a_key_by_chance(subject: str, cited: list[str]) -> None:
    assert answered(cited, subject, KNOWN) == ""


def test_the_code_is_easy_to_type_and_hard_to_guess() -> None:
    assert re.fullmatch(r"[A-Z2-7]{6}", KEY.code)
    assert Key("abc123", "another").code != KEY.code


# --- our own server's word ----------------------------------------------------------------------------

OWN = "mx.atelier.example"
GOOD = (
    f"{OWN}; spf=pass smtp.mailfrom=claire@morvan.example; dmarc=pass (p=REJECT) header.from=morvan.example"
)


def test_dmarc_of_our_own_server_vouches_for_the_senders_domain() -> None:
    assert vouched(GOOD, "claire@morvan.example", OWN) == "dmarc"


def test_dkim_vouches_where_its_signature_is_of_that_very_domain() -> None:
    signed = f"{OWN}; dkim=pass header.d=morvan.example header.s=k1"
    assert vouched(signed, "claire@morvan.example", OWN) == "dkim"
    assert vouched(f"{OWN}; dkim=pass header.i=@morvan.example", "claire@morvan.example", OWN) == "dkim"


@pytest.mark.parametrize(
    "results",
    [
        "",
        f"{OWN}; dmarc=fail header.from=morvan.example",
        f"{OWN}; dkim=pass header.d=evil.example",
        f"{OWN}; spf=pass smtp.mailfrom=claire@morvan.example",
        f"{OWN}; none",
        GOOD.replace(OWN, "mx.evil.example"),
        f"mx.evil.example ({OWN}); dmarc=pass header.from=morvan.example",
        f'{OWN}; dmarc=fail reason="dmarc=pass header.from=morvan.example"',
        f'{OWN}; dkim=fail reason="a; dmarc=pass header.from=morvan.example"; dmarc=fail',
        f"{OWN}; dmarc=fail (dmarc=pass header.from=morvan.example) header.from=morvan.example",
    ],
)
def test_anything_else_vouches_for_nobody(results: str) -> None:
    assert vouched(results, "claire@morvan.example", OWN) == ""


def test_without_a_trusted_server_nobody_is_vouched_for() -> None:
    assert vouched(GOOD, "claire@morvan.example", "") == ""


@given(st.text(), st.text())
def test_any_field_gets_an_answer(results: str, sender: str) -> None:
    assert vouched(results, sender, OWN) in ("", "dkim", "dmarc")
