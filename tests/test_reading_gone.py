"""What is in the past and no payment is not taken for one; the short words that answer a reminder are."""

from datetime import date

import pytest

from tests.test_misfortune import played
from tests.test_reading import said


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour, la stagiaire est partie hier",
        "le courrier est parti hier",
        "j'ai posté le formulaire hier",
        "Bonjour,\nLe colis de retour est parti lundi",
        "j'ai envoyé un recommandé hier",
        "J'ai rappelé votre bureau hier",
        "Le paiement a été mis en attente par notre direction",
        "Mon comptable était censé payer lundi dernier",
        "Le virement devait partir lundi.",
        "le mandat est parti à la trésorerie",
        "demande à Paul s'il a payé",
        "compensation avec ce que vous nous devez",
        "The trainee left yesterday.",
        "I sent the form on Monday.",
        "We posted the signed contract yesterday.",
    ],
)
def test_nobody_is_thanked_for_a_payment_that_he_did_not_tell_of(text: str) -> None:
    reading = said(text)
    assert reading.undecided or "already_paid" not in reading.intents


@pytest.mark.parametrize(
    "text",
    [
        *("c'est fait", "parti hier", "fait ce matin", "C'est parti hier.", "envoyé hier", "posté hier"),
        *("Bonjour, c'est fait depuis lundi. Cordialement", "je l'ai fait hier soir", "Chèque posté hier."),
        *(
            "Fait hier soir depuis mon téléphone, vous devriez le voir demain.",
            "Le nécessaire a été fait hier.",
        ),
        *("C'est parti ce matin de chez nous.", "Déjà fait, regardez vos comptes", "Done this morning"),
        *("sent yesterday", "J'ai mis le chèque à la poste hier", "Votre facture a été soldée le 3."),
    ],
)
def test_short_words_that_answer_a_reminder_are_a_payment(text: str) -> None:
    reading = said(text)
    assert reading.intents == ("already_paid",)
    assert not reading.undecided


def test_a_trainee_who_left_is_no_payment_to_thank_for() -> None:
    play = played(said("Bonjour, la stagiaire est partie hier"))
    before = set(play.drafts)
    play.advance_to(play.now.date().replace(day=31))
    assert set(play.drafts) == before


@pytest.mark.parametrize(
    "text",
    [
        "F-112 payée hier, F-118 et F-121 vendredi.",
        "F-112 réglée, F-118 à venir",
        "F-112 paid yesterday, F-118 and F-121 on Friday.",
    ],
)
def test_where_some_are_paid_and_others_named_beside_them_are_not_a_person_reads_it(text: str) -> None:
    assert said(text).undecided


def test_who_has_paid_both_is_thanked_for_both() -> None:
    assert not said("La F-112 est payée, la F-118 aussi.").undecided


@pytest.mark.parametrize(
    "text",
    [
        "La 112 est payée, la 118 vendredi.",
        "La F-112 je l'ai payée, pour la F-118 ce sera vendredi.",
    ],
)
def test_the_day_promised_for_one_is_not_the_day_on_which_the_other_was_paid(text: str) -> None:
    reading = said(text)
    assert [promise.date for promise in reading.promises] == [date(2027, 3, 19)]
    assert reading.paid and reading.paid.date is None


@pytest.mark.parametrize(
    "text",
    [
        "J'ai fait le virement hier mais la banque l'a refusé.",
        "J'ai fait le virement hier mais il a été rejeté.",
        "Le virement que j'ai fait hier est revenu, mauvais IBAN.",
        "The transfer bounced yesterday.",
    ],
)
def test_nobody_is_thanked_for_money_that_a_bank_has_sent_back(text: str) -> None:
    assert said(text).undecided
