"""Answers said in one breath, lists of payments, customers that the mail did not show: each to its own."""

from datetime import datetime

import pytest

from bot.owner.answers import Act, Context, Item, read_answer
from bot.owner.answers.acts import euros

AT = datetime.fromisoformat("2025-03-18T10:00:00+01:00")  # a Tuesday
NAMES = ("Martin SARL", "Boulangerie Lambert", "M. Vasseur", "Mairie de Vence")
ITEMS = tuple(Item(n, name, (f"F-{100 + n}",)) for n, name in enumerate(NAMES, 1))
DIGEST, EVE = Context("digest", items=ITEMS), Context("eve", items=ITEMS)
ABOUT = ("already_paid", "delay_request", "promise", "dispute", "call", "post")
NOTICES = {about: Context("notice", about, "Garage du Pont", ("F-109",)) for about in ABOUT}
STALE = Context("notice", "stale_source")


def plainly(act: Act) -> str:
    value = act.value if act.act in ("kind", "treatment") else None
    told = (act.target, act.amount and euros(act.amount), act.date or act.until, value, act.result)
    return " ".join([act.act, *(str(one) for one in told if one)])


def said(text: str, context: Context) -> list[str]:
    return [plainly(act) for act in read_answer(text, context, AT).acts if act.act != "note"]


IN_ONE_BREATH = [
    ("martin a payé 300 hier la boulangerie toujours rien et vasseur on laisse tomber",
     ["paid Martin SARL 300.00 2025-03-17", "not_received Boulangerie Lambert", "drop M. Vasseur"]),
    ("martin il m'a réglé 500 euros lundi pour lambert vous attendez le quinze et la mairie je gère",
     ["paid Martin SARL 500.00 2025-03-17", "pause Boulangerie Lambert 2025-04-15",
      "treatment Mairie de Vence owner_only"]),
    ("martin relance lambert stop vasseur payé",
     ["resume Martin SARL", "stop Boulangerie Lambert", "paid M. Vasseur"]),
    ("stop martin il m'a payé lambert attends lundi",
     ["stop Martin SARL", "paid Martin SARL", "pause Boulangerie Lambert 2025-03-24"]),
    ("martin paid 400 on friday lambert nothing yet and vasseur chase him",
     ["paid Martin SARL 400.00 2025-03-14", "not_received Boulangerie Lambert", "resume M. Vasseur"]),
    ("martin c'est payé et est-ce que vous avez eu des nouvelles de la mairie",
     ["paid Martin SARL", "ask Mairie de Vence"]),
    ("et pour mademoiselle fabre reprenez les relances elle n'a pas tenu parole",
     ["resume mademoiselle fabre"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "acts"), IN_ONE_BREATH)
def test_each_customer_named_in_one_breath_has_an_order_of_its_own(text: str, acts: list[str]) -> None:
    assert said(text, DIGEST) == acts


PUT_OFF = [
    ("Lambert : échéance du 10 avril reportée au 20 avril", ["pause Boulangerie Lambert 2025-04-20"]),
    ("martin la facture du 10 mars décalée au 20 avril", ["pause Martin SARL 2025-04-20"]),
]


@pytest.mark.parametrize(("text", "acts"), PUT_OFF)
def test_what_is_put_off_rests_until_the_new_day_and_not_the_old_one(text: str, acts: list[str]) -> None:
    assert said(text, DIGEST) == acts


LEAVING = [
    ("martin oui lambert non vasseur attendez lundi",
     ["ok Martin SARL", "no Boulangerie Lambert", "pause M. Vasseur 2025-03-24"]),
    ("la 1 allez-y la 2 elle a payé 300 euros samedi la 3 oui",
     ["ok 1", "paid 2 300.00 2025-03-15", "ok 3"]),
    ("vasseur peut partir lambert aussi martin non",
     ["ok M. Vasseur", "ok Boulangerie Lambert", "no Martin SARL"]),
    ("envoie 1, la 2 je sais pas encore", ["ok 1"]),
    ("envoie 1 et 3 demain et les autres lundi", ["ok 1", "ok 3", "pause all 2025-03-24"]),
    ("ok 1 3 4, les autres pas tout de suite", ["ok 1", "ok 3", "ok 4", "stop all"]),
    ("Martin ok, Lambert elle paye samedi donc attendez lundi, les autres ok",
     ["ok Martin SARL", "pause Boulangerie Lambert 2025-03-24", "ok all"]),
    ("n'envoyez rien demain, c'est l'enterrement du père Vasseur et tout le canton y sera", ["no all"]),
    ("Pas Lambert, son mari vient de décéder. Mettez-la de côté un mois.",
     ["no Boulangerie Lambert", "pause Boulangerie Lambert 2025-04-18"]),
    ("ok les quatre... non attends pas lambert", ["ok all", "no Boulangerie Lambert"]),
    ("tout sauf 2 et 4 (4 payé ce matin 60 €)", ["ok all", "no 2", "paid 4 60.00 2025-03-18"]),
    ("Martin : ok. Lambert : idem.", ["ok Martin SARL", "ok Boulangerie Lambert"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "acts"), LEAVING)
def test_what_leaves_tomorrow_is_answered_one_by_one(text: str, acts: list[str]) -> None:
    assert said(text, EVE) == acts


NOT_PRESSED = [
    ("je ne sais pas pour martin lambert ok", "all"),
    ("si martin paye demain alors lambert ok", "Boulangerie Lambert"),
    ("il parait que martin ok lambert ok", "Martin SARL"),
    ("martin a dit ok lambert a dit non", "Martin SARL"),
    ("martin ok lambert ok enfin je crois", "Boulangerie Lambert"),
    ("j'ai des doutes sur lambert, les autres c'est ok", "Boulangerie Lambert"),
    ("lambert : 300 € reçus le 12, envoyer la relance pour le reste", "all"),
    ("2 attends... non c'est bon envoie", "all"),
    ("Nothing for Lambert until I've spoken to him.", "Boulangerie Lambert"),
    ("Je ne veux pas qu'on relance Lambert", "Boulangerie Lambert"),
]


@pytest.mark.parametrize(("text", "whom"), NOT_PRESSED)
def test_a_doubt_in_the_same_breath_presses_nobody_whom_it_is_about(text: str, whom: str) -> None:
    acts = read_answer(text, EVE, AT).acts
    assert not any(act.presses and act.target == whom for act in acts)


STATEMENTS = [
    ("voici le relevé :\nle 17 Martin 1 320 euros\nle 12 Lambert 455,60\nle 11 Mme Kuntz 200\nVasseur rien",
     ["paid Martin SARL 1320.00 2025-03-17", "paid Boulangerie Lambert 455.60 2025-03-12",
      "paid Mme Kuntz 200.00 2025-03-11", "not_received M. Vasseur"]),
    ("- martin, 333,33 euros reçus le 7\n- riou, 120 euros le 8, lui n'est pas sur votre feuille",
     ["paid Martin SARL 333.33 2025-03-07", "paid riou 120.00 2025-03-08"]),
    ("payments received: Martin 300, Lambert 250.50, Hughes 90",
     ["paid Martin SARL 300.00", "paid Boulangerie Lambert 250.50", "paid Hughes 90.00"]),
    ("Lambert 300 recus le 10, Martin rien",
     ["paid Boulangerie Lambert 300.00 2025-03-10", "not_received Martin SARL"]),
    ("virement martin 300 hier", ["paid Martin SARL 300.00 2025-03-17"]),
    ("Le chèque de M. Vasseur, 890 euros, remis le 16", ["paid M. Vasseur 890.00 2025-03-16"]),
    ("Martin 500 le 20", []),  # money, but come or promised?
    ("Le virement de Martin, 120 euros, promis le 20", []),
    ("ni Martin ni Lambert n'ont payé",
     ["not_received Martin SARL", "not_received Boulangerie Lambert"]),
    ("1. Martin a payé 200 lundi.\n2. Madame Nougaret, qui n'est pas dans la liste, a soldé le 12 mars.",
     ["paid Martin SARL 200.00 2025-03-17", "paid Madame Nougaret 2025-03-12"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "acts"), STATEMENTS)
def test_a_sum_with_a_name_is_a_payment_where_payments_are_told(text: str, acts: list[str]) -> None:
    assert said(text, DIGEST) == acts


OF_ANOTHER = [
    ("already_paid", "Oui reçu 200 hier. Quant à la Menuiserie Gaudin, toujours rien.",
     ["paid 200.00 2025-03-17", "not_received Menuiserie Gaudin"]),
    ("already_paid", "Oui. Et tant que j'y suis, monsieur Carlier nous a remis un chèque de 300 euros samedi",
     ["paid", "paid monsieur Carlier 300.00 2025-03-15"]),
    ("delay_request", "Je vous informe que la famille Nollet a réglé ses 1 890 euros le 10 mars.",
     ["paid famille Nollet 1890.00 2025-03-10"]),
    ("promise", "ok pour lui, et fabre pause une semaine", ["ok", "pause fabre 2025-03-25"]),
    ("call", "elle paie vendredi. la mairie de rosières par contre a payé hier les 1 860 euros",
     ["called 2025-03-21 promise", "paid mairie de rosières 1860.00 2025-03-17"]),
]  # fmt: skip


@pytest.mark.parametrize(("about", "text", "acts"), OF_ANOTHER)
def test_a_notice_is_answered_with_news_of_another_as_well(about: str, text: str, acts: list[str]) -> None:
    assert said(text, NOTICES[about]) == acts


REASONS = [
    ("dispute", "Not disputed at all, she's just slow", []),
    ("dispute", "I've got photos of the finished job. Chase her.", ["resume"]),
    ("delay_request", "C'est beaucoup trop loin. Dites-lui le 10 avril", ["propose 2025-04-10"]),
    ("delay_request", "C'est accepté, à la condition qu'ils versent quelque chose d'ici là", []),
    ("already_paid", "payée en espèces, j'ai oublié de le noter", ["paid"]),
    ("already_paid", "Reçu ! 612,40 le 11/03", ["paid 612.40 2025-03-11"]),
    ("already_paid", "que 200 sur les 380", ["paid 200.00"]),
    ("post", "je l'ai postée lundi à Landivisiau", ["posted 2025-03-17"]),
]  # fmt: skip


@pytest.mark.parametrize(("about", "text", "acts"), REASONS)
def test_a_reason_or_a_story_beside_an_order_is_none(about: str, text: str, acts: list[str]) -> None:
    assert said(text, NOTICES[about]) == acts


def test_letters_and_greetings_change_nothing() -> None:
    text = "Martin a payé 300 hier, Lambert on laisse tomber"
    assert said(text.upper(), DIGEST) == said(text, DIGEST) == said(f"Bonjour,\n\n{text}", DIGEST)
    assert said("Bonjour,\n\nMessagerie", NOTICES["call"]) == ["called no_answer"]


def test_an_everyday_word_is_a_name_in_its_place() -> None:
    context = Context("digest", items=(Item(1, "M. Petit"), Item(2, "SARL Roux")))
    assert said("petit a payé, roux stop", context) == ["paid M. Petit", "stop SARL Roux"]
    assert said("un petit rappel : stop", context) == ["stop all"]


def test_a_heading_of_payments_alone_tells_of_none() -> None:
    assert said("Encaissements de la semaine :", DIGEST) == []
    assert said("Pas de virement cette semaine : Martin 300", DIGEST) == []
    assert said("Martin 300 le 4, Lambert 200 le 12", STALE) == []


def a_list(kind: str, *names: str) -> Context:
    return Context(kind, items=tuple(Item(n, one, (f"F-{n}09",)) for n, one in enumerate(names, 1)))


SHOP = ("Martin SARL", "Mme Petit", "Garage du Pont", "Duval")
ROOMS = ("Boulangerie Leroy", "Roy Plomberie", "Cabinet Rousseau", "Mme Roussel", "Hôtel de la Paix")
ENGLISH = ("Hartley Ltd", "Mrs Hart", "Oakwood Joinery", "Green & Sons")
SOMEBODY_ELSE = [
    (SHOP, "relance Martin Dupuy"), (SHOP, "reprends Martin Dupuy"), (SHOP, "As for Martin Weber, resume"),
    (SHOP, "Martin Dupuy : litige clos"), (SHOP, "Et pour Petit Bateau, relance"),
    (SHOP, "relance garage du port"), (SHOP, "relance Duval Bâtiment"), (SHOP, "relance M. Petit"),
    (SHOP, "relance monsieur petit"), (SHOP, "envoie Martin Dupuy"), (SHOP, "envoie le garage du port"),
    (ROOMS, "relance Leroy Merlin"), (ROOMS, "relance Mme Rousseau"), (ENGLISH, "resume Oakwood Kitchens"),
    (ENGLISH, "resume Green Park"), (ENGLISH, "resume Mr Hart"), (ENGLISH, "resume Hart Ltd"),
    (ENGLISH, "send Oakwood Kitchens"), (SHOP, "reprends Garage du Pont Neuf"),
]  # fmt: skip


@pytest.mark.parametrize(("names", "text"), SOMEBODY_ELSE)
def test_a_further_name_or_another_title_is_somebody_else(names: tuple[str, ...], text: str) -> None:
    for kind in ("digest", "eve"):
        answer = read_answer(text, a_list(kind, *names), AT)
        assert not answer.acts, answer
        assert answer.unclear


OF_THE_SHOP = [
    ("digest", "Martin Dupuy a payé 300", ["paid Martin Dupuy 300.00"]),
    ("digest", "stop Martin Dupuy", ["stop Martin Dupuy"]),
    ("digest", "abandonne Martin Dupuy", ["drop Martin Dupuy"]),
    ("digest", "pause Petit Bateau 10 jours", ["pause Petit Bateau 2025-03-28"]),
    ("digest", "Martin Hier a payé 300", ["paid Martin SARL 300.00 2025-03-17"]),
    ("digest", "relance madame Petit", ["resume Mme Petit"]),
    ("eve", "envoie tout sauf martin petit et duval",
     ["ok all", "no Martin SARL", "no Mme Petit", "no Duval"]),
    ("digest", "> Garage du Pont, F-309 : reçu ?\noui", ["paid Garage du Pont"]),
    ("digest", "> Garage du Pont, F-309 : reçu ?\nrien", ["not_received Garage du Pont"]),
    ("backlog", "> 1. Martin SARL, F-109 : déjà relancé ?\noui", []),
    ("digest", "à encaisser : Martin 300, Duval rien", []),
    ("digest", "encaissements prévus vendredi : Martin 300, Duval rien", []),
    ("digest", "reçu leurs mails : Martin 300, Duval rien", []),
    ("digest", "virement Martin 300 demain", []),
    ("backlog", "martin deux fois, petit une", []),
    ("backlog", "1 deux fois, 2 une fois, 3 je ne sais pas", ["already_reminded 1", "already_reminded 2"]),
    ("digest", "Mme Petit, elle a perdu son mari", []),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "acts"), OF_THE_SHOP)
def test_each_has_what_is_said_of_it(kind: str, text: str, acts: list[str]) -> None:
    assert said(text, a_list(kind, *SHOP)) == acts


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("j'ai reçu 300 de Duval mais rien de lui", ["paid Duval 300.00", "not_received"]),
        ("Pas reçu, mais Duval a payé 300", ["not_received", "paid Duval 300.00"]),
        ("non il a payé", ["paid"]),
        ("non c'est payé", ["paid"]),
        ("no he paid", ["paid"]),
    ],
)
def test_money_of_another_and_a_no_to_the_notice(text: str, acts: list[str]) -> None:
    assert said(text, NOTICES["already_paid"]) == acts


def test_each_has_its_own_count() -> None:
    answer = read_answer("1 deux fois, 2 une fois, 3 je ne sais pas", a_list("backlog", *SHOP), AT)
    assert [(act.target, act.times) for act in answer.acts] == [("1", 2), ("2", 1)]
    assert answer.unclear == ("3 je ne sais pas",)


def test_who_knows_of_it_orders_nothing() -> None:
    assert said("oui je suis au courant", NOTICES["promise"]) in ([], ["ok"])
    assert said("oui je suis au courant", Context("notice", "misfortune", "Lenoir", ("F-1",))) == []


# The comma that who dictates leaves out, and where none is to be thought.
WITHOUT_COMMAS = [
    ("envoie tout ils ont jamais rien eu", EVE, ["ok all"]),
    ("envoie tout sauf vasseur il m'a payé au marché", EVE, ["ok all", "paid M. Vasseur"]),
    ("attends je passe la voir jeudi", NOTICES["dispute"], ["stop"]),
    ("on a refait les joints le reste est dû tu peux relancer", NOTICES["dispute"],
     ["dispute_closed", "resume"]),
    ("il prétend que le reste est dû tu peux relancer", NOTICES["dispute"], []),
    ("ok elle m'appelle ce soir", EVE, []),
    ("envoie il doit passer demain matin", EVE, []),
    ("envoie il m'a payé hier", EVE, []),
    ("il est absent sa femme relance", NOTICES["call"], []),
    ("keep going on about it", EVE, []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "context", "acts"), WITHOUT_COMMAS, ids=[row[0] for row in WITHOUT_COMMAS])
def test_a_tale_behind_an_order_is_told_apart_without_a_comma(
    text: str, context: Context, acts: list[str]
) -> None:
    assert said(text, context) == acts
