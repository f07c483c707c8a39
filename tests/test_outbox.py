"""The outbox: an honest word about each letter, whatever the server does; and a mail nobody can bend."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import Desk
from bot.draft import Draft
from bot.errors import WorldError
from bot.events.letters import LetterIntended, LetterRefused, LetterSent, LetterUncertain
from bot.journal import Journal, Moved
from bot.journal.evidence import Evidence
from bot.outbox import Attachment, Delivery, Letter, No, Post, UncertainError, envelope, send
from bot.outbox.mime import Head, ascii_address, file_name
from bot.outbox.shelf import Shelf
from bot.outbox.smtp import Door, Smtp
from bot.state.tiny import TinyState
from tests.clerk import HOST, Clerk
from tests.drafts import REMINDER

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
A, B = "compta@martin.example", "achats@martin.example"
US = "factures@morvan.example"
HEAD = Head("Atelier Morvan", US, (A,), "Facture F-118", AT, "letter1", "token1")
TEXT = "Bonjour,\n\n.un point\n..deux points\n.\nCordialement\n"


@pytest.fixture
def post(clerk: Clerk) -> Iterator[Smtp]:
    post = smtp(clerk.port)
    post.ready()
    yield post
    post.close()


def smtp(port: int, user: str = "", password: str = "") -> Smtp:
    return Smtp(Door(HOST, port, "none", user, password), timeout=5, patience=5)


def raw(text: str = TEXT) -> bytes:
    return envelope(HEAD, text).raw


# --- one suite for whoever carries letters ------------------------------------------------------------


@dataclass
class Carrier:
    post: Post
    taken: Callable[[], list[bytes]]


@pytest.fixture(params=["shelf", "smtp"])
def carrier(request: pytest.FixtureRequest, tmp_path: Path, clerk: Clerk) -> Iterator[Carrier]:
    if request.param == "shelf":
        shelf = tmp_path / "letters"
        yield Carrier(Shelf(shelf), lambda: [f.read_bytes() for f in sorted(shelf.glob("*.eml"))])
    else:
        yield Carrier(smtp(clerk.port), lambda: clerk.taken)


def test_what_is_delivered_is_byte_for_byte_what_was_handed_over(carrier: Carrier) -> None:
    carrier.post.ready()
    delivery = carrier.post.deliver(raw(), US, (A,))
    assert carrier.taken() == [raw()]
    assert list(delivery.accepted) == [A]
    assert not delivery.refused
    assert delivery.trouble is None
    carrier.post.close()


def test_every_recipient_is_answered_for(carrier: Carrier) -> None:
    carrier.post.ready()
    assert list(carrier.post.deliver(raw(), US, (A, B)).accepted) == [A, B]
    carrier.post.close()


def test_several_letters_go_one_after_the_other_and_again_after_a_close(carrier: Carrier) -> None:
    letters = [envelope(replace(HEAD, letter=f"letter{k}"), f"n° {k}\n").raw for k in range(4)]
    for k, letter in enumerate(letters):
        carrier.post.ready()
        carrier.post.ready()
        carrier.post.deliver(letter, US, (A,))
        if k == 1:
            carrier.post.close()
            carrier.post.close()
    assert carrier.taken() == letters
    carrier.post.close()


# --- what a server may say ----------------------------------------------------------------------------


def test_letters_share_one_line(clerk: Clerk, post: Smtp) -> None:
    for _ in range(5):
        post.ready()
        post.deliver(raw(), US, (A,))
    assert (len(clerk.taken), clerk.lines) == (5, 1)


@pytest.mark.parametrize(
    ("reply", "permanent", "address"),
    [
        ("550 5.1.1 no such person", True, True),
        ("550 no such person at 195.7.1.2", True, True),
        ("553 5.1.3 bad address", True, True),
        ("452 4.2.2 mailbox full", False, True),
        ("552 5.2.2 mailbox full", False, True),
        ("450 4.2.0 greylisted, come back", False, True),
        ("550 5.7.1 we do not like you", True, False),
        ("554 5.7.26 unauthenticated mail", True, False),
        ("554 Relay access denied", True, False),
        ("530 Authentication required", True, False),
    ],
)
def test_a_no_to_a_recipient_is_about_the_address_or_about_us(
    clerk: Clerk, post: Smtp, reply: str, permanent: bool, address: bool
) -> None:
    clerk.recipients[A] = reply
    delivery = post.deliver(raw(), US, (A,))
    assert delivery == Delivery(refused={A: No(reply, permanent, address)})
    assert (delivery.trouble is None) is address
    assert clerk.taken == []


def test_one_recipient_refused_the_other_gets_the_letter(clerk: Clerk, post: Smtp) -> None:
    clerk.recipients[A] = "550 5.1.1 no such person"
    delivery = post.deliver(raw(), US, (A, B))
    assert (list(delivery.refused), list(delivery.accepted)) == ([A], [B])
    assert clerk.taken == [raw()]


@pytest.mark.parametrize("where", ["mail", "data", "dot"])
@pytest.mark.parametrize("reply", ["451 4.3.0 not now", "554 5.6.0 not this", "421 4.3.2 closing"])
def test_a_no_to_the_letter_is_no_ones_address_and_the_next_letter_may_go(
    clerk: Clerk, post: Smtp, where: str, reply: str
) -> None:
    setattr(clerk, where, reply)
    no = No(reply, permanent=reply.startswith("5"), address=False)
    assert post.deliver(raw(), US, (A,)) == Delivery(refused={A: no})
    setattr(clerk, where, "")
    post.ready()
    assert list(post.deliver(raw(), US, (A,)).accepted) == [A]
    assert clerk.taken == [raw()]


def test_a_line_cut_after_the_final_dot_leaves_the_letter_uncertain(clerk: Clerk, post: Smtp) -> None:
    clerk.dying = "at the dot"
    with pytest.raises(UncertainError):
        post.deliver(raw(), US, (A,))
    clerk.dying = ""
    post.ready()
    assert list(post.deliver(raw(), US, (A,)).accepted) == [A]


def test_a_server_that_falls_silent_after_the_final_dot_leaves_it_uncertain(clerk: Clerk) -> None:
    clerk.slow = 1.0
    post = Smtp(Door(HOST, clerk.port, "none", "", ""), timeout=5, patience=0.1)
    post.ready()
    with pytest.raises(UncertainError, match="no reply"):
        post.deliver(raw(), US, (A,))


def test_a_slow_filter_is_waited_for_longer_than_other_replies(clerk: Clerk) -> None:
    clerk.slow = 0.5
    post = Smtp(Door(HOST, clerk.port, "none", "", ""), timeout=0.2, patience=5)
    post.ready()
    assert list(post.deliver(raw(), US, (A,)).accepted) == [A]
    post.close()


def test_a_line_cut_in_the_middle_of_a_big_letter_has_surely_not_brought_it(clerk: Clerk) -> None:
    clerk.dying = "in the text"
    post = smtp(clerk.port)
    post.ready()
    big = envelope(HEAD, TEXT, [Attachment("f.pdf", b"%PDF" + bytes(20_000_000))]).raw
    delivery = post.deliver(big, US, (A,))
    assert not delivery.refused[A].permanent
    assert delivery.trouble


@pytest.mark.parametrize("gibberish", [b"\xff\xfe\r\n", b"2x0 ok\r\n", b"999 ok\r\n", b"-1\r\n", b"x" * 9000])
def test_a_reply_that_is_none_after_the_dot_leaves_the_letter_uncertain(gibberish: bytes) -> None:
    with socket.create_server((HOST, 0)) as door:

        def serve() -> None:
            line, _ = door.accept()
            with line, line.makefile("rb") as said:
                line.sendall(b"220 hello\r\n")
                for words in said:
                    if words.upper().startswith(b"DATA"):
                        line.sendall(b"354 go\r\n")
                    elif words == b".\r\n":
                        line.sendall(gibberish)
                        return
                    elif b":" not in words or words[:4].upper() in (b"MAIL", b"RCPT"):
                        line.sendall(b"250 ok\r\n") if words[:4].isalpha() else None

        threading.Thread(target=serve, daemon=True).start()
        post = smtp(door.getsockname()[1])
        post.ready()
        with pytest.raises(UncertainError):
            post.deliver(b"Subject: x\r\n\r\n1\r\n", US, (A,))


def test_a_wrong_password_is_said_clearly_and_tried_once(clerk: Clerk) -> None:
    clerk.password = "rïght"
    with pytest.raises(WorldError, match=r"refuses the user factures.*Check mail\.smtp\.user") as refused:
        smtp(clerk.port, "factures", "wrong").ready()
    assert refused.value.permanent
    assert "wrong" not in str(refused.value)
    assert clerk.logins == 1


@pytest.mark.parametrize("without", [(), ("PLAIN",)])
def test_a_password_may_have_accents_and_servers_their_own_way_to_log_in(
    clerk: Clerk, without: tuple[str, ...]
) -> None:
    clerk.password, clerk.without = "mot de passé", without
    post = smtp(clerk.port, "factures", "mot de passé")
    post.ready()
    assert list(post.deliver(raw(), US, (A,)).accepted) == [A]
    assert clerk.logins == 1
    post.close()


def test_a_server_that_offers_no_login_is_not_sent_to_without_one(clerk: Clerk) -> None:
    clerk.without = ("PLAIN", "LOGIN")
    with pytest.raises(WorldError, match=r"mail\.smtp\.security") as refused:
        smtp(clerk.port, "factures", "secret").ready()
    assert refused.value.permanent


def test_without_a_server_nothing_is_ready_and_it_is_not_for_good() -> None:
    with socket.create_server((HOST, 0)) as door:
        port = door.getsockname()[1]
    with pytest.raises(WorldError) as refused:
        smtp(port).ready()
    assert not refused.value.permanent


def why_not_ready(host: str, port: int, security: Literal["tls", "none"] = "none") -> WorldError:
    with pytest.raises(WorldError) as refused:
        Smtp(Door(host, port, security, "", ""), timeout=5).ready()
    assert "[" not in str(refused.value) and "Errno" not in str(refused.value)
    return refused.value


def test_a_port_that_speaks_no_tls_is_said_with_what_to_set(clerk: Clerk) -> None:
    refused = why_not_ready(HOST, clerk.port, "tls")
    assert refused.permanent
    assert "does not speak TLS on this port; check mail.smtp.port (465 for tls)" in str(refused)


@pytest.mark.parametrize(("number", "lasting"), [(socket.EAI_NONAME, True), (socket.EAI_AGAIN, False)])
def test_a_server_whose_name_is_unknown_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, number: int, *, lasting: bool
) -> None:
    def lookup(*_: object, **__: object) -> None:
        raise socket.gaierror(number, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    refused = why_not_ready("smtp.morvan.example", 465)
    assert refused.permanent == lasting
    assert str(refused).startswith("smtp.morvan.example: ")
    assert ("no such mail server; check mail.smtp.host" in str(refused)) == lasting


def test_a_closed_door_is_said_without_a_number() -> None:
    with socket.create_server((HOST, 0)) as door:
        port = door.getsockname()[1]
    assert str(why_not_ready(HOST, port)) == f"the mail server {HOST}:{port}: Connection refused"


def test_a_server_that_hung_up_between_two_letters_is_called_again(clerk: Clerk, post: Smtp) -> None:
    post.deliver(raw(), US, (A,))
    clerk.mail = "421 4.4.2 you were silent too long"
    post.deliver(raw(), US, (A,))
    clerk.mail = ""
    post.ready()
    assert list(post.deliver(raw(), US, (A,)).accepted) == [A]


def test_the_password_shows_in_no_representation() -> None:
    assert "secret" not in repr(Door(HOST, 25, "none", "u", "secret"))


# --- intent, delivery, outcome ------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    def clock() -> datetime:
        return AT

    journal = Journal.open(tmp_path, clock=clock, purpose="live", program="x", salt=lambda: "salt")
    with journal:
        yield Desk(journal, Evidence(tmp_path), TinyState(tmp_path / "state.json", "x"), clock)


def letter(draft: Draft = REMINDER, *attachments: Attachment) -> Letter:
    return Letter(draft, "letter1", "Facture F-118", TEXT, attachments)


def events(desk: Desk, case: str = "c1") -> list[object]:
    return [entry.event for entry in desk.entries(case)]


def test_the_same_bytes_stand_in_the_evidence_and_in_the_server(desk: Desk, clerk: Clerk, post: Smtp) -> None:
    pdf = Attachment("F-118.pdf", b"%PDF-1.7 \x00\xff\r\n.\r\n")
    sealed = envelope(HEAD, TEXT, [pdf])
    assert send(desk, post, sealed, letter(REMINDER, pdf), case="c1", n=0).accepted
    intended, sent = events(desk)
    assert isinstance(intended, LetterIntended)
    assert isinstance(sent, LetterSent)
    assert clerk.taken == [sealed.raw] == [desk.evidence.get(intended.mail)]
    assert [desk.evidence.get(one.digest) for one in intended.attachments] == [pdf.content]
    assert (sent.to, sent.reply) == (A, "250 2.0.0 taken")


def test_the_intent_is_durable_before_the_first_word_to_the_server(desk: Desk) -> None:
    class Witness:
        def ready(self) -> None:
            assert desk.journal.n("c1") == 0

        def deliver(self, raw: bytes, sender: str, to: object) -> Delivery:
            assert [type(event) for event in events(desk)] == [LetterIntended]
            return Delivery({A: "250"})

        def close(self) -> None: ...

    send(desk, Witness(), envelope(HEAD, TEXT), letter(), case="c1", n=0)
    assert len(events(desk)) == 2


def test_a_case_that_moved_meanwhile_gets_no_letter(desk: Desk, clerk: Clerk, post: Smtp) -> None:
    desk.note("c1", LetterIntended("other", "<x@y>", "reminder", "reminder", "cordial", (A,), "s", "0" * 64))
    with pytest.raises(Moved):
        send(desk, post, envelope(HEAD, TEXT), letter(), case="c1", n=0)
    assert clerk.taken == []
    assert len(events(desk)) == 1


def test_without_a_connection_no_intent_is_written(desk: Desk) -> None:
    with socket.create_server((HOST, 0)) as door:
        port = door.getsockname()[1]
    with pytest.raises(WorldError):
        send(desk, smtp(port), envelope(HEAD, TEXT), letter(), case="c1", n=0)
    assert events(desk) == []


def test_each_recipients_outcome_is_an_event_of_its_own(desk: Desk, clerk: Clerk, post: Smtp) -> None:
    clerk.recipients[B] = "550 5.1.1 gone"
    to = (A, B)
    sealed = envelope(replace(HEAD, to=to), TEXT)
    send(desk, post, sealed, letter(replace(REMINDER, to=to)), case="c1", n=0)
    _, sent, refused = events(desk)
    assert isinstance(sent, LetterSent)
    assert refused == LetterRefused("letter1", B, "550 5.1.1 gone", permanent=True, address=True)


def test_an_uncertain_letter_is_an_event_and_trouble(desk: Desk, clerk: Clerk, post: Smtp) -> None:
    clerk.dying = "after taking it"
    delivery = send(desk, post, envelope(HEAD, TEXT), letter(), case="c1", n=0)
    assert isinstance(events(desk)[-1], LetterUncertain)
    assert not delivery.accepted
    assert delivery.trouble
    assert delivery.trouble.permanent, "others are not tried at once, or each would be uncertain too"


# --- the mail itself ----------------------------------------------------------------------------------

NASTY = '\r\n\0\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\u202e\ufeff\t <>@,;:"\\()[]='
names = st.text(st.one_of(st.characters(), st.sampled_from(NASTY)), max_size=120)
injections = st.sampled_from(["\nBcc: x@evil.example", "\r\n\r\nbody", "\u2028Bcc: x@evil.example\u2028"])
OURS = {
    *("from", "to", "subject", "date", "message-id", "in-reply-to", "references", "auto-submitted"),
    *("x-relance-id", "mime-version", "content-type", "content-transfer-encoding"),
}


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


@given(names, names, injections, st.lists(names, max_size=2))
def test_whatever_anything_is_called_no_header_is_added_and_all_is_plain_ascii(
    creditor: str, subject: str, injection: str, files: list[str]
) -> None:
    attachments = [Attachment(f"{name}{injection}.pdf", b"%PDF") for name in files]
    head = replace(HEAD, sender_name=creditor + injection, subject=injection + subject, references=("<a@b>",))
    mail = parsed(envelope(head, TEXT, attachments).raw)
    assert {name.lower() for name in mail} <= OURS
    assert len(mail.keys()) == len({name.lower() for name in mail})
    assert (mail["To"], mail["From"].addresses[0].addr_spec) == (A, US)
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == TEXT
    found = [part.get_filename() for part in mail.iter_attachments()]
    assert len(found) == len(files)
    assert not any(set(name or "/") & set("/\\\r\n\0\u2028:") for name in found)


@given(names, names)
def test_every_line_of_the_mail_is_ascii_crlf_and_of_legal_length(subject: str, text: str) -> None:
    raw = envelope(replace(HEAD, subject=subject), text, [Attachment("x.pdf", bytes(range(256)) * 9)]).raw
    assert raw.isascii()
    assert b"\0" not in raw
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert not any(b"\r" in line or b"\n" in line for line in lines)


@given(names)
def test_a_subject_comes_back_as_it_was_but_for_control_characters(subject: str) -> None:
    mail = parsed(envelope(replace(HEAD, subject="x" + subject), TEXT).raw)
    told = "".join(c for c in str(mail["Subject"]) if c.isalnum())
    assert told == "".join(c for c in "x" + subject if c.isalnum())


@given(st.lists(names, max_size=4), st.integers(min_value=1, max_value=800))
def test_the_thread_is_of_whole_ids_whatever_stood_there(junk: list[str], length: int) -> None:
    long = f"<{'a' * length}@mail.example>"
    mail = parsed(envelope(replace(HEAD, references=(long, *junk, "<last@mail.example>")), TEXT).raw)
    assert str(mail["References"]).split() == [long, "<last@mail.example>"]
    assert str(mail["In-Reply-To"]) == "<last@mail.example>"


def test_a_first_letter_names_no_thread() -> None:
    mail = parsed(raw())
    assert mail["References"] is None
    assert mail["In-Reply-To"] is None
    assert mail["Message-ID"] == "<letter1.token1@morvan.example>"
    assert mail["X-Relance-Id"] == "letter1"


def test_machines_are_told_that_a_machine_writes() -> None:
    assert parsed(raw())["Auto-Submitted"] == "auto-generated"
    assert parsed(envelope(replace(HEAD, replies=True), TEXT).raw)["Auto-Submitted"] == "auto-replied"


def test_the_same_letter_gives_the_same_bytes() -> None:
    pdf = Attachment("F-118.pdf", b"%PDF")
    assert envelope(HEAD, TEXT, [pdf]) == envelope(HEAD, TEXT, [pdf])


def test_a_domain_with_accents_goes_out_in_its_ascii_form(clerk: Clerk, post: Smtp) -> None:
    to = "compta@été.example"
    sealed = envelope(replace(HEAD, to=(to,)), TEXT)
    assert b"To: compta@xn--t-9fab.example" in sealed.raw
    assert list(post.deliver(sealed.raw, US, (to,)).accepted) == [to]
    assert ascii_address(A) == A


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("F-118.pdf", "F-118.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        ("a\nb.pdf", "a_b.pdf"),
        ("facture n° 12 – été.pdf", "facture n_ 12 _ été.pdf"),
    ],
)
def test_a_file_name_is_nothing_but_a_name(name: str, kept: str) -> None:
    assert file_name(name) == kept


def test_a_long_file_name_keeps_its_ending() -> None:
    kept = file_name("x" * 300 + ".pdf")
    assert len(kept) == 80
    assert kept.endswith("xx.pdf")
