"""Answers between and below the lines of our mail: each is said of the line above it, and of no other."""

from datetime import datetime

import pytest

from bot.owner.answers import Act, Context, Item, read_answer
from bot.owner.answers.acts import euros

AT = datetime.fromisoformat("2025-03-18T10:00:00+01:00")  # a Tuesday
NAMES = ("Martin SARL", "Boulangerie Lambert", "M. Vasseur", "Mairie de Vence")
ITEMS = tuple(Item(n, name, (f"F-{100 + n}",)) for n, name in enumerate(NAMES, 1))
EVE, DIGEST, BACKLOG = (Context(kind, items=ITEMS) for kind in ("eve", "digest", "backlog"))
ONE = "> 1. Martin SARL, F-101, 300,00 €, 1er rappel"
TWO = "> 2. Boulangerie Lambert, F-102, 80,00 €, lettre ferme"
THREE, FOUR = "> 3. M. Vasseur, F-103, 90,00 €", "> 4. Mairie de Vence, F-104, 60,00 €"
OURS = f"> Demain, 4 lettres partent :\n{ONE}\n{TWO}\n{THREE}\n{FOUR}\n> Rien ne part sans « ok »."
HEADING = (
    "De : Relance <relance@atelier.example>\nEnvoyé : lundi 17 mars 2025 17:00\nÀ : moi\nObjet : Demain\n\n"
)


def plainly(act: Act) -> str:
    value = act.value if act.act in ("kind", "treatment") else None
    told = (act.target, act.number, act.amount and euros(act.amount), act.date or act.until, value, act.times)
    return " ".join([act.act, *(str(one) for one in (*told, act.result) if one)])


def said(text: str, context: Context) -> list[str]:
    return [plainly(act) for act in read_answer(text, context, AT).acts if act.act != "note"]


def notice(about: str) -> Context:
    return Context("notice", about, "Garage du Pont", ("F-109",))


UNDER_ITEMS = [
    (f"{ONE}\nok\n{TWO}\nnon. elle a payé hier. 300 €\n{THREE}\ntout payé\n{FOUR}\nlundi", EVE,
     ["ok 1", "no 2", "paid 2 300.00 2025-03-17", "paid 3", "pause 4 2025-03-24"]),
    (f"Ok, mes réponses ci-dessous\n{ONE}\nRAS\n{TWO}\nnon\n{THREE}\nok rien à dire\n{FOUR}\nvu", EVE,
     ["no 2"]),
    (f"> Demain, 4 lettres partent :\n{ONE}\n{TWO}\nnon\n{THREE}\n{FOUR}", EVE, ["no 2"]),
    ("> F-101 : 300 €\nok\n> F-102\nnon", EVE, ["ok Martin SARL", "no Boulangerie Lambert"]),
    ("> Martin SARL : promesse dépassée\n** payé 300 hier **\n> Lambert : parti\n** RAS **", DIGEST,
     ["paid Martin SARL 300.00 2025-03-17"]),
    (f"{ONE}\nok, et pour la 3 attendez lundi\n{TWO}\npas eux", EVE, ["ok 1", "pause 3 2025-03-24", "no 2"]),
    (f"{ONE}\nchase him\n{TWO}\npaid 200 on friday\n{THREE}\nnothing to add\n{FOUR}\nhold off till April 10",
     DIGEST, ["resume 1", "paid 2 200.00 2025-03-14", "pause 4 2025-04-10"]),
    (f"{ONE}\n2\n{TWO}\nrelancée 3 fois\n{THREE}\nà relancer\n{FOUR}\nidem", BACKLOG,
     ["already_reminded 1 2", "already_reminded 2 3", "resume 3", "resume 4"]),
    (f"{ONE}\n- Lemoine Cycles a réglé 150 € le 3 mars\n{TWO}\nje suis absente du 1er au 21 août", DIGEST,
     ["paid Lemoine Cycles 150.00 2025-03-03", "absent 2025-08-21"]),
    (f"{ONE} ==> ok\n{TWO} ==> non", EVE, ["ok 1", "no 2"]),
    ("1. Martin SARL, F-101, 300,00 €\n-> ok\n2. Boulangerie Lambert, F-102\n-> attendre lundi", EVE,
     ["ok 1", "pause 2 2025-03-24"]),
    (f"{HEADING}1. Martin SARL, F-101, 300,00 €\n==> envoyez\n2. Boulangerie Lambert, F-102\n==> surtout pas"
     "\nRien ne part sans « ok ».", EVE, ["ok 1", "no 2"]),
    (f"Mes réponses en gras dans le texte\n\n{HEADING}Demain, 2 lettres partent :"
     "\n1. Martin SARL, F-101, 300,00 €\nok pour lui"
     "\n2. Boulangerie Lambert, F-102\npas eux\nRien ne part sans « ok ».", EVE, ["ok 1", "no 2"]),
    (f"{OURS}\n\nok", EVE, ["ok all"]),
    (f"ok sauf 2\n\n{OURS}", EVE, ["ok all", "no 2"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "context", "acts"), UNDER_ITEMS)
def test_what_stands_below_an_items_line_is_said_of_it(text: str, context: Context, acts: list[str]) -> None:
    assert said(text, context) == acts


NOBODY_ELSE = [
    (f"ok\n{ONE}\n{TWO}\nnon", EVE),
    (f"{ONE}\n{TWO}\n\nok", EVE),  # two of four, and below both
    (f"{ONE}\nje ne sais pas\n> Rien ne part sans « ok ».\nMerci, envoyez.", EVE),
    (f"{ONE}\nok, c'est la dernière\n{TWO}\nnon", EVE),
    (f"{ONE}\n1er rappel\n{TWO}\nnon, envoyez plutôt\n", DIGEST),
    ("> Martin SARL : 1er rappel parti\nok\n> Lambert : 1er rappel parti\nd'accord", DIGEST),
    (
        f"{HEADING}1. Martin SARL, F-101, 300,00 €\n2. Boulangerie Lambert, F-102\nRien ne part sans « ok ».",
        EVE,
    ),
    (
        "> 1. Martin SARL, F-101, 300,00 €, 1er rappel, part demain matin si vous dites\nok\n> 9. Autre",
        DIGEST,
    ),
]


@pytest.mark.parametrize(("text", "context"), NOBODY_ELSE)
def test_a_yes_presses_only_whom_it_is_surely_said_of(text: str, context: Context) -> None:
    pressed = [act for act in read_answer(text, context, AT).acts if act.presses]
    assert not [act for act in pressed if act.target in ("all", "2", "3", "4", None)]


QUESTIONS = [
    ("post", "> Numéro du recommandé ?\n1A 204 887 3316 5\n> Date du dépôt ?\nCe jour, bureau de la Gare.",
     ["posted 1A20488733165 2025-03-18"]),
    ("post", "> Posté le ?\n14/03\n> Numéro ?\nje ne l'ai pas", ["posted 2025-03-14"]),
    ("post", "> Distribué le ?\nle 14", ["presented 2025-03-14"]),
    ("already_paid", "> Payé quand ?\nle 12\n> Combien ?\n500 €", ["paid 500.00 2025-03-12"]),
    ("already_paid", "> Répondez « payé »,\nNon.\n> « payé 500 »\nNon plus."
     "\n> ou « non, rien reçu ».\nVoilà, c'est ce cas-ci.",
     ["not_received"]),
    ("dispute", "> « litige clos » ?\noui\n> autre chose ?\nnon merci", ["dispute_closed"]),
    ("dispute", "> Il écrit : « abandonnez »\nVu.\n> Choix : « avoir 120 »,"
     "\nNon.\n> « litige clos », « stop ».\nNon plus.", []),
    ("dispute", "> Choix : « avoir 120 » ?\noui", []),  # an example of ours, and no sum of the owner's
    ("kind", "> particulier ?\nnon\n> association ?\noui bien sûr", ["kind nonprofit"]),
    ("wrong_contact", "> Adresse à utiliser ?\ncompta@pont.example\n> Autre chose ?\nNon.", ["contact"]),
    ("mise_en_demeure", "> Elle est prête.\nRelue."
     "\n> « ok » : elle part. « non » : elle ne part pas.\nNon.", ["no"]),
    ("mise_en_demeure", "> « ok » : elle part.\nOK si le gérant signe demain."
     "\n> « non » : elle ne part pas.", []),
    ("delay_request", "> Il demande jusqu'au 31.\nRefusé. Deuxième demande en six mois."
     "\n> Ou proposez une date.\nPas d'autre date.",
     ["refuse"]),
    ("promise", "> Il avait promis 300 €.\n300 € crédités le 7."
     "\n> Sinon, je reprends mercredi.\nInutile, donc.",
     ["paid 300.00 2025-03-07"]),
]  # fmt: skip


@pytest.mark.parametrize(("about", "text", "acts"), QUESTIONS)
def test_what_stands_below_a_question_answers_it(about: str, text: str, acts: list[str]) -> None:
    assert said(text, notice(about)) == acts


def test_a_note_under_an_items_line_is_kept_for_it() -> None:
    acts = read_answer(f"{ONE}\nok\n{TWO}\nNon. Leur comptable est malade depuis une semaine.", EVE, AT).acts
    assert [(act.target, act.text) for act in acts if act.act == "note"] == [
        ("2", "Leur comptable est malade depuis une semaine")
    ]


LISTS = [
    ("ok pour tout le monde sauf :\n2\n4", EVE, ["ok all", "no 2", "no 4"]),
    ("ok pour tous sauf\n- Lambert : elle paye lundi\n- Vasseur : payé", EVE,
     ["ok all", "paid M. Vasseur", "no Boulangerie Lambert"]),
    ("Not Vasseur. 1 to 2 ok", EVE, ["no M. Vasseur", "ok 1", "ok 2"]),
    ("1 à 3 ok, 4 non", EVE, ["ok 1", "ok 2", "ok 3", "no 4"]),
    ("Payés : Lagarde 132 € et Le Cloître 210 €", DIGEST, ["paid Lagarde 132.00", "paid Le Cloître 210.00"]),
    ("Reçu ce jour : Lagarde 132 €, Martin 50 € et Lambert 80 €", DIGEST,
     ["paid Lagarde 132.00", "paid Martin SARL 50.00", "paid Boulangerie Lambert 80.00"]),
    ("rien n'a été reçu, le relevé de ce matin le confirme", notice("already_paid"), ["not_received"]),
    ("j'ai reçu le courrier du mandataire, arrête", notice("insolvency"), ["stop"]),
    ("il ne m'a rien promis", notice("call"), ["called other"]),
    ("où en est la Société Delbreil ?", DIGEST, ["ask Société Delbreil"]),
    ("1 oui\n2 seulement si elle est échue\n3 demande à karen", EVE, ["ok 1"]),
    ("1 : déjà 3 mails de ma part\n2 : deux courriers envoyés\n3 : relancé 2 à 3 fois", BACKLOG,
     ["already_reminded 1 3", "already_reminded 2 2"]),
    ("stop pour le 1\nen fait non envoie", EVE, ["stop 1"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "context", "acts"), LISTS)
def test_what_was_misread_once(text: str, context: Context, acts: list[str]) -> None:
    assert said(text, context) == acts
