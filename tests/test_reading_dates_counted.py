"""Days that hang on an act or on another day of the mail, said on Wednesday 17 March 2027, in the afternoon
unless stated."""

from datetime import date

import pytest

from bot.reading.ahead import rebased, without_paid
from bot.reading.dates import Day, Now, days
from bot.reading.heard import hear
from bot.reading.runs import with_runs
from bot.reading.sentences import clauses, fold

WEDNESDAY = Now(date(2027, 3, 17), 15)
MORNING = Now(date(2027, 3, 17), 9)


def ahead(text: str, now: Now = WEDNESDAY) -> list[Day]:
    told, _ = rebased(without_paid([hear(c, now) for c in clauses(text)], told=False))
    return [d for h in with_runs(told) for d in h.ahead]


def dates(text: str, now: Now = WEDNESDAY) -> set[str]:
    return {str(d.day) for d in ahead(text, now) if d.day}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("L'acte sera signé mardi 23 mars. Le lendemain de la signature vous êtes payé.", "2027-03-24"),
        ("Le compromis est signé le 24 mars. Je vous règle le surlendemain de la signature.", "2027-03-26"),
        ("NOUS SIGNONS LE 24 MARS. PAIEMENT DANS LES 8 JOURS SUIVANT LA SIGNATURE", "2027-04-01"),
        ("L'assemblee vote le budget le 2 avril, on vous paie 10 jours apres le vote", "2027-04-12"),
        ("La livraison a lieu jeudi. Virement le lendemain de la livraison.", "2027-03-19"),
        ("Le mandat part le 18 et le Trésor paie sous 20 jours à partir de ce mandat.", "2027-04-07"),
        ("Paiement le lendemain de la signature du 24 mars.", "2027-03-25"),
        ("Je vous règle un mois après l'ouverture. Nous ouvrons le 2 avril.", "2027-05-02"),
        ("Dans la quinzaine suivant la livraison prévue le 2 avril.", "2027-04-17"),
        ("Réglé dans la semaine suivant la vente, qui a lieu le 2 avril.", "2027-04-09"),
        ("Votre dossier vient d'être validé, paiement trois jours après la validation.", "2027-03-20"),
        ("L'acte est signé le 24 mars, paiement le dixième jour suivant la signature.", "2027-04-03"),
        ("Vous l'avez rendu le 1er mars, le délai de 30 jours court depuis. Payé le trentième jour.",
         "2027-03-31"),
        ("Nous réglons sous 10 jours à compter du 3 avril.", "2027-04-13"),
        ("The auction is on 24 March. We pay you 5 working days after the auction.", "2027-03-31"),
        ("She approves it on 24 March and it is released exactly one week after her approval.", "2027-03-31"),
        ("The sale completes on 24 March and you are paid three days after completion.", "2027-03-27"),
        ("The day after the sale you are paid. The sale is on 2 April.", "2027-04-03"),
        ("The vote is on 2 April; funds follow within 5 days of the vote.", "2027-04-07"),
        ("We pay 10 days after the delivery of 20 March.", "2027-03-30"),
        ("Two days after Easter you have it.", "2027-03-30"),
        ("Fermé du 1er au 11 avril. Virement le jour de la réouverture.", "2027-04-12"),
        ("La trésorière est absente jusqu'au 26 mars, elle solde la semaine de son retour.", "2027-04-02"),
        ("Elle rentre lundi, elle vous règle le lendemain de son retour.", "2027-03-23"),
        ("We are closed until 2 April. You get it on the day of our return.", "2027-04-05"),
        ("Our director returns on 5 April, payment in the week of his return.", "2027-04-09"),
        ("On a l'aide le 5 avril. Le lendemain on la répartit. Le surlendemain on vous paie.", "2027-04-07"),
        ("Le salon finit le 4 avril. La semaine d'après vous avez tout.", "2027-04-09"),
        ("My pension comes on the last Thursday of each month, you are on the day following.", "2027-03-26"),
    ],
)  # fmt: skip
def test_a_day_is_counted_from_the_act_that_the_mail_tells_of(text: str, day: str) -> None:
    assert day in dates(text)


@pytest.mark.parametrize(
    "text",
    [
        "Je vous règle 10 jours après votre livraison.",
        "Nous payons 30 jours après la facture du 3 mars.",
        "Je vous paie dans la semaine de la réception des pièces.",
        "10 jours après réception de votre RIB",
        "The day following receipt of your invoice.",
        "We pay three weeks after the works.",
        "Virement le jour de la réouverture.",
        "Payé le trentième jour.",
        "48h sans réponse, c'est long.",
        "La vôtre est à la semaine de paie.",
    ],
)
def test_where_the_day_of_the_act_is_not_told_no_day_is_counted(text: str) -> None:
    assert not any(d.day and not d.doubtful for d in ahead(text))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Le maire signe lundi et le percepteur vous paie le mercredi.", "2027-03-24"),
        ("My client pays me on 31 March. I will then pay you on Friday.", "2027-04-02"),
        ("Je suis payé le 31 mars. Ensuite je vous vire vendredi.", "2027-04-02"),
        ("Everything moves to 5 April and is done on the Wednesday.", "2027-04-07"),
        ("I am back on 5 April. You have it on the Wednesday.", "2027-04-07"),
        ("Our cut-off is Wednesday 24th, and you get paid on the Friday.", "2027-03-26"),
        ("Nous nous voyons lundi au salon. Le jeudi vous avez le virement.", "2027-03-25"),
        ("Le maire valide vendredi. Le fichier de jeudi la prendra.", "2027-03-25"),
        ("She signs on Monday. It is in Friday's run.", "2027-03-26"),
        ("Le 27 mars étant un samedi, vous êtes au lundi.", "2027-03-29"),
        ("Le 27 mars étant un samedi, je vous paie le vendredi.", "2027-03-26"),
        ("Le rendez-vous est le 31 mars. Je vous paie vendredi.", "2027-03-19"),
        ("Votre facture échoit le 31 mars. Le paiement est fait le vendredi.", "2027-03-19"),
        ("Je rentre à la ville mercredi 24. Ma nièce va en ville vendredi et vous paie.", "2027-03-19"),
        ("The fair is on 31 March. If it rains then we pay on Friday.", "2027-03-19"),
        ("Nos campagnes sont le lundi et le jeudi.", "2027-03-18"),
        ("La réunion est le 2 avril. Le lot de mardi part.", "2027-03-23"),
    ],
)  # fmt: skip
def test_a_weekday_told_after_a_later_day_follows_it_where_the_words_say_so(text: str, day: str) -> None:
    assert day in dates(text)
    assert day == [str(d.day) for d in ahead(text) if d.kind == "weekday"][-1]


def test_of_fortnightly_runs_the_last_one_tells_the_next() -> None:
    assert dates("We pay every other Friday. Last Friday was one, you are on the next.") >= {"2027-03-26"}
    assert "2027-03-26" not in dates("We pay every other Friday. Last Friday was not one.")
    assert dates("On paie un vendredi sur deux ; vendredi dernier c'était le tour des autres.") >= {
        "2027-03-26"
    }


@pytest.mark.parametrize("text", ["Je passe le paiement avant midi.", "It goes by the noon post.",
                                  "Il part au courrier de midi.", "You have it by noon."])  # fmt: skip
def test_before_noon_is_today_if_said_in_the_morning(text: str) -> None:
    assert [d.day for d in days(fold(text), MORNING)] == [MORNING.today]
    assert [d.day for d in days(fold(text), WEDNESDAY)] == [None]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("48h et c'est chez vous.", ["2027-03-19"]), ("72 h max.", ["2027-03-20"]),
        ("Vous aviez 48h et vous n'avez rien fait.", []),
        ("Le 20 j'envoie tout.", ["2027-03-20"]), ("Lisez 30.", ["2027-03-30"]), ("Lisez 30 pages.", []),
        ("Au plus tard le 5 avril j'ai versé les 340 euros.", ["2027-04-05"]),
        ("Le 20 avril, j'ai mis l'ordre dans l'appli.", ["2027-04-20"]),
        ("Le 10, j'ai mis 300 sur votre compte.", []),
        ("Cette dette me tue, mon mari l'a vue sur mon compte.", []),
        ("I wed my wife, he sat down, the sun is out.", []),
        ("La Région nous paye l'étude le 20 mars. D'ici la fin du mois vous êtes réglés.",
         ["2027-03-20", "2027-03-31"]),
    ],
)  # fmt: skip
def test_short_ways_of_naming_a_day(text: str, found: list[str]) -> None:
    assert sorted(dates(text)) == found


def test_a_number_said_of_next_month_is_a_day_of_it() -> None:
    text = "Au plus tard le 20 vous avez 90 euros, et les 90 du mois prochain pareil, au plus tard le 20."
    assert dates(text) >= {"2027-03-20", "2027-04-20"}
    assert "2027-03-20" in dates("Je paie le mois prochain car le 20 je suis loin.")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Mes locataires partent le 27, je dépose leur chèque le lundi qui suit.", "2027-03-29"),
        ("She signs on the last Friday of the month; we pay on the Monday that follows.", "2027-03-29"),
        ("L'échéance est le 20 avril, on vous paie le vendredi qui précède.", "2027-04-16"),
        ("Due on 20 April, you have it the Friday before.", "2027-04-16"),
        ("La pension tombe le 24, je vire le lendemin.", "2027-03-25"),
        ("The grant lands on the 24th and yours goes the morning after.", "2027-03-25"),
        ("Payday is Friday 26th, I will do it over that weekend.", "2027-03-28"),
        ("On expose le 27 mars, je m'en occupe ce week-end-là.", "2027-03-28"),
        ("My deposit comes back on the 30th. You get it a fortnight after that.", "2027-04-13"),
        ("Runs close on the 24th, funds leave three working days later.", "2027-03-29"),
        ("Le versement est pour le 26. Nous reversons sous huitaine à compter de cette date.", "2027-04-03"),
        ("Ils signent vendredi. On paye sous 48h après signature.", "2027-03-21"),
        ("La vente est le 26, paiement une semaine après.", "2027-04-02"),
        ("Elle rentre le 12 avril, vous l'aurez le mercredi de cette semaine-là.", "2027-04-14"),
        ("500 cette semaine, 500 la suivante et 200 celle d'après.", "2027-04-02"),
        ("45 ce vendredi, 20 le suivant.", "2027-03-26"),
        ("Moitié lundi, moitié un mois plus tard jour pour jour.", "2027-04-22"),
        ("500 le 25 mars et le reste jour pour jour avec un mois de décalage.", "2027-04-25"),
        ("La cave paie le 15 avril. Vous le 16.", "2027-04-16"),
        ("Lundi c'est férié donc pas lundi ; mardi vous avez votre argent.", "2027-03-23"),
        ("L'inauguration est le 27. La famille signe jeudi, ensuite tout part vendredi.", "2027-03-19"),
        ("You have it Wednesday next.", "2027-03-24"),
        ("Cheque run is every second Wednesday, last one was the 10th, you're on the next.", "2027-03-24"),
        ("Le lendemain du bal je vous paie. Le bal est le 27 mars.", "2027-03-28"),
    ],
)  # fmt: skip
def test_a_day_hangs_on_the_one_told_before_it(text: str, day: str) -> None:
    assert day in dates(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Our payment days are 10 and 25, yours is in the next one.", ["2027-03-25"]),
        ("Nos jours de paiement sont les 10 et 25. La vôtre est au prochain.", ["2027-03-25"]),
        ("Our payment days are the 10th and 25th, you are in the second one.", ["2027-04-10"]),
        ("Le 15 avril je pars. Je vous paie le 29.", ["2027-03-29", "2027-04-15"]),
        ("Pas vendredi ; jeudi.", ["2027-03-18", "2027-03-19"]),
        ("Virement à réception, 30 jours après vous relancez.", ["2027-04-16"]),
        ("Sous 48h après réception du RIB.", []), ("Bien à vous et à tantôt", []),
    ],
)  # fmt: skip
def test_what_only_looks_as_if_it_went_on_stays_as_it_is(text: str, found: list[str]) -> None:
    assert sorted(dates(text)) == found


@pytest.mark.parametrize(
    ("text", "told", "found"),
    [
        ("25-0571, EUR 3,480.00 - paid on 10 April", False, ["2027-04-10"]),
        ("25-0571 : réglée le 10 avril", True, ["2027-04-10"]),
        ("Règlement effectué le 19", False, ["2027-03-19"]),
        ("Your invoice is paid on 19 March", False, ["2027-03-19"]),
        ("Il est mandaté le 2 avril et payé le 12 avril.", True, ["2027-04-02", "2027-04-12"]),
        ("I sent it on the 19th", False, []), ("We paid on the 10th", False, []),
        ("J'ai envoyé 300 le 19", False, []), ("Virement parti le 12", True, []),
        ("They went back on the 19th", False, []),
    ],
)  # fmt: skip
def test_a_payment_told_of_a_day_that_lies_ahead_is_to_come(text: str, told: bool, found: list[str]) -> None:
    heard = without_paid([hear(c, WEDNESDAY) for c in clauses(text)], told=told)
    assert sorted(str(d.day) for h in heard for d in h.ahead if d.day) == found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Quinze jours et c'est réglé.", "2027-04-01"),
        ("Hé bé, trente jours, pas plus.", "2027-04-16"),
        ("L'agneau se vend mal mais quinze jours et vous avez vos sous.", "2027-04-01"),
        ("Deux semaines et vous êtes payé.", "2027-03-31"),
        ("Ten days and you have it.", "2027-03-27"),
        ("Two weeks, no more.", "2027-03-31"),
        ("It falls to me: 48 hours, that's what it takes.", "2027-03-19"),
        ("Mardi 500 € et le reste le vendredi de la semaine d'après.", "2027-04-02"),
        ("Le conseil du 27 valide. Paiement le vendredi de la semaine qui suit.", "2027-04-02"),
        ("We sign on 31 March, then Friday the week after.", "2027-04-09"),
        ("You are paid on the Friday of the following week.", "2027-03-26"),
        ("300 on Friday and whatever's left the Friday after.", "2027-03-26"),
        ("Mariage le 31, on me solde au dessert, vous c'est le lundi derrière", "2027-04-05"),
        ("La foire est les 26, 27 et 28, on touche la recette le lundi dapres", "2027-03-29"),
        ("On touche la recette le lundi 29 (férié) dc mardi je vous vire tout.", "2027-03-30"),
        ("Vendredi 26 c la paye, je passe samedi", "2027-03-27"),
        ("Vendredi 26 c la prime de noel, je passe samedi", "2027-03-27"),
        ("Je suis payé vendredi 26. Je vous règle samedi.", "2027-03-27"),
        ("Friday 26th is pay day so Saturday you are paid.", "2027-03-27"),
        ("La communion est le 24 mai, le solde la veille de la fête.", "2027-05-23"),
        ("Le solde la veille de la fête (24 mai).", "2027-05-23"),
        ("The wedding is on 22 May. You get it the day before the wedding.", "2027-05-21"),
        ("Le mariage est le 22 mai, je règle l'avant-veille du mariage.", "2027-05-20"),
        ("On the eve of the sale, which is on 2 April.", "2027-04-01"),
        ("Le bureau vote le 28 avril, ce soir-là, et je poste le chèque le lendemain.", "2027-04-29"),
        ("The board meets on 28 April, votes that evening and pays the day after.", "2027-04-29"),
        ("Elle tombe toujours le 10 avril, et là je vous fais le chèque le 17.", "2027-04-17"),
        ("Half on 30 April, the same on 13 May and the same again on the 27th.", "2027-05-27"),
        ("Le procès-verbal est du 1er mars. Paiement dans les trente jours de cette date.", "2027-03-31"),
        ("Nous signons le 2 avril. Cette date + trente jours.", "2027-05-02"),
        ("Vous aviez dit vendredi, ce sera deux jours avant.", "2027-03-17"),
        ("You said Wednesday the 31st; it will be two days before.", "2027-03-29"),
        ("On paie le 10 et le 25. La vôtre a été validée trop tard pour le 25.", "2027-04-10"),
        ("Plutôt le jeudi saint que le samedi de Pâques.", "2027-03-25"),
        ("Je vous solde le mardi de Pâques.", "2027-03-30"),
        ("You have it on Easter Tuesday.", "2027-03-30"),
        ("La 1002 part au virement du 31.", "2027-03-31"),
        ("It goes in the run of the 31st.", "2027-03-31"),
    ],
)  # fmt: skip
def test_days_told_by_others_beside_them(text: str, day: str) -> None:
    assert day in dates(text)


@pytest.mark.parametrize(
    "text",
    [
        "Quinze jours et toujours rien.",
        "Trente jours et je n'ai rien reçu.",
        "Quinze jours de retard, c'est tout.",
        "Two weeks and still no delivery.",
        "Trois jours et vous ne répondez pas.",
        "Je vous paie la veille de mon départ.",
        "The day before your letter I was away.",
        "Deux jours avant.",
        "Dans les trente jours de cette date.",
        "On paie les 5, 15 et 25.",
        "The sixth invoice is wrong.",
    ],
)
def test_where_nothing_tells_of_a_day_none_is_made_up(text: str) -> None:
    assert not dates(text)


def test_neither_sooner_nor_today_is_another_day() -> None:
    assert dates("Vous l'aurez le 26 et pas un jour avant.") == {"2027-03-26"}
    assert dates("Settled on 26 March and not a day earlier.") == {"2027-03-26"}
    assert dates("Avant le 1er mai, soit le 30.") == {"2027-05-01", "2027-03-30"}
    assert dates("On est le 17, le 10 avril c'est bon.") == {"2027-03-17", "2027-04-10"}
    assert "2027-03-17" in dates("Ce soir la compta vous paie.")


def test_of_a_run_told_beside_a_payment_made_the_day_is_to_come() -> None:
    heard = [
        hear(c, WEDNESDAY) for c in clauses("La 988 a été réglée le 10.\n- La 1002 part au virement du 31.")
    ]
    told, _ = rebased(without_paid(heard, told=True))
    assert [str(d.day) for h in told for d in h.ahead] == ["2027-03-31"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Je suis en déplacement, retour vendredi nuit. Mardi je fais le virement.", "2027-03-23"),
        ("I'm back on Friday night. You get it Tuesday.", "2027-03-23"),
        ("Nous jouons vendredi 26 et dimanche 28. La caisse est comptée le dimanche soir et je paie le "
         "lendemain.", "2027-03-29"),
        ("Le 5 avril 200. Le 5 juin la dernière, 200. C'est un samedi. Lundi 7.", "2027-06-07"),
        ("Je reprends le mercredi après le 20 et je paie ce jour-là.", "2027-03-24"),
        ("Semaine 14, au plus tard le jeudi.", "2027-04-08"),
        ("In week 14, no later than Thursday.", "2027-04-08"),
        ("Je fais mes paiements le premier lundi de l'année.", "2028-01-03"),
        ("The first Monday of the year.", "2028-01-03"),
        ("Monday, the day after the Ascension.", "2027-05-07"),
        ("We will pay per 31.03. with all other invoices.", "2027-03-31"),
        ("I am in vacation until the 24.03. and pay then.", "2027-03-24"),
        ("Le reste on valentines day.", "2028-02-14"),
        ("200 ce vendredi, 200 vendredi apres fini", "2027-03-26"),
        ("Je te fais ça après le boulot.", "2027-03-17"),
        ("I'll do it after lunch.", "2027-03-17"),
        ("Vendredi après le boulot je passe.", "2027-03-19"),
        ("I bank it mon & send it u mon.", "2027-03-22"),
        ("Je règle dans la semaine, celle qui vient.", "2027-03-26"),
    ],
)  # fmt: skip
def test_a_day_is_told_by_what_stands_around_it(text: str, day: str) -> None:
    assert day in dates(text)


def test_on_a_weekday_morning_that_weekday_after_others_is_of_the_week_after() -> None:
    told = dates("Lundi rentrée, mardi expertise. Mercredi je suis au bureau et vous avez tout.", MORNING)
    assert "2027-03-24" in told
    assert "2027-03-17" not in told


@pytest.mark.parametrize(
    "text", ["We owe 18.12. That is all.", "C'est 31.03. pour mon fils.", "The work after work on site."]
)
def test_a_sum_or_a_job_is_no_day(text: str) -> None:
    assert not dates(text)


def test_a_weekday_that_is_said_to_be_a_feast_is_that_day() -> None:
    assert "2027-03-30" in dates("Lundi c'est Pâques. Le lendemain alors.", Now(date(2027, 3, 26), 15))
