"""A yes that leads to words that put a letter off, or that grant what its debtor asks, lets no letter go."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.owner.answers import Act, Answer, Context, Item, read_answer
from bot.owner.answers.words.putting_off import putting_off
from tests.hostile import approval, asked_back
from tests.office import opened

AT = datetime.fromisoformat("2026-03-10T09:00:00+01:00")
SHOWN = (Item(1, "SARL Martin", ("F-118",)), Item(2, "Mme Petit", ("F-121",)), Item(3, "Dupont SAS"))
EVE = Context("eve", items=SHOWN)
DEMAND, FIRM = (
    Context("notice", about, "SARL Martin", ("F-118",)) for about in ("mise_en_demeure", "first_firm_letter")
)
YES = (
    "ok", "ok on", "ok pour", "ok pour le", "oui,", "vas-y", "d'accord pour", "je veux bien", "tu peux",
    "parfait,", "je valide", "👍", "yes", "ok to", "fine,", "sure,", "go,",
)  # fmt: skip
STEMS = (
    "décale", "décaler", "décalage", "repousse", "repousser", "reporte", "report", "diffère", "différer",
    "recule", "délai", "sursis", "moratoire", "accord amiable", "arrangement", "patiente", "patienter",
    "temporise", "attendre", "suspendre", "geler", "retarder", "ajourner", "prolongation", "étalement",
    "médiation", "lever le pied", "mets en attente", "négocie", "sa demande", "sa proposition", "son offre",
    "postpone", "delay it", "defer", "put it off", "wait", "the delay", "the extension", "his offer",
    "ask him", "back off", "shelve it", "more time",
)  # fmt: skip


def read(text: str, context: Context) -> Answer:
    return read_answer(text, context, AT)


@pytest.mark.parametrize("context", [DEMAND, FIRM, EVE], ids=["notice", "firm", "eve"])
@pytest.mark.parametrize("yes", YES)
def test_no_yes_before_what_puts_it_off_lets_a_letter_go(yes: str, context: Context) -> None:
    for stem in STEMS:
        answer = read(f"{yes} {stem}", context)
        assert not any(act.presses for act in answer.acts), (yes, stem, answer)
        assert answer.acts or answer.unclear, (yes, stem)


@pytest.mark.parametrize(
    "words",
    [
        "ok on décale",
        "tu peux patienter",
        "ok pour le report",
        "vas-y, repousse",
        "sure, postpone",
        "I'll wait",
    ],
)
@pytest.mark.parametrize("context", [DEMAND, EVE], ids=["notice", "eve"])
def test_what_puts_a_letter_off_stops_it(words: str, context: Context) -> None:
    assert [act.act for act in read(words, context).acts] == ["stop"]


@pytest.mark.parametrize("words", ["j'accepte sa demande", "ok pour sa proposition", "accept his offer"])
def test_what_grants_the_customers_wish_in_answer_to_a_letter_is_asked_back(words: str) -> None:
    assert read(words, DEMAND) == Answer((), (words,))


@pytest.mark.parametrize("words", ["ok. il veut un report", "parfait. Elle propose un arrangement"])
def test_what_is_told_of_nobody_in_a_list_may_be_of_each(words: str) -> None:
    assert not any(act.presses for act in read(words, EVE).acts)


@pytest.mark.parametrize(
    "said", ["ok sans delai", "on ne reporte pas", "assez de delais", "nothing to report"]
)
def test_what_denies_it_puts_nothing_off(said: str) -> None:
    assert putting_off(said) == () and putting_off("ok on reporte") != ()


def test_who_is_put_off_in_a_list_does_not_hold_the_others() -> None:
    acts = read("1 ok, reporte 2 à lundi", EVE).acts
    assert [(act.act, act.target) for act in acts] == [("ok", "1"), ("pause", "2")]


@pytest.mark.parametrize(
    "words",
    ["ok\nMarc", "ok. Marc Dupuis", "oui, merci", "OK. Bien cordialement\nMarie",
     "d'accord. Belle journée à vous", "je valide la mise en demeure de Martin", "ok pour F-118",
     "vas-y, ras le bol de leurs excuses",
     "J'ai relu les montants avec ma femme. Tu peux l'envoyer"],
)  # fmt: skip
def test_a_mise_en_demeure_is_approved_by_a_yes_with_its_courtesies_or_by_a_plain_order(words: str) -> None:
    assert read(words, DEMAND).acts[:1] == (Act("ok"),)


@pytest.mark.parametrize(
    "words", ["ok machin truc", "oui, on en discute dimanche à table", "ok. Mon beau-frère le connaît bien"]
)
def test_a_bare_yes_beside_unknown_words_approves_no_mise_en_demeure(words: str) -> None:
    answer = read(words, DEMAND)
    assert answer.unclear and not any(act.presses for act in answer.acts)


@pytest.mark.parametrize(
    "words", ["ok on décale", "tu peux patienter", "j'accepte son délai", "ok, delay it"]
)
def test_a_mise_en_demeure_put_off_by_mail_is_not_approved(words: str, tmp_path: Path) -> None:
    with opened(tmp_path) as office:
        approval(office)
        office.receive(office.answer(words, to=office.mails()[0]))
        office.later(minutes=5)
        assert "approve" not in [notice.answer for notice in office.case("c1").notices.values()]
        assert asked_back(office) or office.case("c1").holds
