"""Reads the words for the owner before the owner does: every question, line and list of every shape.

Templates come in, problems in words go out: what is missing, what cannot be rendered, what is wider than the
columns. `ABOUTS` and `LINES` are the names that the program uses: a folder of templates must have them all.
The people live in `.example`; nobody is written to.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from bot.events.mail import PaidRead, PromiseRead
from bot.law.doors import Matter, doors
from bot.letters.owner import COLUMNS, FAULTS, OwnerWriter, Verbatim
from bot.letters.samples import SAMPLE_CREDITOR, SAMPLE_DAY
from bot.owner.dues import Owed, Sum
from bot.owner.lists import Due, Old, Rehearsed, Standing
from bot.owner.monday import Age, Slow, Stopped
from bot.owner.news import Call, Ended, Granted, Happened, Money, Other, Reply, Sent, Unsaid
from bot.owner.unsent import Unsent
from bot.owner.views import Asked, LetterSaid
from bot.wording import Language

ABOUTS = (
    "address", "after_mise_en_demeure", "alarm", "already_paid", "amount", "arrived", "backlog", "bounce",
    "call", "chorus", "deadline", "delay_by_hand", "delay_request", "dispute", "document_request", "eve",
    "first_firm_letter",
    "gentle_end", "handed_over", "iban_changed", "insolvency", "kind", "left_over", "limitation",
    "mise_en_demeure", "misfortune", "no_address", "not_served", "owner_only", "payment_match", "piece",
    "post", "promise", "promise_again", "promise_far", "refused", "reopened", "stale_source", "stop_contact",
    "uncertain", "undecided", "unplaced", "unreached", "unrelated", "wrong_contact", "published",
    "declaration", "relief", "signification", "rate", "after_judgment",
    "office_address", "after_order", "owner_letter",
)  # fmt: skip
OF_THE_HOUSE = ("alarm", "eve", "iban_changed", "rate", "stale_source", "unplaced", "unreached")
# Asked of a customer who may owe nothing any more.
_WITHOUT_DEBT = (
    "already_paid", "bounce", "delay_by_hand", "delay_request", "dispute", "document_request", "handed_over",
    "insolvency", "left_over", "misfortune", "no_address", "owner_letter", "promise", "promise_again",
    "promise_far", "refused", "stop_contact", "uncertain", "undecided", "unrelated", "wrong_contact",
)  # fmt: skip
LINES = (
    "absent", "accept", "acknowledged", "acknowledged_late", "already_reminded", "ambiguous_target",
    "another_sum", "ask", "before_court", "before_posting", "called_dispute", "called_no_answer",
    "called_other", "called_paid", "called_promise", "claim", "claimed_again", "closed_already", "contact",
    "credit", "day_over", "day_to_come", "declared", "dispute", "dispute_closed", "drop", "expired",
    "export_alarm", "file_decides", "file_unplaced", "given_up", "had_refused", "handed_on", "handed_over",
    "imported", "insolvency", "insolvent", "kind", "left_alone", "mise_en_demeure", "no",
    "no_address_in_mail", "no_dispute", "no_insolvency", "no_key", "no_mail_of_day", "no_order", "no_paper",
    "not_acknowledged", "not_allowed", "not_declared", "not_demanded", "not_found_invoice", "not_held",
    "not_left", "not_published", "not_received", "not_served", "not_served_yet", "not_theirs",
    "not_understood", "not_written", "note", "noted_before", "nothing_asked", "nothing_new", "nothing_owed",
    "ok", "ok_noted", "ok_nothing", "order", "other_word", "paid", "paid_back", "pause", "piece", "plan",
    "posted", "posted_otherwise", "posted_when", "presented", "propose", "refuse", "refused",
    "refused_letter", "resume", "resume_all", "resume_but", "served", "status", "still_given_up",
    "still_held", "still_paid", "stop", "stop_all", "stopped_by", "stranger", "supplied", "theirs",
    "too_late", "too_much", "treatment", "unclaimed", "unknown_target", "unplaced_nobody", "unplaced_which",
    "until_when", "used", "which_day", "which_invoice", "which_of_them", "which_payment",
    "whole_case_disputed", "whole_case_held", "yes_has_left", "yes_taken_back",
)  # fmt: skip

_FIRST = Owed("F-118", date(2026, 2, 12), date(2026, 3, 15), 124_000, 124_000, 25)
_PARTLY = Owed("F-121", date(2026, 2, 20), date(2026, 3, 22), 48_050, 28_050, 18, covered=10_000)
_COMING = Owed("F-130", date(2026, 4, 1), date(2026, 5, 1), 999_999_999, 999_999_999, 0, "CHF")
_TWELVE = tuple(replace(_FIRST, number=f"FACTURE/2026/CHANTIER-NORD/{n:08d}-BIS") for n in range(12))
LONG = (
    "Société coopérative artisanale de couverture, zinguerie et charpente du pays de Cornouaille et du Léon"
)
ODD = "Martin\r\nBcc: x@y.example\x00\u202e {{ creditor.iban }} {% raw %} {# | #import"
_SOON = SAMPLE_DAY + timedelta(14)
_DAY, _PARTS = (
    (PromiseRead(_SOON, None),),
    (PromiseRead(SAMPLE_DAY, 31_000), PromiseRead(_SOON, 31_000), PromiseRead(_SOON, None)),
)
_UNSENT = (
    (Unsent("plan_accepted", _PARTS), _PARTS),
    (Unsent("plan_accepted", _PARTS, own=False, why="spoke"), ()),
    (Unsent("delay_accepted", _DAY, why="spoke"), _DAY),
    (Unsent("delay_accepted", _DAY, why="address"), ()),
    (Unsent("delay_proposed", _DAY), ()),
    (Unsent("call_trace", _DAY, why="doubt"), _DAY),
    (Unsent("call_trace", why="doubt"), ()),
    (Unsent("delay_accepted", _DAY, why="silenced"), _DAY),
    (Unsent("delay_refused", own=False), ()),
    (None, _PARTS),
)
_STOPS = ("owner", "dispute", "refused")
_MATTER = Matter(
    kind="business", principal=124_000, interest=2_000, today=SAMPLE_DAY, traders=None, disputed=True,
    insolvent=False, published=None, prudent=SAMPLE_DAY - timedelta(1), order_proven=False,
    execution_proven=False, presented=None, deadline=SAMPLE_DAY, address=False, mediator="",
)  # fmt: skip
_DOORS = (*doors(_MATTER), *doors(replace(_MATTER, insolvent=True, published=SAMPLE_DAY))[:1])


def questions(about: str) -> list[Asked]:
    """This question with nothing known, with all of it, with too much of it, and with hostile words."""
    bare = Asked("c-1", about, since=SAMPLE_DAY, soon=_SOON)
    if about not in OF_THE_HOUSE:
        bare = replace(bare, debtor="Martin SARL")
        if about not in _WITHOUT_DEBT:
            bare = replace(bare, invoices=(_FIRST,), total=(Sum(124_000),))
    full = replace(_whole(about), files=("bon de livraison.pdf", "photo.jpg"))
    many = replace(
        full,
        debtor=LONG,
        invoices=(*_TWELVE, _PARTLY, _COMING),
        total=(Sum(1_516_050), Sum(999_999_999, "CHF")),
        words=(LONG, LONG, LONG, LONG),
        held_until=None,
        whole=True,
        debtors=(LONG, LONG),
    )
    odd = replace(
        full, debtor=ODD, words=(ODD,), sender=ODD, subject=ODD, file=ODD, debtors=(ODD,), phone=ODD
    )
    odd = replace(odd, files=(ODD, ODD))
    odd = replace(odd, invoices=(replace(_FIRST, number=ODD),), intents=(ODD,), overtaken=ODD)
    again = replace(
        full, overtaken="", first=False, alive=True, promised=_SOON, given=True, claimed=Sum(50_000)
    )
    words = [replace(again, unsent=word, offered=parts) for word, parts in _UNSENT]
    return [bare, full, many, odd, again, *(words if about not in OF_THE_HOUSE else [])]


def _whole(about: str) -> Asked:
    """With all that may be known."""
    known = Asked(
        "c-2",
        about,
        n=2,
        debtor="" if about in OF_THE_HOUSE else "Martin SARL",
        kind="business",
        phone="02 98 00 00 00",
        contacts=("compta@martin.example",),
        invoices=(_FIRST,),
        whole=False,
        total=(Sum(124_000),),
        words=("nous ne paierons pas avant réparation",),
        wrote=SAMPLE_DAY,
        sender="compta@martin.example",
        subject="Re: Facture F-118",
        intents=("promise", "already_paid", "wrong_contact", "out_of_office", "dispute"),
        promises=(PromiseRead(_SOON, 40_000), PromiseRead(_SOON, None), PromiseRead(None, None)),
        paid=PaidRead(SAMPLE_DAY, 50_000),
        new_contact="jean@martin.example",
        returns=_SOON,
        bounced="vieux@martin.example",
        held=True,
        held_until=_SOON,
        letter=LetterSaid("Facture F-118", SAMPLE_DAY, file="letters/a.pdf", number="1A 123", deadline=_SOON),
        since=SAMPLE_DAY,
        day=_SOON,
        times=2,
        choices=("approve", "refuse"),
        soon=_SOON,
        debtors=("Martin SARL", "Petit"),
        file="export.csv",
        as_of=SAMPLE_DAY,
        sum=Sum(4_000),
        interest=Sum(1_230),
        paper=True,
        deadline_days=15,
        minutes=30,
        least=10_000,
        handed_to="Maître Roux",
        possible=_SOON,
        admitted=_SOON,
        judged=SAMPLE_DAY,
        printed=SAMPLE_DAY,
        overtaken="" if about in OF_THE_HOUSE else "dispute",
    )
    return replace(
        known, stands_on="F-121", later=("on vous règle vendredi",), later_on=SAMPLE_DAY, agreed=SAMPLE_DAY
    )


def mails() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every list and every other mail, in several shapes, but for the questions."""
    for debtor in ("Martin SARL", LONG, ODD):
        due = Due(1, debtor, ("F-118",), 124_000, "EUR", "second_reminder", 2, "neutral", SAMPLE_DAY)
        firm = replace(due, n=2, rank=3, tone="firm", invoices=tuple(i.number for i in _TWELVE), day=_SOON)
        formal = replace(due, n=3, rank=4, formal=True, paper=True)
        for letters in ((due,), (due, firm, formal), (firm,)):
            yield "eve", {"letters": letters, "consent": len(letters) == 1, "opens": time(9, 30)}
            yield "eve", {"letters": letters, "more": True, "unmet": [debtor, ODD]}
            yield "eve", {"letters": letters, "consent": len(letters) == 1, "changes": True}
            yield "paper", {"papers": letters}
            yield "paper", {"papers": [*letters, replace(due, n=9, given=SAMPLE_DAY)]}
            yield "paper", {"papers": [replace(one, given=SAMPLE_DAY) for one in letters]}
            yield "called_back", {"letters": letters[:1], "why": "paid"}
        abouts = ABOUTS if debtor == "Martin SARL" else ABOUTS[:2]
        asked = [replace(questions(about)[1], debtor=debtor) for about in abouts]
        yield "digest", _day(debtor) | {"questions": asked, "root": "ab" * 32}
        yield "digest", {"happened": Happened(sent=20 * _day(debtor)["happened"].sent)}
        yield "digest", {"happened": Happened()}
        yield "monday", _week(debtor) | {"letters": (due, firm), "questions": asked, "root": "ab" * 32}
        for since in (SAMPLE_DAY - timedelta(3), SAMPLE_DAY - timedelta(7)):
            yield "monday", _week(debtor) | _day(debtor) | {"since": since}
        yield "monday", {}
        old = Old(1, debtor, _TWELVE, (Sum(124_000), Sum(5, "CHF")), 400)
        yield "backlog", {"old": (old,)}
        yield "backlog", {"old": (old, replace(old, n=2, invoices=(_FIRST,)))}
        for lines, unclear in ((("Payé.",), ()), (("Payé.", debtor), (ODD,)), ((), (debtor,))):
            yield "confirmation", {"lines": lines, "unclear": unclear}
            waits = {"lines": lines, "unclear": unclear, "held": (debtor,), "until": _SOON}
            yield "confirmation", waits
            yield "confirmation", {**waits, "let_go": "ok", "late": (LONG,)}
            yield "confirmation", {**waits, "held": (debtor, LONG), "let_go": "resume"}
        yield "gone_live", {"lines": (debtor, ODD), "unlisted": 0 if debtor == ODD else 3}
        for held in ((), (debtor, "Petit")):
            told = {"sender": debtor, "wrote": SAMPLE_DAY, "lines": (ODD,), "held": held}
            more = {} if held else {"foreseen": ("SARL Martin, F-118 : 500,00 € reçus.",), "unclear": ("?",)}
            yield "challenge", told | {"until": _SOON if held else None, "other": not held} | more
        words = Verbatim(f"Bonjour,\n\n{LONG} {LONG}\n\nFacture   Date\nF-118     15/03/2026\n")
        sent = Rehearsed(1, debtor, ("a@b.example",), "Facture", words, ("F-118",), 124_000, "EUR", 2)
        yield "rehearsal", {"letters": (sent,)}
        yield "rehearsal", {"letters": (sent, replace(sent, n=2, rank=0, formal=True))}


def _day(debtor: str) -> dict[str, Any]:
    money = Money(debtor, "F-118", 50_000, "EUR", SAMPLE_DAY)
    reply = Reply(debtor, ("F-118",), "promise", LONG, SAMPLE_DAY, _SOON, held=True)
    sent = Sent(debtor, ("F-118",), 124_000, "EUR", SAMPLE_DAY, 2, "firm")
    ended = Ended(debtor, ("F-118",), "partly_kept", SAMPLE_DAY, 5_000, "EUR")
    call = Call(1, debtor, "02 98 00 00 00", (_FIRST,), (Sum(124_000),), LONG, SAMPLE_DAY)
    happened = Happened(
        (money, replace(money, settled=True), replace(money, so_far=True, over=10_000)),
        (reply, replace(reply, rule="misfortune", held_until=None), replace(reply, rule="?", words="")),
        (sent, replace(sent, rank=0), replace(sent, formal=True, paper=True)),
        (ended, replace(ended, outcome="broken", on=None, received=0)),
        (Other(debtor, "a@b.example", LONG, SAMPLE_DAY),),
        (Granted(debtor, LONG, _SOON), Granted(debtor, "", _SOON)),
        (Unsaid(debtor, "promise_refused", _SOON), Unsaid(debtor, "call_trace", None)),
    )
    return {"happened": happened, "calls": (call, replace(call, n=2, phone="", words="", wrote=None))}


def _week(debtor: str) -> dict[str, Any]:
    spans = ((0, 0), (1, 30), (31, 60), (61, 90), (91, None))
    total = (Sum(124_000), Sum(5, "CHF"))
    return {
        "total": total,
        "ages": [Age(first, last, 3, total) for first, last in spans],
        "received": total,
        "slowest": (Slow(debtor, 41, total),),
        "stopped": tuple(Stopped(debtor, (), rule, SAMPLE_DAY, total, debtor) for rule in _STOPS),
        "nobody": SAMPLE_DAY,
        "unmet": [debtor] * 9,
    }


def line_values() -> list[dict[str, Any]]:
    """No value, all of them, and hostile ones."""
    standing = Standing("Martin SARL", (_FIRST, _PARTLY), (Sum(152_050),), SAMPLE_DAY, 2, leaves=_SOON)
    full: dict[str, Any] = {
        "debtor": "Martin SARL",
        "invoices": ("F-118", "F-121"),
        "amount": 50_000,
        "left": 74_000,
        "date": SAMPLE_DAY,
        "since": SAMPLE_DAY,
        "nobody": SAMPLE_DAY,
        "until": _SOON,
        "instalments": (PromiseRead(SAMPLE_DAY, 40_000), PromiseRead(None, None)),
        "times": 2,
        "standing": replace(standing, next_rank=3, promised=(PromiseRead(_SOON, 40_000),)),
    }
    texts = ("number", "email", "to", "value", "target", "text", "words", "why", "about")
    odd = full | {"debtor": ODD, "invoices": (ODD,), "standing": replace(standing, held=True, debtor=ODD)}
    return [{}, full | dict.fromkeys(texts, "kind"), odd | dict.fromkeys(texts, ODD)]


def problems(templates: Mapping[str, str], language: Language) -> list[str]:
    """One sentence for each thing wrong with the owner's templates; none: they may be used."""
    writer = OwnerWriter(templates, SAMPLE_CREDITOR, language)
    found = (problem for name, values in everything() for problem in _wrong(writer, name, values))
    return list(dict.fromkeys(found))


def everything() -> Iterator[tuple[str, dict[str, Any]]]:
    """All mails with their values; a line is called "lines" and its name."""
    for about in ABOUTS:
        asked = questions(about)
        yield from (("notice", {"asked": one}) for one in asked)
        more = {"text": Verbatim("Bonjour,\n"), "checklist": (LONG,), "doors": _DOORS, "attached": True}
        yield "again", {"asked": asked[1], **more}
    yield from mails()
    for name in LINES:
        yield from ((f"lines {name}", values) for values in line_values())


def _wrong(writer: OwnerWriter, name: str, values: Mapping[str, Any]) -> Iterator[str]:
    about = f" ({values['asked'].about})" if "asked" in values else ""
    try:
        if name.startswith("lines "):
            writer.line(name.removeprefix("lines "), day=SAMPLE_DAY, **values)
            return
        words = writer.mail(name, day=SAMPLE_DAY, **values)
    except FAULTS as error:
        yield f"owner/{name}{about}: {error}"
        return
    if not words.subject or not words.text.strip():
        yield f"owner/{name}{about}: the first paragraph is the subject, the others are the text"
    if any(len(line) > COLUMNS for line in words.text.split("\n")):
        yield f"owner/{name}{about}: a line is longer than {COLUMNS} characters"
