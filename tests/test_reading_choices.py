"""Which days, sums and addresses are chosen, and that no words make the choice slow."""

import random
import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.amounts import amounts
from bot.reading.contacts import other_address
from bot.reading.dates import Now, days
from bot.reading.daywords import rules
from bot.reading.heard import Heard, hear
from bot.reading.instalments import parts_told
from bot.reading.roles import Role, owed_sums, role, words
from bot.reading.sentences import clauses, finer, fold
from bot.reading.spelling import Mended

TUESDAY = Now(date(2027, 3, 16), 15)
SECTIONS = (
    "aside", "other", "so", "told", "because", "thing", "run", "dated", "pays", "step", "yours", "talk",
    "somebody", "not_owed", "event",
)  # fmt: skip


def roles(text: str) -> list[Role]:
    folded = fold(text)
    return [role(folded, day) for day in days(folded, TUESDAY)]


@pytest.mark.parametrize(
    "text",
    [
        "votre facture du 12 avril", "votre mail du 3", "facture 118 du 20", "votre courrier reçu le 2",
        "je suis malade depuis le 5", "pas avant le 20", "au lieu du 30", "nous sommes mardi",
        "comme convenu ce jour au téléphone", "vos deux messages, celui du 22", "l'échéance était due le 18",
    ],
)  # fmt: skip
def test_the_day_of_another_thing_is_no_day_of_paying(text: str) -> None:
    assert set(roles(text)) <= {Role.NEVER}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("le comité se réunit le 20", Role.STEP), ("je rentre lundi", Role.STEP),
        ("mon client me paie le 22", Role.STEP), ("le 25", Role.OPEN), ("virement le 25", Role.PAYS),
        ("campagne du 25", Role.PAYS), ("vous aurez l'argent le 25", Role.YOURS),
        ("je ne dis pas que ce sera vendredi", Role.NEVER), ("I'm not saying it will be Friday", Role.NEVER),
        ("je ne vous promets pas que ça parte le 25", Role.NEVER), ("vendredi je ne peux pas", Role.NEVER),
        ("fin du mois avec les salaires", Role.OPEN), ("les salaires tombent le 25", Role.STEP),
        ("trop tard pour le 20 mars, donc le 25", Role.CONCLUDES), ("mardi, car lundi", Role.STEP),
    ],
)  # fmt: skip
def test_a_day_is_known_by_the_words_of_its_part_of_the_sentence(text: str, meant: Role) -> None:
    assert roles(text)[-1] == meant


def payments(text: str) -> list[tuple[str, int | None]]:
    folded = fold(text)
    told = parts_told(folded, days(folded, TUESDAY), amounts(folded), TUESDAY.today)
    return [(str(p.date), p.amount) for p in told]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("300 vendredi et le reste fin mars", [("2027-03-19", 30000), ("2027-03-31", None)]),
        ("300 € vendredi et autant fin mars", [("2027-03-19", 30000), ("2027-03-31", 30000)]),
        (
            "3 x 250 : 5/4, 5/5, 5/6",
            [("2027-04-05", 25000), ("2027-05-05", 25000), ("2027-06-05", 25000)],
        ),
        (
            "400 le 10 de chaque mois jusqu'en juin",
            [("2027-04-10", 40000), ("2027-05-10", 40000), ("2027-06-10", 40000)],
        ),
        (
            "2 fois 400 à partir du 5 avril",
            [("2027-04-05", 40000), ("2027-05-05", 40000)],
        ),
        (
            "900 € en trois fois : 5/4, 5/5, 5/6",
            [("2027-04-05", 30000), ("2027-05-05", 30000), ("2027-06-05", 30000)],
        ),
        (
            "50 € par semaine pendant 2 semaines à partir de vendredi",
            [("2027-03-19", 5000), ("2027-03-26", 5000)],
        ),
        (
            "3x400 le 5 de chaque mois à partir d'avril",
            [("2027-04-05", 40000), ("2027-05-05", 40000), ("2027-06-05", 40000)],
        ),
        ("2x150, on the 15th of each month from May", [("2027-05-15", 15000), ("2027-06-15", 15000)]),
        ("une demi vendredi, l'autre demi le vendredi après", [("2027-03-19", None), ("2027-03-26", None)]),
        ("800 vendredi et le reste l'autre vendredi après", [("2027-03-19", 80000), ("2027-03-26", None)]),
        ("90 vendredi, 90 l'autre vendredi", [("2027-03-19", 9000), ("2027-03-26", 9000)]),
        ("400 ce mois-ci, le reste en mai", [("2027-03-31", 40000), ("2027-05-31", None)]),
        ("une demi-heure vendredi et lundi", []),
        ("500 € vendredi ou lundi", []),
        ("500 € entre le 3 et le 5 avril", []),
        ("200 par mois", []),
    ],
)
def test_a_debt_paid_in_parts_is_told_part_by_part(text: str, parts: list[tuple[str, int | None]]) -> None:
    assert payments(text) == parts


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1 000 des 1 450", [100000]), ("750 € au lieu de 900 €", [75000]), ("frais de 15 €", []),
        ("450 € moins 20 € d'avoir", [45000]), ("au moins 500 vendredi", [50000]),
    ],
)  # fmt: skip
def test_a_deduction_or_a_whole_is_not_what_is_paid(text: str, cents: list[int]) -> None:
    folded = fold(text)
    assert [a.cents for a in owed_sums(folded, amounts(folded))] == cents


@pytest.mark.parametrize(
    "text", ["je paie 500 $ vendredi", "£500 le 3", "500 livres", "CHF 2k", "$ 1,250.00"]
)
def test_other_money_is_no_amount_in_euros(text: str) -> None:
    assert amounts(fold(text)) == ()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Écrivez à compta@b.example, pas à moi.", "compta@b.example"),
        ("voyez compta arobase b point example", "compta@b.example"),
        ("compta (at) b (dot) example s'en occupe", "compta@b.example"),
        ("La bonne adresse : s.roy@lyon-\nnord.example", "s.roy@lyon-nord.example"),
        ("N'écrivez plus à vieux@b.example mais à neuf@b.example", "neuf@b.example"),
        ("Vos données : dpo@b.example", None),
        ("Ce n'est pas moi.\n\nA. Morin\na.morin@b.example", None),
        ("Appelez le 06 11 22 33 44", None),
        ("Je ne suis pas jean@martin.example ni a@nous.example", None),
    ],
)
def test_the_address_to_write_to_is_neither_dead_nor_a_signature(text: str, address: str | None) -> None:
    assert other_address(text, "jean@martin.example", ("a@nous.example",)) == address


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("vendrdi", "vendredi"), ("le 5 fevrie", "le 5 fevrier"), ("mari et femme", "mari et femme"),
        ("ds 48h", "dans 48h"), ("fin de sem proch1", "fin de semaine prochain"), ("sem. 12", "sem. 12"),
        ("2moro", "tomorrow"),
    ],
)  # fmt: skip
def test_a_letter_wrong_in_a_day_is_mended(wrong: str, right: str) -> None:
    assert Mended(wrong).text == right


@given(st.lists(st.sampled_from(["vendrdi", "fevrie", "jeud", "et", "le", "5", "lundi"]), max_size=12))
def test_a_mended_place_is_found_again_in_the_text_as_written(said: list[str]) -> None:
    text = " ".join(said)
    mended = Mended(text)
    assert mended.back(len(mended.text)) == len(text)
    for word in re.finditer(r"\bet\b", mended.text):
        assert text[mended.back(word.start()) : mended.back(word.end())] == "et"


@given(st.text(max_size=200))
def test_no_text_breaks_the_choice(text: str) -> None:
    folded = fold(text)
    roles(folded)
    payments(folded)
    other_address(text, "a@b.example", ())


def test_no_words_make_a_day_or_its_role_slow() -> None:
    patterns = [rule.pattern for rule in rules()] + [words(name) for name in SECTIONS]
    found = sorted({w for p in patterns for w in re.findall(r"[a-z']{2,12}", p.pattern)})
    shuffled = random.Random(7)
    baits = [" ".join(shuffled.choices([*found, "3", "12", "2027"], k=300)) for _ in range(6)]
    for text in (*baits, "du 1 au " * 250, "le 3 ou " * 250, "1/1 " * 500, "vous avez recu " * 130):
        started = time.process_time()
        roles(text[:2000])
        payments(text[:2000])
        assert time.process_time() - started < 1.5


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Merci de corriger, nous payons le reste.", ["Merci de corriger", "nous payons le reste."]),
        (
            "Le solde part lundi et je conteste la ligne 2.",
            ["Le solde part lundi", "et je conteste la ligne 2."],
        ),
        ("Janvier, février et mars sont payés.", ["Janvier, février et mars sont payés."]),
    ],
)
def test_a_clause_is_weighed_in_parts_where_a_new_subject_begins(text: str, parts: list[str]) -> None:
    (clause,) = clauses(text)
    assert [part.exact for part in finer(clause)] == parts


def heard(text: str) -> list[Heard]:
    return [hear(clause, TUESDAY) for clause in clauses(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Il se pourrait que le virement parte jeudi.",
        "Avec de la chance, vous aurez le chèque lundi.",
        "Vous serez payés mardi, mais sans aucune garantie.",
        "On envisage de vous régler la note le 30.",
        "J'allais vous payer le 12.",
        "Chez nous on réglait le 8 de chaque mois.",
        "Ma tante prétendait qu'elle vous paierait samedi.",
        "Je règle le 2 si vos ouvriers reviennent finir la dalle.",
        "Je vous verse 80 € le 3 à une condition : votre échelle disparaît de ma cour.",
        "Je refuse net tout versement le 30.",
        "L'État nous verse la prime le 28.",
        "With a little luck we'll pay on Monday.",
        "I was planning to pay on the 20th.",
        "We'll send it on Friday if your people come back and fix the gate.",
    ],
)
def test_a_chance_a_habit_or_somebodys_word_is_no_promise(text: str) -> None:
    first, *after = heard(text)
    assert not first.says_promise or (after and after[0].has("doubted"))
    assert first.takes_back or after


@pytest.mark.parametrize(
    "text",
    [
        "J'aurais dû vous payer le 2, je vous règle vendredi.",
        "Je vous règle 200 € vendredi, avec de la chance le reste le 30.",
        "Mon client me paie le 22, je vous règle le 25.",
        "Cette note n'est due que fin avril et sera payée fin avril.",
        "Je ne peux vous payer que vendredi, je vous paie vendredi.",
        "I meant to pay last week, we'll pay you on Friday.",
    ],
)
def test_a_plain_promise_stands_beside_a_doubt_a_past_or_a_restriction(text: str) -> None:
    assert any(h.says_promise for h in heard(text))


@pytest.mark.parametrize(
    ("text", "paid"),
    [
        ("J'ai fait le virement hier au loueur du hangar", False),
        ("Le virement a été fait hier au loueur et le vôtre a été fait ce matin, je vous ai tout viré", True),
        ("Nous avons été payés hier par un client", False),
        ("Est-ce que le virement a été fait ?", False),
        ("J'ai payé le 3, l'avez-vous vu", True),
    ],
)
def test_a_payment_to_another_or_asked_is_not_told(text: str, paid: bool) -> None:
    assert any(h.says_paid for h in heard(text)) == paid


@pytest.mark.parametrize(
    ("text", "insolvent"),
    [
        ("Nous ne sommes pas en liquidation.", False),
        ("Un gros client est en redressement judiciaire.", False),
        ("Le redressement fiscal nous occupe.", False),
        ("Notre fournisseur est en liquidation et nous sommes en redressement judiciaire.", True),
        ("Nous ne payons pas, nous sommes en redressement.", True),
        ("One of our customers went bankrupt.", False),
        ("We went into administration.", True),
    ],
)
def test_insolvency_denied_or_of_another_is_not_the_writers(text: str, insolvent: bool) -> None:
    assert any(h.says_insolvent() for h in heard(text)) == insolvent
