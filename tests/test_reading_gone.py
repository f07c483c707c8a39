"""What is in the past and no payment is not taken for one; the short words that answer a reminder are."""

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
