"""Which invoices a debtor's words concern, and that what he contests, has paid or promises rests."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.draft import Draft
from bot.events.mail import MailKept
from bot.placing import scope
from bot.reading import read
from tests.play import Play, rules

LISTED = ("F-112", "F-118", "F-121")
ALL: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("words", "about", "without"),
    [
        # all of them
        ("Je conteste toutes vos factures.", ALL, ()),
        ("Nous contestons l'ensemble de vos factures.", ALL, ()),
        ("Tout est réglé.", ALL, ()),
        ("Vos trois factures sont contestées.", ALL, ()),
        ("Nous ne paierons aucune de vos factures.", ALL, ()),
        ("We dispute all of your invoices.", ALL, ()),
        ("Everything was paid on Monday.", ALL, ()),
        # all but some
        ("Je conteste toutes vos factures sauf la F-118.", ALL, ("F-118",)),
        ("Nous contestons tout, excepté la F-118", ALL, ("F-118",)),
        ("Toutes sont parties lundi, hormis la F-118 et la F-121", ALL, ("F-118", "F-121")),
        ("Toutes vos factures, hors F-118, partent vendredi", ALL, ("F-118",)),
        ("Tout est payé, à l'exception de la facture n° 118", ALL, ("F-118",)),
        ("Toutes vos factures, la F-118 exceptée, sont contestées.", ALL, ("F-118",)),
        ("toutes sauf la 118", ALL, ("F-118",)),
        ("We paid all but F-118 on Monday", ALL, ("F-118",)),
        ("We will pay everything on Friday except invoice F-118", ALL, ("F-118",)),
        ("We dispute all your invoices apart from F-118 and F-121.", ALL, ("F-118", "F-121")),
        # an example, or what they wait for, narrows nothing
        ("Nous contestons vos trois factures, notamment la F-118.", ALL, ()),
        ("Nous contestons vos factures. La F-118 par exemple n'a jamais été livrée.", ALL, ()),
        ("Je règle le tout vendredi, y compris la F-118.", ALL, ()),
        ("Nous avons payé tout ce que nous devions, dont la F-118", ALL, ()),
        ("Rien ne sera payé tant que la F-118 n'est pas corrigée", ALL, ()),
        ("Everything was paid on Monday, including F-118.", ALL, ()),
        ("None of your invoices will be paid until F-118 is corrected.", ALL, ()),
        ("We dispute your invoices, especially F-118.", ALL, ()),
        # others than those that are numbered
        ("La F-118 part vendredi. Toutes les autres aussi.", ALL, ()),
        ("La F-112 est payée, la dernière aussi.", ALL, ()),
        ("La F-118 est payée, le reste suivra vendredi.", ALL, ()),
        # those that are numbered, and no more
        ("La F-118 est payée.", ("F-118",), ()),
        ("Nous contestons vos factures F-112 et F-118.", ("F-112", "F-118"), ()),
        ("We dispute your invoices F-112 and F-118.", ("F-112", "F-118"), ()),
        ("Je conteste la F-118. La F-112 aussi.", ("F-112", "F-118"), ()),
        ("Merci pour tout, la F-118 est payée.", ("F-118",), ()),
        ("Je vous règle la F-118 tout de suite.", ("F-118",), ()),
        ("Bien reçu vos factures. Nous contestons la F-118.", ("F-118",), ()),
        ("C'est la première fois que je reçois la F-118.", ("F-118",), ()),
        ("Sauf erreur de ma part, la F-118 est payée.", ("F-118",), ()),
        ("La totalité de la F-118 part vendredi.", ("F-118",), ()),
        ("Je verse 500 € sur la F-118 vendredi, le reste fin avril.", ("F-118",), ()),
        ("All good with F-118, paid today.", ("F-118",), ()),
        # short numbers
        ("la 112 c'est payé, la 118 on attend l'avoir", ("F-112", "F-118"), ()),
        ("Les 112 et 118 sont payées", ("F-112", "F-118"), ()),
        ("112 : payé\n121 : litige", ("F-112", "F-121"), ()),
        ("F118 payée, FAC 112 contestée", ("F-112", "F-118"), ()),
        ("les 121 € restants, je les verse lundi", ALL, ()),
        ("Il reste 118 jours", ALL, ()),
    ],
)
def test_what_the_words_are_about(words: str, about: tuple[str, ...], without: tuple[str, ...]) -> None:
    said = scope(words, LISTED)
    assert (tuple(n for n in LISTED if n in said.widest), said.without) == (about, without)


def test_a_short_number_that_ends_two_invoices_may_mean_either() -> None:
    assert scope("la 118 est payée", ("2025-118", "2026-118", "2026-121")).widest == ()


@pytest.mark.parametrize("words", ["Tout est payé sauf celle de mars.", "All paid, except the latest one."])
def test_what_is_left_out_without_a_number_is_a_doubt(words: str) -> None:
    assert scope(words, LISTED).doubtful


# --- and what follows ---------------------------------------------------------------------------------


def played(words: str, days: int = 25) -> tuple[Play, list[Draft]]:
    """A letter asks for three invoices: all letters since the debtor's answer, which is truly read."""
    play = Play(rules(), datetime(2027, 3, 1, 8, tzinfo=UTC))
    for number in LISTED:
        play.invoice("martin", number, due=date(2027, 3, 12))
    play.advance(datetime(2027, 3, 16, 13, 30, tzinfo=UTC))
    writes(play, words)
    before = set(play.drafts)
    play.advance(play.now + timedelta(days))
    return play, [draft for letter, draft in play.drafts.items() if letter not in before]


def writes(play: Play, words: str) -> None:
    said = scope(words, play.case("martin").invoices)
    digest = play.mail("martin", names=said.widest)
    chain = play.entries["martin"]
    chain.pop()
    kept = chain.pop().event
    assert isinstance(kept, MailKept)
    known = {name: getattr(kept, name) for name in MailKept.__dataclass_fields__}
    raw = (
        "From: compta@martin.example\r\nTo: factures@atelier.example\r\nSubject: Re: Factures\r\n"
        "Date: Tue, 16 Mar 2027 14:30:00 +0100\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    )
    found = read(f"{raw}{words}\r\n".encode(), play.now)
    taken = MailKept(**{**known, "without": said.without, "doubtful": said.doubtful})
    play.grow("martin", taken, found.as_event(digest))


def pressed(letters: list[Draft]) -> set[str]:
    """The invoices that a reminder asks for."""
    return {climb.number for draft in letters for climb in draft.climbs}


def answered(letters: list[Draft]) -> set[str]:
    """Those that the first answer is about."""
    return {line.number for line in letters[0].lines}


@pytest.mark.parametrize(
    ("words", "rests"),
    [
        ("Je conteste toutes vos factures sauf la F-118.", {"F-112", "F-121"}),
        ("Nous contestons tout, excepté la F-118.", {"F-112", "F-121"}),
        (
            "Nous contestons l'ensemble de vos factures. La F-118 par exemple n'a jamais été livrée.",
            set(LISTED),
        ),
        ("Nous contestons vos trois factures, notamment la F-118.", set(LISTED)),
        (
            "Nous ne paierons aucune de vos factures tant que la F-118 ne sera pas corrigée.",
            set(LISTED),
        ),
        ("Je conteste la F-118. La F-112 aussi.", {"F-112", "F-118"}),
    ],
)
def test_what_is_contested_is_frozen_and_what_is_not_goes_on(words: str, rests: set[str]) -> None:
    _, letters = played(words)
    assert pressed(letters) == set(LISTED) - rests


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ("Toutes sont parties lundi sauf la F-118.", {"F-112", "F-121"}),
        ("We paid all but F-118 on Monday.", {"F-112", "F-121"}),
        ("Tout a été viré lundi, y compris la F-118.", set(LISTED)),
        ("Everything was paid on Monday, including F-118.", set(LISTED)),
        ("Toutes vos factures seront réglées vendredi, sauf la facture F-118.", {"F-112", "F-121"}),
        ("We will pay everything on Friday except invoice F-118.", {"F-112", "F-121"}),
        ("Je règle le tout vendredi, y compris la F-118.", set(LISTED)),
        ("La F-118 part vendredi. Toutes les autres aussi.", {"F-118"}),
        ("La dernière partira vendredi.", {"F-121"}),
        (
            "Je vous règle toutes les factures vendredi. Pour la F-118, merci de m'envoyer un duplicata.",
            set(),
        ),
    ],
)
def test_an_answer_names_what_is_surely_meant_and_all_that_may_be_rests(words: str, about: set[str]) -> None:
    _, letters = played(words, days=3)
    assert answered(letters) == about if about else not letters
    assert pressed(letters) == set()


def test_what_is_left_out_without_a_number_is_asked_of_the_owner_and_all_rests() -> None:
    play, letters = played("Toutes vos factures seront réglées vendredi, sauf celle de mars.")
    assert letters == []
    assert [n.opened.about for n in play.case("martin").open_notices()] == ["undecided"]


def test_the_sentence_of_a_busy_debtor_is_heard_for_each_invoice() -> None:
    play, letters = played("la 112 c'est payé, la 118 on attend l'avoir", days=1)
    holds = {hold.rule: hold.invoices for hold in play.case("martin").holds.values()}
    assert holds["dispute"] == ("F-118",)
    assert answered(letters) == {"F-118"}
    asked = {n.opened.about: n.opened.invoices for n in play.case("martin").open_notices()}
    assert asked["already_paid"] == ("F-112",)


def test_paid_contested_and_promised_each_by_its_short_number() -> None:
    play, _ = played("J'ai payé la 112 hier. Je conteste la 118. La 121 sera payée lundi.", days=1)
    holds = {hold.rule: hold.invoices for hold in play.case("martin").holds.values()}
    assert holds == {"already_paid": ("F-112",), "dispute": ("F-118",), "promise": ("F-121",)}


def test_two_by_their_places_are_paid_and_the_last_is_promised() -> None:
    play, _ = played("Les deux premières sont réglées. La dernière partira lundi en huit.", days=1)
    holds = {hold.rule: hold.invoices for hold in play.case("martin").holds.values()}
    assert holds == {"already_paid": ("F-112", "F-118"), "promise": ("F-121",)}
