"""Days as they are texted, told one after the other, or set right in the same breath."""

from datetime import UTC, date, datetime

import pytest

from bot.reading import read
from bot.reading.dates import Now, days
from bot.reading.sentences import clauses, fold

THURSDAY = datetime(2025, 1, 9, 9, 0, tzinfo=UTC)


def named(text: str, today: date, *, past: bool) -> list[str]:
    return [str(d.day)[5:] for d in days(fold(text), Now(today, past=past)) if d.day]


@pytest.mark.parametrize(
    ("today", "text", "found"),
    [
        (date(2027, 3, 16), "pas cette semaine, je vous paye la prochaine", "03-26"),
        (date(2027, 3, 16), "je ne peux pas cette semaine mais la prochaine oui", "03-26"),
        (date(2027, 3, 16), "Lundi je compte la caisse, la banque la prend mardi, et mercredi vous l'avez",
         "03-22 03-23 03-24"),
        (date(2027, 3, 16), "the cash is banked on the Monday and you get the transfer on the Tuesday",
         "03-22 03-23"),
        (date(2027, 3, 16), "Mardi prochain, mercredi dernier délai.", "03-23 03-24"),
        (date(2027, 3, 16), "jvous met 420 samedi, 420 lautre samedi é 420 celui dapré", "03-20 03-27 04-03"),
        (date(2027, 3, 16), "the May one on 15 July and the June one on 15 August, or rather the 14th",
         "07-15 08-15 08-14"),
        (date(2027, 3, 16), "le 31 mai, ou plutôt le 28", "05-31 05-28"),
        (date(2027, 3, 16), "le 2 mai, pardon le 12", "05-02 05-12"),
        (date(2027, 3, 16), "La prochaine paye est le 16 mai et c'est un dimanche, ça fera le 17.",
         "05-16 05-16 05-17"),
        (date(2027, 3, 16), "dem matin sans faute", "03-17"),
        (date(2027, 3, 16), "dem 1ere heure", "03-17"),
        (date(2027, 3, 16), "apres dem", "03-18"),
        (date(2027, 3, 16), "jte vire 300 ajd et 300 le mois pro meme jour", "03-16 04-16"),
        (date(2027, 3, 16), "can do tues 30th", "03-30"),
        (date(2027, 3, 16), "weds 24th latest", "03-24"),
        (date(2027, 3, 16), "thurs 25th", "03-25"),
        (date(2027, 3, 16), "je te fais ca a la fin du wk", "03-21"),
        (date(2027, 3, 16), "ce we au plus tard", "03-21"),
        (date(2027, 3, 16), "ven c ok", "03-19"),
        (date(2027, 3, 16), "lun matin", "03-22"),
        (date(2027, 3, 16), "un jeu de clés, la mer, ven. 19 mars", "03-19"),
        (date(2027, 3, 16), "jeudi, jeudi prochain", "03-18 03-18"),
        (date(2027, 3, 16), "200 jeudi et 200 jeudi prochain", "03-18 03-25"),
        (date(2027, 3, 16), "le virement sera fait à 9 h jeudi", "03-18"),
        (date(2027, 3, 16), "Le premier jour ouvré d'après.", "03-17"),
        (date(2027, 3, 16), "samedi 20, donc le premier jour ouvré suivant", "03-20 03-22"),
        (date(2027, 3, 16), "closed on the 20th, the first working day after that", "03-20 03-22"),
        (date(2027, 3, 16), "pas mardi, mercredi", "03-23 03-17"),
        (date(2027, 3, 16), "we sat down on Monday", "03-22"),
        (date(2027, 3, 16), "on a vu ça, we will pay", ""),
        (date(2027, 3, 15), "lun prochain je passe", "03-22"),
        (date(2027, 3, 16), "ven pro sans faute", "03-19"),
        (date(2027, 3, 16), "ven 19 mars", "03-19"),
        (date(2027, 3, 16), "mar 23", "03-23"),
    ],
)  # fmt: skip
def test_days_to_come_as_they_are_texted_and_set_right(today: date, text: str, found: str) -> None:
    assert named(text, today, past=False) == found.split()


@pytest.mark.parametrize(
    ("today", "text", "found"),
    [
        (date(2027, 3, 16), "g fé le virement se matin", "03-16"),
        (date(2027, 3, 16), "cest payé dhier", "03-15"),
        (date(2027, 3, 16), "sent yday from the business acct", "03-15"),
        (date(2027, 3, 16), "paid sat, check again", "03-13"),
        (date(2027, 3, 16), "cash in ur letterbox sat morning", "03-13"),
        (date(2027, 3, 16), "sent it sun night", "03-14"),
        (date(2027, 3, 16), "vir lancé a linstant", "03-16"),
        (date(2027, 3, 16), "c parti tt a lheure", "03-16"),
        (date(2027, 3, 16), "Virement fait à 9 h.", "03-16"),
        (date(2027, 3, 16), "virement de 4 512 € émis à 14 h, preuve jointe", "03-16"),
        (date(2027, 3, 16), "payment sent at 9.30 am", "03-16"),
        (date(2027, 5, 27), "Mon intendant vous a remis un chèque le jour de l'Ascension", "05-06"),
        (date(2027, 3, 16), "réglée depuis lundi dernier", "03-08"),
        (date(2027, 3, 17), "réglée lundi dernier", "03-15"),
        (date(2027, 3, 16), "payé lundi", "03-15"),
        (date(2027, 3, 16), "paid last Monday", "03-08"),
        (date(2027, 3, 16), "posted cheque thursday 1st class", "03-11"),
    ],
)  # fmt: skip
def test_days_gone_by_as_they_are_texted(today: date, text: str, found: str) -> None:
    assert named(text, today, past=True) == found.split()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("7741 was paid on 26 Feb. 7769 is on the run for Thursday.", 2),
        ("Reçu le 3 janv. Merci de patienter.", 2),
        ("Reçue le 3 janv. 2025 au matin.", 1),
        ("Vu le 3 févr. à 9 h avec M. Petit.", 1),
    ],
)
def test_a_date_cut_short_may_end_a_sentence(text: str, count: int) -> None:
    assert len(clauses(text)) == count


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Votre lettre du 27, je ne l'ai ouverte que le 6. Le chèque est parti le lendemain.", "2025-01-07"),
        ("Nous avons reçu le RIB lundi. Le virement est parti le lendemain.", "2025-01-07"),
    ],
)
def test_a_payment_made_the_day_after_one_named_before(text: str, day: str) -> None:
    head = (
        "From: jean@martin.example\r\nTo: factures@morvan.example\r\nSubject: Re: F-118\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    )
    paid = read((head + text).encode(), THURSDAY).paid
    assert paid
    assert str(paid.date) == day
