"""Days that stand beside others and mean no payment, or one more: said on Tuesday 16 March 2027. By the rules
alone where the network is not asked; whole readings where it matters what the mail says at all."""

from datetime import datetime

import pytest

from bot.reading import Reading, read
from tests.labelled import Labelled, as_mail
from tests.test_reading_dates_promised import promised, promises

SAID_AT = datetime.fromisoformat("2027-03-16T10:00:00+01:00")


def reading(text: str) -> Reading:
    return read(as_mail(Labelled("beside-1", text, ("promise",), SAID_AT)), SAID_AT)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Je vous paie jeudi 25, soit le 25, ou plutôt le 26.", ["2027-03-26"]),
        ("Le chèque part le jour même, soit le 1er mai, ou plutôt le 2.", ["2027-05-02"]),
        ("Virement le 5 avril c'est férié, le 6.", ["2027-04-06"]),
        ("250 jeudi (enfin non jeudi c'est férié, vendredi)", ["2027-03-19"]),
    ],
)
def test_a_day_corrected_at_once_is_not_promised(text: str, days: list[str]) -> None:
    assert promised(text) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "Les factures seront soldées par un billet à ordre au 15 mai, que vous recevrez dans la semaine.",
            ["2027-05-15"],
        ),
        ("Vous recevrez demain un billet à ordre au 15 mai.", ["2027-05-15"]),
        ("Règlement par traite au 31 mai, qui vous sera adressée sous huitaine.", ["2027-05-31"]),
        ("Je vous adresse dans la semaine une LCR à échéance du 31 mai.", ["2027-05-31"]),
        (
            "200 € vendredi, et vous recevrez mardi une traite au 31 mai pour le solde.",
            ["2027-03-19", "2027-05-31"],
        ),
    ],
)
def test_a_note_is_paid_on_the_day_on_which_it_falls_due(text: str, days: list[str]) -> None:
    assert promised(text) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Jeudi on me paie, vendredi je vous paie, lundi nous déjeunons.", ["2027-03-19"]),
        ("Avant l'Ascension vous êtes soldés, je fais ma compta dimanche.", ["2027-05-06"]),
        ("Vous serez soldé vendredi, je fais mes comptes dimanche.", ["2027-03-19"]),
        (
            "Le chèque est établi et sera remis à votre chauffeur lors de la livraison de jeudi.",
            ["2027-03-18"],
        ),
    ],
)
def test_what_else_is_done_on_a_day_is_no_payment(text: str, days: list[str]) -> None:
    assert promised(text) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "Nous fermons demain soir et rouvrons le 5 avril. Vous serez réglés avant la fermeture.",
            ["2027-03-17"],
        ),
        ("Nous fermons du 2 au 10 avril. Vous serez réglés avant la fermeture.", ["2027-04-02"]),
        ("Fermeture du 29 mars au 3 avril. Vous serez réglés avant la fermeture.", ["2027-03-29"]),
    ],
)
def test_before_the_closing_is_before_its_first_day(text: str, days: list[str]) -> None:
    assert promised(text) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Je vous envoie 300 chaque jeudi d'avril (1, 8, 15, 22, 29).", 5),
        ("150 € tous les mardis d'avril jusqu'au 16.", 2),
        ("Every Friday in April, 150 euros.", 5),
    ],
)
def test_each_such_day_of_a_month_is_promised(text: str, days: int) -> None:
    assert len({day for day in promised(text) if day.startswith("2027-04")}) == days == len(promised(text))


def test_the_rest_behind_each_such_day_has_its_own() -> None:
    text = "Je vous donne 30 euros tous les vendredis d'avril, et je solde le 12 mai."
    assert promises(text)[-1] == ("2027-05-12", None)
    assert len(promises(text)) == 6


def test_the_day_of_reopening_is_not_promised_beside_before_the_closing() -> None:
    found = reading("Nous fermons demain et rouvrons le 5 avril. Vous serez virés avant la fermeture.")
    assert [str(p.date) for p in found.promises] == ["2027-03-17"]


def test_no_fine_words_is_no_refusal() -> None:
    found = reading("Pas de parole : lundi 22, 10 h, virement instantané de 870,60 €.")
    assert [str(p.date) for p in found.promises] == ["2027-03-22"]


def test_a_bill_arranged_to_be_presented_anew_is_not_surely_paid() -> None:
    text = "La LCR peut être représentée au 31/03, nous avons fait le nécessaire pour que ça passe."
    assert reading(text).undecided


def test_what_others_reckon_up_takes_no_day_from_a_part() -> None:
    assert promised("4 000 fin juin, 6 500 fin septembre quand la coop a fait les comptes.") == [
        "2027-06-30",
        "2027-09-30",
    ]


def test_two_invoices_told_by_their_order_have_their_own_days() -> None:
    text = "Avant l'Ascension pour la 1re facture, et pour l'autre, à la Pentecôte."
    assert promised(text) == ["2027-05-06", "2027-05-16"]


def test_the_same_sum_again_on_a_later_day_is_another_payment() -> None:
    text = "400 now by card, I've the link open in front of me. The remaining 400 on Maundy Thursday."
    assert promises(text) == [("2027-03-16", 40000), ("2027-03-25", 40000)]


def test_a_rest_that_is_contested_is_no_promise() -> None:
    text = "2300 euros vendredi. Le reste quand on aura compté, car il manque deux palettes sur la livraison."
    assert promises(text) == [("2027-03-19", 230000)]


@pytest.mark.parametrize(
    "text",
    [
        "Dès que vous m'envoyez votre RIB (l'ancien ne passe plus) je fais le virement dans l'heure.",
        "As soon as you send me your bank details I'll pay the same day.",
        "Could you resend your IBAN please, then I'll pay straight away",
    ],
)
def test_what_waits_for_a_document_alone_is_promised_without_a_day(text: str) -> None:
    found = reading(text)
    assert set(found.intents) == {"promise", "document_request"}
    assert [p.date for p in found.promises] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "Dès que vous m'envoyez les pièces manquantes je vous paie dans l'heure.",
        "Dès que vous m'envoyez l'avoir je vous règle.",
        "Dès que vous m'envoyez la facture corrigée je vous règle.",
        "As soon as you send the missing parts I'll pay.",
    ],
)
def test_what_waits_for_more_than_a_document_is_no_promise(text: str) -> None:
    assert "promise" not in reading(text).intents


@pytest.mark.parametrize(
    "text",
    [
        "Mon comptable m'a dit qu'il vous appellerait mardi pour parler d'un paiement.",
        "Le virement était programmé le 20 mais il a été rejeté, IBAN invalide.",
        "The transfer was scheduled for Monday but it has been rejected, wrong IBAN.",
    ],
)
def test_a_talk_of_paying_and_a_payment_that_came_to_nothing_are_no_promise(text: str) -> None:
    assert "promise" not in reading(text).intents


def test_a_payment_that_came_to_nothing_and_is_made_anew_is_promised() -> None:
    found = reading("Le virement était prévu vendredi mais il a été bloqué, je le refais lundi.")
    assert [str(p.date) for p in found.promises] == ["2027-03-22"]


def test_a_document_asked_for_at_the_end_makes_no_question_of_what_stands_before_it() -> None:
    found = reading("Entre le 10 et le 15 avril c'est chez vous, vous pouvez me renvoyer la facture ?")
    assert set(found.intents) == {"promise", "document_request"}
    assert [str(p.date) for p in found.promises] == ["2027-04-15"]


def test_what_is_asked_about_the_rest_makes_no_question_of_the_part_before_it() -> None:
    found = reading("alors voilà 250 vendredi et pour le reste est-ce que vous pourriez attendre fin juin ?")
    assert set(found.intents) == {"promise", "delay_request"}
    assert [str(p.date) for p in found.promises] == ["2027-03-19"]
