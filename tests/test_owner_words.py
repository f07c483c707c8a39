"""What the owner reads by mail, with the templates that are shipped."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError

from bot.correspondence.whose import whose
from bot.events.mail import PromiseRead
from bot.events.owner_mail import OwnerMailKind
from bot.letters import Words
from bot.letters.owner import COLUMNS, LINE_VALUES, OwnerWriter, Verbatim
from bot.letters.samples import BARE_CREDITOR, SAMPLE_CREDITOR, SAMPLE_DAY
from bot.owner.answers import Context, Item, read_answer
from bot.owner.dues import Sum
from bot.owner.lists import Due, Rehearsed
from bot.owner.news import Happened
from bot.owner.proofreading import ABOUTS, LINES, OF_THE_HOUSE, everything, line_values, problems, questions
from bot.owner.views import Asked
from bot.wording import Language
from tests.drafts import ROOT, TEMPLATES

BOT = Path(__file__).parent.parent / "bot"
LANGUAGES: tuple[Language, ...] = ("fr", "en")
WRITERS = {language: OwnerWriter(TEMPLATES, SAMPLE_CREDITOR, language) for language in LANGUAGES}
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u200b]")
# Questions to which other words than the orders are answered: kept as a note, or read by who asked.
FREE = {"chorus", "handed_over", "left_over", "uncertain"}
# As which question the reader of answers knows one that it does not know by its own name.
KNOWN_AS = {
    "promise_far": "promise", "promise_again": "promise", "arrived": "already_paid",
    "first_firm_letter": "mise_en_demeure", "after_mise_en_demeure": "mise_en_demeure", "not_served": "post",
    "no_address": "bounce", "alarm": "payment_match", "iban_changed": "payment_match",
}  # fmt: skip


def plain(text: str) -> str:
    """With ordinary spaces and apostrophes, to be read in a test."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def notice(asked: Asked, language: Language = "fr", **values: object) -> Words:
    return WRITERS[language].mail("notice", day=SAMPLE_DAY, asked=asked, **values)


def line(name: str, language: Language = "fr", **values: object) -> str:
    return plain(WRITERS[language].line(name, day=SAMPLE_DAY, **values))


def full(about: str) -> Asked:
    return questions(about)[1]


@pytest.fixture(scope="module", params=LANGUAGES)
def said(request: pytest.FixtureRequest) -> list[tuple[str, Words]]:
    """Every mail of every shape, in one language."""
    writer = WRITERS[request.param]
    return [
        (request.param, writer.mail(name, day=SAMPLE_DAY, **values))
        for name, values in everything()
        if not name.startswith("lines ")
    ]


# --- nothing is missing -----------------------------------------------------------------------------


@cache
def called_in(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]


def calls(*names: str, within: str = "**") -> Iterator[ast.Call]:
    for path in BOT.glob(f"{within}/*.py"):
        for node in called_in(path):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
            if (called.id if isinstance(called, ast.Name) else called) in names:
                yield node


def words_among(nodes: list[ast.expr]) -> set[str]:
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def asked_by_policy() -> set[str]:
    """Every question of which policy has the words, and every one that is opened by its name."""
    tables = set()
    for path in (BOT / "policy").glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = getattr(node, "targets", [getattr(node, "target", None)])
            named = any(isinstance(n, ast.Name) and n.id.strip("_") == "QUESTIONS" for n in names)
            if named and isinstance(getattr(node, "value", None), ast.Dict):
                tables |= words_among(node.value.keys)  # type: ignore[attr-defined]
    opened = {word for call in calls("NoticeOpened", "notice") for word in words_among(call.args[1:2])}
    return tables | opened | {word for call in calls("ask") for word in words_among(call.args[:1])}


def test_every_question_that_policy_asks_has_its_words() -> None:
    asked = asked_by_policy()
    assert {"dispute", "bounce", "mise_en_demeure", "stale_source", "unplaced", "alarm", "eve"} <= asked
    assert asked <= set(ABOUTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_has_a_template_and_every_template_a_question(language: str) -> None:
    assert {path.stem for path in (ROOT / language / "owner" / "about").iterdir()} == set(ABOUTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_mail_has_a_template(language: str) -> None:
    assert set(get_args(OwnerMailKind)) <= {path.stem for path in (ROOT / language / "owner").glob("*.txt")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_that_an_order_comes_back_in_is_there(language: str) -> None:
    said = [
        call
        for room in ("owner/**", "correspondence")
        for call in calls("Line", "NonsenseError", within=room)
    ]
    used = {word for call in said for word in words_among(call.args[:1])}
    written = set(re.findall(r"macro (\w+)\(", TEMPLATES[f"{language}/owner/lines.txt"]))
    assert used <= set(LINES) <= written
    assert len(written) - len(LINES) == 7  # what the lines share


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_templates_that_are_shipped_have_no_problem(language: Language) -> None:
    assert problems(TEMPLATES, language) == []


def test_what_is_wrong_with_a_template_is_told_with_its_place() -> None:
    broken = TEMPLATES | {
        "fr/owner/about/dispute.txt": "{% macro subject() %}{{ asked.nonsense }}{% endmacro %}",
        "fr/owner/paper.txt": "Une ligne\n\n| " + "x" * 80,
        "fr/owner/eve.txt": "{% if %}",
    }
    found = "\n".join(problems(broken, "fr"))
    assert "owner/notice (dispute):" in found
    assert "owner/eve:" in found
    assert "owner/monday:" in found  # its list names the dispute
    assert "longer" not in found  # what is too long is broken


def test_a_value_that_nothing_defines_is_an_error() -> None:
    writer = OwnerWriter(TEMPLATES | {"fr/owner/paper.txt": "{{ unheard_of }}\n"}, SAMPLE_CREDITOR, "fr")
    with pytest.raises(UndefinedError):
        writer.mail("paper", day=SAMPLE_DAY)
    with pytest.raises(KeyError):
        writer.line("nonsense", day=SAMPLE_DAY)


# --- how it reads -----------------------------------------------------------------------------------


def test_no_line_is_wider_than_the_columns(said: list[tuple[str, Words]]) -> None:
    for _, words in said:
        assert max(map(len, words.text.split("\n"))) <= COLUMNS


def test_every_mail_has_a_short_subject_and_no_gaps(said: list[tuple[str, Words]]) -> None:
    for _, words in said:
        assert 5 < len(words.subject) <= 150
        assert "\n" not in words.subject
        assert words.text.endswith("\n")
        assert "\n\n\n" not in words.text
        bars = "" if "{{" in words.text else r"|\n\|"
        assert not re.search(rf" \n{bars}|^\s|\bNone\b|\bEUR\b|\( ?\)|, ?\.|\(,", words.text)


def test_french_typography_holds(said: list[tuple[str, Words]]) -> None:
    for language, words in said:
        if language == "fr" and "{{" not in words.text:
            assert not re.search(r"[^\u202f\s][;?]|[ \u00a0][;?!]| [:»€%]|« |'|\d \d{3},", words.text), (
                words.text
            )
            assert not re.search(r" [,.)]|\( ", words.text), words.text


def test_no_word_is_one_that_nobody_should_read(said: list[tuple[str, Words]]) -> None:
    for _, words in said:
        assert not re.search(r"huissier|bailiff|impayé|contentieux|sous peine|!", words.text + words.subject)


def test_the_first_line_says_what_a_question_is_about() -> None:
    for about in set(ABOUTS) - set(OF_THE_HOUSE):
        for language in LANGUAGES:
            words = notice(full(about), language)
            assert "Martin SARL" in words.subject, about
            first = words.text.split("\n\n")[0]
            assert "Martin SARL" in first or about == "misfortune", about


def test_every_question_says_what_happens_and_how_to_answer() -> None:
    for about in ABOUTS:
        text = plain(notice(full(about)).text)
        assert re.search(r"\b(Sans (réponse|nouvelle|adresse|votre)|Rien ne part|Je ne réponds pas)", text), (
            about
        )
        assert "\nRépondez par exemple :\n" in text, about


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("about", sorted(set(ABOUTS) - FREE))
def test_every_answer_that_a_question_offers_is_understood(about: str, language: Language) -> None:
    text = plain(notice(replace(full(about), new_contact="jean@martin.example"), language).text)
    offered = re.split(r"Répondez par exemple :|Answer, for example:", text)[1].replace("\n", " ")
    words = re.findall(r"« (.*?) »" if language == "fr" else r'"(.*?)"', offered)
    assert words or about in ("piece", "rate", "unreached")
    context = Context("notice", KNOWN_AS.get(about, about), "Martin SARL", ("F-118",))
    for answer in words:
        answer += " jean@martin.example" if answer in ("écris à", "write to") else ""
        known = whose(answer, Customers()) if about == "unplaced" else None
        read = known or read_answer(answer, context, datetime(2026, 4, 10, 9, tzinfo=UTC))
        assert read.acts and not read.unclear, answer


class Customers:
    """The customers whom the questions offer to name."""

    def by_number(self, number: str) -> list[str]:
        return []

    def by_name(self, name: str) -> list[str]:
        return [name] if name in ("Martin", "Petit") else []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["eve", "digest", "monday", "backlog", "confirmation", "paper"])
def test_every_order_that_a_list_offers_is_understood(name: str, language: Language) -> None:
    source = re.sub(r"\{\{[^}]*third \}\}", "400", TEMPLATES[f"{language}/owner/{name}.txt"])
    source = re.sub(r"\{\{ (?:qui|who) \}\}", "Martin", source)  # a customer of the mail
    source = re.sub(r"\{[#%{].*?[#%}]\}", "", source, flags=re.S)
    if name in ("digest", "monday"):
        source += TEMPLATES[f"{language}/owner/parts.txt"].split("What may be ordered")[1].split("{#")[0]
    quoted = re.findall(r"« (.*?) »" if language == "fr" else r'"(.*?)"', source)
    words = [order for order in quoted if order.strip()]
    assert len(words) >= 3
    known = (Item(1, "Martin SARL", ("F-118",)), Item(2, "Petit Nathalie", ("F-121",)), Item(3, "Dupont"))
    context = Context(name if name in ("eve", "backlog") else "digest", items=known)
    for order in words:
        read = read_answer(order, context, datetime(2026, 4, 10, 9, tzinfo=UTC))
        assert read.acts and not read.unclear, order


@pytest.mark.parametrize(("owed", "third"), [(1_240_00, "413,33"), (1_200_00, "400"), (2, "400")])
def test_a_plan_that_is_offered_is_never_more_than_what_is_owed(owed: int, third: str) -> None:
    asked = replace(full("delay_request"), total=(Sum(owed),))
    assert f"« échéancier 3 x {third} le 5 »" in plain(notice(asked).text)


def test_a_dispute_quotes_the_debtor_and_offers_the_way_out() -> None:
    words = notice(replace(full("dispute"), intents=("dispute",), held_until=None))
    assert plain(words.subject) == "Martin SARL conteste F-118"
    text = plain(words.text)
    assert "Son message du 9 avril : « nous ne paierons pas avant réparation »" in text
    assert "J'ai compris : contestation." in text
    assert "Facture F-118 : 1 240,00 €, échue le 15 mars, 25 jours de retard." in text
    assert "« litige clos » : tout est dû, les relances reprennent" in text


def test_a_sensitive_message_says_that_nothing_was_answered_and_reads_no_meaning_into_it() -> None:
    text = plain(notice(full("misfortune")).text).replace("\n", " ")
    assert text.startswith(
        "Message sensible : je n'ai rien répondu et je n'écrirai plus à ce client sans votre accord."
    )
    assert "J'ai compris" not in text


def test_an_address_that_a_mail_gives_is_offered_only_where_there_is_one() -> None:
    assert "« ok » : j'utilise cette adresse" in plain(notice(full("wrong_contact")).text)
    assert "« ok »" not in plain(notice(replace(full("wrong_contact"), new_contact="")).text)


def test_a_hold_that_ends_is_said_with_its_last_day() -> None:
    text = plain(notice(full("already_paid")).text).replace("\n", " ")
    assert "je n'écris rien à ce sujet jusqu'au 23 avril inclus ; ensuite, les rappels reprennent." in text
    for_good = plain(notice(replace(full("already_paid"), held_until=None, whole=True)).text)
    assert "je n'écris plus rien à ce client." in for_good.replace("\n", " ")


def test_a_file_that_cannot_be_approved_is_not_offered_to_be() -> None:
    assert "« ok »" in plain(notice(full("alarm")).text)
    assert "« ok »" not in plain(notice(replace(full("alarm"), choices=())).text)


def test_a_mise_en_demeure_shows_what_was_checked_and_what_happened() -> None:
    told = {"checklist": ("chaque étape a été suivie",), "chronology": ("15 mars, échéance",)}
    text = plain(notice(full("mise_en_demeure"), **told).text)
    assert "Ce que j'ai vérifié :\n– chaque étape a été suivie" in text
    assert "L'historique :\n– 15 mars, échéance" in text
    assert "« ok » : je la prépare pour l'impression, 30 minutes plus tard" in text
    by_mail = plain(notice(replace(full("mise_en_demeure"), paper=False)).text)
    assert "« ok » : elle part 30 minutes plus tard" in by_mail


def test_a_question_asked_again_says_since_when() -> None:
    words = WRITERS["fr"].mail("again", day=SAMPLE_DAY, asked=full("dispute"))
    assert plain(words.subject).startswith("Rappel : Martin SARL conteste F-118")
    assert "Je vous l'ai demandé le 9 avril (c'est la 3e fois)." in plain(words.text)


def test_of_many_invoices_six_are_named() -> None:
    text = plain(notice(questions("dispute")[2]).text)
    assert "14 factures, 15 160,50 € et 9 999 999,99 CHF en tout :" in text
    assert "– et 8 autres" in text


def test_the_code_of_currencies_and_the_year_are_said_where_they_differ() -> None:
    asked = replace(full("limitation"), day=date(2028, 3, 12), total=(Sum(124_000, "CHF"),))
    text = plain(notice(asked).text)
    assert "12 mars 2028" in text.replace("\n", " ")
    assert "1 240,00 CHF" in text.replace("\n", " ")


def test_the_list_of_the_evening() -> None:
    due = Due(
        1, "Martin SARL", ("F-118",), 124_000, "EUR", "second_reminder", 2, "neutral", date(2026, 4, 10)
    )
    words = WRITERS["fr"].mail("eve", day=SAMPLE_DAY, letters=(due,), opens=time(9), consent=False)
    assert plain(words.text).startswith(
        "Demain vendredi à 9 h, j'écrirai à :\n1. Martin SARL, F-118, 1 240,00 €, 2e rappel\n\n"
        "Rien à changer : ne répondez pas.\nSinon : « 1 payé », « pas 2 », « 2 lundi »."
    )
    asks = WRITERS["fr"].mail("eve", day=SAMPLE_DAY, letters=(due, due), consent=True)
    assert "Rien ne part sans « ok »." in plain(asks.text)
    assert plain(asks.subject) == "Demain : 2 lettres, votre accord"
    today = replace(due, day=SAMPLE_DAY)
    assert plain(WRITERS["fr"].mail("eve", day=SAMPLE_DAY, letters=(today,)).text).startswith("Aujourd'hui,")


def test_monday_says_that_silence_would_be_a_standstill() -> None:
    words = WRITERS["fr"].mail("monday", day=SAMPLE_DAY, root="ab" * 32)
    assert "Pas de message un lundi ? Relance est à l'arrêt." in plain(words.text)
    assert "ab" * 32 in words.text
    assert plain(words.subject) == "Le point du lundi"


def test_a_digest_numbers_the_decisions_so_that_they_can_be_answered() -> None:
    asked = [replace(full("dispute"), n=1), replace(full("already_paid"), n=2)]
    text = plain(WRITERS["fr"].mail("digest", day=SAMPLE_DAY, happened=Happened(), questions=asked).text)
    assert "1. Martin SARL conteste F-118 (depuis le 9 avril)" in text
    assert "2. Martin SARL dit avoir payé F-118 : reçu ? (depuis le 9 avril)" in text
    assert plain(WRITERS["fr"].title(asked[0], day=SAMPLE_DAY)) == "Martin SARL conteste F-118"


def test_a_letter_of_a_rehearsal_keeps_its_lines() -> None:
    text = Verbatim("Bonjour,\n\nFacture   Date\nF-118     15/03/2026\n      --------\n")
    letter = Rehearsed(
        1, "Martin SARL", ("a@martin.example",), "Facture", text, ("F-118",), 124_000, "EUR", 2
    )
    said = WRITERS["fr"].mail("rehearsal", day=SAMPLE_DAY, letters=(letter,)).text
    assert text in said


# --- lines ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LINES)
def test_every_line_says_something_whatever_it_is_given(name: str, language: Language) -> None:
    for values in line_values():
        text = WRITERS[language].line(name, day=SAMPLE_DAY, **values)
        assert len(text) > 3
        assert "\n" not in text and not CONTROLS.search(text)
        assert text.endswith((".", ")", "»", '"')), text
        assert "None" not in text and "  " not in text
        if language == "fr" and "{{" not in text:
            assert not re.search(r"[^\u202f\s][;?!]| [:»€]|« |'", text), text


def test_an_order_comes_back_with_what_it_is_about() -> None:
    who = {"debtor": "Martin SARL", "invoices": ("F-118",)}
    day = date(2026, 4, 4)
    back = "Erreur : « Martin SARL : rien reçu »."
    assert (
        line("paid", **who, amount=50_000, date=day)
        == f"Martin SARL, F-118 : 500,00 € reçus le 4 avril. {back}"
    )
    assert line("paid", **who, date=day) == f"Martin SARL, F-118 : payé le 4 avril. {back}"
    assert line("pause", debtor="Martin SARL", until=day) == "Martin SARL : pause jusqu'au 4 avril inclus."
    assert (
        line("kind", **who, value="nonprofit")
        == "Martin SARL, F-118 : noté comme association ou copropriété."
    )
    assert line("nothing_new") == "Aucun paiement reçu jusqu'à aujourd'hui, c'est noté ; je continue."
    plan = (PromiseRead(day, 40_000), PromiseRead(date(2026, 5, 4), None))
    assert line("plan", **who, instalments=plan) == (
        "Martin SARL, F-118 : échéancier noté, 400,00 € le 4 avril ; le reste le 4 mai."
    )
    assert line("too_much", **who, amount=50_000, left=40_000) == (
        "Martin SARL, F-118 : je n'ai rien fait, 500,00 € serait plus que les 400,00 € dus."
    )
    assert line("ok", "en", **who, about="uncertain") == "Martin SARL, F-118: the letter counts as sent."


def test_a_line_names_every_value_that_it_may() -> None:
    named = set(LINE_VALUES)
    for values in line_values():
        assert set(values) <= named


# --- hostile values ---------------------------------------------------------------------------------


def test_a_hostile_name_stays_on_one_line_and_is_never_evaluated() -> None:
    for about in ABOUTS:
        for language in LANGUAGES:
            words = notice(questions(about)[3], language)
            assert not CONTROLS.search(words.text + words.subject)
            assert SAMPLE_CREDITOR.iban not in words.text or about == "iban_changed"


def test_a_firm_without_an_iban_is_asked_about_none() -> None:
    writer = OwnerWriter(TEMPLATES, BARE_CREDITOR, "fr")
    assert "configuration. Est-ce bien vous" in plain(
        writer.mail("notice", day=SAMPLE_DAY, asked=full("iban_changed")).text
    ).replace("\n", " ")


@settings(max_examples=60)
@given(st.text(max_size=90), st.text(max_size=90), st.integers(-(10**13), 10**13), st.sampled_from(ABOUTS))
def test_any_name_words_and_amount_can_be_written(name: str, words: str, cents: int, about: str) -> None:
    first = full(about).invoices[0]
    asked = replace(
        full(about),
        debtor=name,
        words=(words, name),
        sender=words,
        new_contact=words,
        invoices=(replace(first, number=words, left=cents), first),
        total=(Sum(cents),),
    )
    mail = notice(asked)
    assert not CONTROLS.search(mail.text + mail.subject)
    assert "\n" not in mail.subject
    assert all(len(row) <= COLUMNS for row in mail.text.split("\n"))
    said = WRITERS["fr"].line("note", day=SAMPLE_DAY, debtor=name, text=words, invoices=(words,))
    assert "\n" not in said and not CONTROLS.search(said)


@given(st.text(max_size=300))
def test_a_verbatim_text_keeps_what_shows_and_nothing_else(text: str) -> None:
    letter = Rehearsed(1, "Martin", ("a@b.example",), "Facture", Verbatim(text), (), 0, "EUR")
    mail = WRITERS["fr"].mail("rehearsal", day=SAMPLE_DAY, letters=(letter,))
    assert not CONTROLS.search(mail.text)
    assert all(len(row) <= COLUMNS for row in mail.text.split("\n"))
