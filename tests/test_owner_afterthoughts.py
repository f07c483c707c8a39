"""What the owner adds under a signature is the owner's word; a slogan there is not."""

import pytest

from bot.owner.answers import PRESSING, Context, Item, read_answer

EVE = Context(
    "eve", items=tuple(Item(n, case, (f"F-{n}",)) for n, case in enumerate(("Dupont", "Durand"), 1))
)
DEMAND = Context("notice", about="mise_en_demeure", case="Dupont", invoices=("F-1",))


def acts(text: str, context: Context) -> list[tuple[str, str | None]]:
    return [(act.act, act.target) for act in read_answer(text, context).acts]


@pytest.mark.parametrize(
    "signature",
    [
        "Luc",
        "Cordialement,\nLuc",
        "Bises\nMarie",
        "Sandrine Maillet\nNet & Clair Propreté\n06 12 44 80 17",
        "Bonne soirée",
        "--\nLuc",
    ],
)
@pytest.mark.parametrize(
    "added",
    [
        "PS : attends demain, il a un enterrement",
        "Non attendez, il vient de m'écrire",
        "stop stop je viens de voir le virement",
        "ah non attends",
        "finalement non",
        "sauf s'il a payé",
        "Wait, he has just called",
        "Ne l'envoyez pas",
    ],
)
def test_what_takes_an_ok_back_under_a_signature_takes_it_back(signature: str, added: str) -> None:
    assert not {act for act, _ in acts(f"Ok\n\n{signature}\n\n{added}", DEMAND)} & PRESSING


@pytest.mark.parametrize(
    "added", ["Durand non", "Et surtout pas Durand !", "stop Durand", "NB : Durand, on attend", "2 non"]
)
@pytest.mark.parametrize("signature", ["Luc", "Bonne soirée", "Cordialement\nJeanne"])
def test_who_is_left_out_under_a_signature_is_left_out(signature: str, added: str) -> None:
    for between in ("\n", "\n\n"):
        found = acts(f"Ok pour tous\n\n{signature}{between}{added}", EVE)
        assert found[0] == ("ok", "all")
        assert found[1][0] in ("no", "stop")
        assert found[1][1] in ("Durand", "2")


@pytest.mark.parametrize(
    "signature",
    [
        "Luc Martin\nMartin Plomberie\nNon-stop depuis 1998",
        "Sophie\nSO DÉCO - Stop aux idées reçues",
        "Karim\nPas de devis, pas de surprise",
        "Cordialement\nJeanne\nNe jetez plus, réparez !",
        "Cordialement\nJeanne\n\nN'hésitez pas à nous laisser un avis",
        "Anne\nRien n'est impossible",
        "Luc\nN'attendez plus, appelez-nous",
        "Best\nTom\nNo job too small",
        "Bien à vous\nMe Leroy\nNB : ce message est confidentiel",
        "Luc\n\n2 rue des Lilas, 69003 Lyon",
    ],
)
def test_a_slogan_of_the_firm_takes_nothing_back(signature: str) -> None:
    assert acts(f"Ok\n\n{signature}", EVE) == [("ok", "all")]
