"""Every answer that a question offers is carried out, as a whole mail, and does what the question promises.

That the words are understood is `test_owner_words`; here they are given to a case in the state in which the
question is asked, and what must have happened is looked for in that case.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.case import Case, Notice
from bot.events.debts import InvoiceSeen, PaymentSeen
from bot.events.letters import (
    Climb,
    LetterIntended,
    LetterRefused,
    LetterSent,
    LetterUncertain,
    PaperPosted,
    PaperPrepared,
    PaperPresented,
)
from bot.events.mail import PromiseRead
from bot.events.owner import CourtDaySaid, HandedOver, OwnerWrote
from bot.owner.proofreading import ABOUTS, OF_THE_HOUSE
from bot.policy.house import House
from bot.policy.questions import notice
from bot.policy.sight import see
from bot.wording import Language
from tests.office import NOW, SENT, Office, opened
from tests.test_owner_words import LANGUAGES, WRITERS
from tests.weighed import DEBTOR, settle, told_of, writes

DAY = NOW + timedelta(days=10)  # 20 March 2026
FAR = date(2026, 9, 30)
# Asked by nobody today, or of the house, where `test_owner_hostile`, `test_eve` and others answer them.
# Old debts come in a list of their own, see `test_owner_going`, and calls are lines of a digest (POLICY
# section 2), see `test_owner_calls`.
ELSEWHERE = {*OF_THE_HOUSE, "promise", "backlog", "call"}
# Nothing to say in words: a document is attached, an export is mended.
WORDLESS = {"piece"}
# Offered, and of no use before something else was done: the reader of answers must know these words first.
LATER = {"it left"}


# --- how a case stands when it is asked ------------------------------------------------------------------


def _mail(*says: str, **read: object) -> Callable[[Office], None]:
    return lambda office: (writes(office, *says, **read), None)[1]


def _asked(about: str, *, letter: str = "", whole: bool = False) -> Callable[[Office], None]:
    """Asked by policy, in its own words and with its own choices."""

    def ask(office: Office) -> None:
        sight = see(office.case(), House(), office.rules, office.clock[0])
        numbers = () if whole else ("F-118",)
        office.note("c1", notice(sight, about, invoices=numbers, letter=letter))
        office.tell()

    return ask


def _letter(office: Office, *more: object) -> None:
    climb = Climb("F-118", "first_reminder", 0)
    intent = LetterIntended(
        "l1", "<l1@x>", "reminder", "reminder", "cordial", (DEBTOR,), "F", "0" * 64, climbs=(climb,)
    )
    office.note("c1", intent, *more)  # type: ignore[arg-type]


def _paper(office: Office, *more: object) -> None:
    climb = Climb("F-118", "mise_en_demeure", 3)
    with office.desk.kept(b"%PDF-1.7 letter") as (pdf,):
        prepared = PaperPrepared(
            "p1", "mise_en_demeure", "mise_en_demeure", "formal", pdf, "to_post/p1.pdf", NOW.date(), (climb,),
            1_240_00, "EUR", 15, demanded=1_300_00, indemnity=40_00,
        )  # fmt: skip
        office.note("c1", prepared, *more)  # type: ignore[arg-type]


POSTED = PaperPosted("p1", "1A", NOW.date())


def _then(before: Callable[[Office], None], about: str, **asked: object) -> Callable[[Office], None]:
    def ask(office: Office) -> None:
        before(office)
        _asked(about, **asked)(office)  # type: ignore[arg-type]

    return ask


def _court(**days: date) -> Callable[[Office], None]:
    return lambda office: office.note("c1", *(CourtDaySaid(what, on) for what, on in days.items()))  # type: ignore[arg-type]


def _promised_again(office: Office) -> None:
    for day in (26, 27, 30):
        writes(office, "promise", promises=(PromiseRead(date(2026, 3, day), None),))


JUDGED, PUBLISHED, ORDERED = date(2025, 4, 10), date(2025, 4, 18), date(2025, 10, 12)
STANDS: dict[str, Callable[[Office], None]] = {
    "dispute": _mail("dispute", sentence="La porte est fendue."),
    "already_paid": _mail("already_paid", sentence="C'est réglé."),
    "delay_by_hand": lambda office: _by_hand(office),
    "owner_letter": lambda office: _settled_by_hand(office),
    "delay_request": _mail("delay_request", sentence="Pouvez-vous patienter ?"),
    "document_request": _mail("document_request", sentence="Il me faut le bon de livraison."),
    "wrong_contact": _mail("wrong_contact", new_contact="jean@martin.example"),
    "stop_contact": _mail("stop_contact", sender="paul@martin.example"),
    "insolvency": _mail("insolvency"),
    "misfortune": _mail("dispute", misfortune=True),
    "undecided": _mail("dispute", undecided=True),
    "unrelated": _mail("unrelated"),
    "promise_far": _mail("promise", promises=(PromiseRead(FAR, None),)),
    "promise_again": _promised_again,
    "uncertain": _then(
        lambda o: _letter(o, LetterUncertain("l1", "?")), "uncertain", letter="l1", whole=True
    ),
    "refused": _then(
        lambda o: _letter(o, LetterRefused("l1", DEBTOR, "554 no", permanent=True, address=False)),
        "refused",
        letter="l1",
        whole=True,
    ),
    "bounce": _then(lambda o: _letter(o, LetterSent("l1", DEBTOR, "250")), "bounce", letter="l1", whole=True),
    "post": _then(_paper, "post", letter="p1"),
    "not_served": _then(
        lambda o: _paper(o, POSTED, PaperPresented("p1", NOW.date(), "not_served")), "not_served", letter="p1"
    ),
    "deadline": _then(lambda o: _paper(o, POSTED), "deadline"),
    "after_mise_en_demeure": _then(lambda o: _paper(o, POSTED), "after_mise_en_demeure"),
    "left_over": lambda office: _left_over(office),
    "handed_over": lambda office: (
        office.note("c1", HandedOver("Maître Roux")),
        writes(office, "dispute"),
        None,
    )[2],
    "published": _then(_court(insolvency=JUDGED), "published"),
    "declaration": _then(_court(insolvency=JUDGED, published=PUBLISHED), "declaration"),
    "relief": _then(_court(insolvency=JUDGED, published=PUBLISHED), "relief"),
    "after_judgment": _then(_court(insolvency=JUDGED), "after_judgment"),
    "signification": _then(_court(order=ORDERED), "signification"),
}


def _by_hand(office: Office) -> None:
    writes(office, "delay_request", sentence="Pouvez-vous patienter ?")
    office.clock[0] += timedelta(hours=1)
    office.note("c1", OwnerWrote("ee" * 32, (DEBTOR,), office.clock[0]))
    settle(office)
    office.tell()


def _settled_by_hand(office: Office) -> None:
    """He has told the debtor not to pay this bill."""
    raw = office.answer("Ne la payez pas, je vous en envoie une nouvelle.", recipient=DEBTOR)
    office.receive(raw, SENT)
    settle(office)
    office.tell()


def _left_over(office: Office) -> None:
    _paper(office, POSTED)
    office.note("c1", PaymentSeen("F-118", 1_240_00, NOW.date(), source="bank.csv"))
    sight = see(office.case(), House(), office.rules, office.clock[0])
    office.note(
        "c1", notice(sight, "left_over", invoices=("F-118",), letter="p1", indemnity=40_00, interest=20_00)
    )
    office.tell()


# --- what must have happened ----------------------------------------------------------------------------


def _answer(*answers: str) -> Callable[[Case, Notice], bool]:
    return lambda case, asked: asked.answer in answers


def _paused(case: Case, _: Notice) -> bool:
    return any(h.by == "owner" and h.until and h.until > DAY.date() for h in case.holds.values())


def _treated(value: str) -> Callable[[Case, Notice], bool]:
    return lambda case, _: case.treatment_said == value


def _goes_on(case: Case, asked: Notice) -> bool:
    """Answered, and nothing without an end holds any more; a document gets some days."""
    endless = [h for h in case.holds.values() if h.until is None]
    return asked.answer in ("resume", "approve") and not endless


def _rule(rule: str) -> Callable[[Case, Notice], bool]:
    return lambda case, _: any(hold.rule == rule and hold.by == "owner" for hold in case.holds.values())


def _templates(case: Case) -> set[str]:
    return {answer.template for answer in case.answers.values()}


def _given_up(case: Case, asked: Notice) -> bool:
    return asked.answer == "refuse" if asked.opened.about == "left_over" else not case.left()


def _kinds(case: Case, _: Notice) -> bool:
    return case.kind_said is not None


def _court_day(what: str) -> Callable[[Case, Notice], bool]:
    return lambda case, _: what in case.court


# The first that fits: words in both languages, and what they do.
DOES: tuple[tuple[str, Callable[[Case, Notice], bool]], ...] = (
    (r"payé 500|paid 500", lambda case, _: case.left() == 740_00),
    (r"payé|paid", lambda case, _: case.left() == 0),
    (r"avoir 120|credit 120", lambda case, a: case.left() == 1_120_00 and _goes_on(case, a)),
    (r"rien reçu|nothing", _answer("refuse")),
    (r"je m'en occupe|I'll handle", _treated("owner_only")),
    (r"ne plus relancer|never chase", _treated("never")),
    (r"traitement normal|normal treatment", _treated("normal")),
    (r"abandonne|drop it", _given_up),
    (r"litige clos|dispute closed", _goes_on),
    (r"litige|dispute", _rule("dispute")),
    (r"échéancier|instalments", lambda case, _: len(case.promises) == 3),
    (r"dis-lui|tell them", lambda case, _: "delay_proposed" in _templates(case)),
    (
        r"d'accord pour|ok for",
        lambda case, a: (
            "delay_accepted" in _templates(case) and bool(case.promises) and a.answer == "approve"
        ),
    ),
    (
        r"accepte|accepted",
        lambda case, a: any(not p.outcome for p in case.promises.values()) and a.answer == "approve",
    ),
    (
        r"refuse",
        lambda case, a: a.answer == "refuse" and not any(h.until is None for h in case.holds.values()),
    ),
    (r"mise en demeure maintenant|formal notice now", lambda case, _: case.ordered is not None),
    (r"(?:écris à|write to) compta@.*", lambda case, _: case.contacts_said == ["compta@martin.example"]),
    (r"écris à|write to", lambda case, _: case.contacts_said == ["neuf@martin.example"]),
    (r"posté|posted", lambda case, _: bool(case.papers["p1"].posted)),
    (r"déjà relancé|reminded twice", lambda case, _: len(case.invoices["F-118"].climbs) == 2),
    (r"laisse|leave it", _answer("refuse")),
    (r"jugement|judgment", _court_day("insolvency")),
    (r"BODACC|published", _court_day("published")),
    (r"créance déclarée|claim declared", _court_day("declared")),
    (r"pas de procédure|no insolvency", lambda case, _: "insolvency" not in case.court),
    (r"ordonnance|payment order", _court_day("order")),
    (r"signifiée|served", _court_day("served")),
    (r"confié|handed over", lambda case, _: bool(case.handed_over)),
    (r"reconnaissance|acknowledgement", lambda case, _: bool(case.acknowledged)),
    (r"particulier|pro$|copro|association|mairie|consumer|business|charity|council", _kinds),
    (r"parti|oui|it left|yes", lambda case, _: not case.uncertain() and bool(case.sent_letters())),
    (r"renvoyer|send again", lambda case, _: case.letters["l1"].state == "lost"),
    (r"annule|cancel", lambda case, _: any(h.by == "owner" for h in case.holds.values())),
    (r"pause|jusqu'|until", _paused),
    (r"reprends|resume|relance|chase", _goes_on),
    (r"non|no", lambda case, a: case.letters["l1"].state == "lost" if case.letters else a.answer == "refuse"),
    (r"ok", _answer("approve")),
    (r"mise à disposition|rejetée|made available|rejected", lambda case, _: True),  # kept, in their own words
)
UNDONE = re.compile(
    r"n.ai rien fait|rien n.a changé|Je n.ai pas compris|done nothing|has changed|not surely understood"
)


# --- each word, as a mail -------------------------------------------------------------------------------


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return request.param  # type: ignore[no-any-return]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def _stand(folder: str, about: str, language: Language) -> Iterator[Office]:
    with opened(Path(folder)) as office:
        telling = office.owner.telling
        telling.writer = WRITERS[language]
        telling.points = replace(telling.points, writer=WRITERS[language])
        office.clock[0] = DAY
        office.note("c1", InvoiceSeen("F-118", date(2026, 3, 3), date(2026, 3, 3), 1_240_00))
        STANDS.get(about, _asked(about))(office)
        yield office


def _offered(office: Office, about: str, language: Language) -> list[str]:
    body = _mail_about(office, about).get_body(("plain",))  # beside a letter that is attached
    text = _plain(str(body.get_content()))  # type: ignore[union-attr]
    part = re.split(r"Répondez par exemple :\n|Answer, for example:\n", text)[1].split("\n\n")[0]
    quoted = re.findall(r"« (.*?) »" if language == "fr" else r'"(.*?)"', part.replace("\n", " "))
    return [re.sub(r"\s+", " ", word) for word in quoted]


def _open(case: Case, about: str) -> Notice:
    return [n for n in case.notices.values() if n.opened.about == about][-1]


def _mail_about(office: Office, about: str) -> EmailMessage:
    return told_of(office, _open(office.case(), about).opened.notice)


def _does(word: str) -> Callable[[Case, Notice], bool]:
    return next(does for pattern, does in DOES if re.match(rf"(?:{pattern})", word, re.IGNORECASE))


@pytest.mark.parametrize("about", sorted(set(ABOUTS) - ELSEWHERE - WORDLESS))
def test_every_answer_that_a_question_offers_does_what_it_says(about: str, language: Language) -> None:
    with TemporaryDirectory() as folder:
        words = [w for office in _stand(folder, about, language) for w in _offered(office, about, language)]
    assert words, about
    for word in [w for w in words if w not in LATER]:
        with TemporaryDirectory() as folder:
            for office in _stand(folder, about, language):
                _say(office, about, word)


def _say(office: Office, about: str, word: str) -> None:
    asked = _open(office.case(), about).opened.notice
    mail = _mail_about(office, about)
    more = " neuf@martin.example" if re.fullmatch(r"écris à|write to", word) else ""
    before = len(office.desk.entries("c1"))
    office.receive(office.answer(word + more, to=mail))
    back = _plain(str(office.mails()[-1].get_content()))  # type: ignore[no-untyped-call]
    assert not UNDONE.search(back), (about, word, back)
    assert len(office.desk.entries("c1")) > before, (about, word)
    case = office.case()
    assert _does(word)(case, case.notices[asked]), (about, word, back, case.holds, case.notices[asked])
