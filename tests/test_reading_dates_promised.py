"""Which of the days of a mail its rules take for promised, said on Tuesday 16 March 2027; and what only looks
like it. The network is not asked: these hold whatever it has been taught."""

from datetime import date

import pytest

from bot.reading.dates import Now
from bot.reading.heard import hear
from bot.reading.promises import by_rules, to_come
from bot.reading.sentences import clauses

TUESDAY = Now(date(2027, 3, 16), 10)


def promises(text: str) -> list[tuple[str, int | None]]:
    heard = [hear(c, TUESDAY) for c in clauses(text)]
    ahead, hanging = to_come(heard, paid=False)
    found, _ = by_rules(ahead, hanging, list(range(len(heard))), paid=False)
    return [(str(p.date), p.amount) for p in found]


def promised(text: str) -> list[str]:
    return sorted(day for day, _ in promises(text))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Ce qui est arrivé en février sera payé vendredi 26, y compris la vôtre du 20.", ["2027-03-26"]),
        ("Le lot du 31 mars contient la vôtre du 18 et celles de février.", ["2027-03-31"]),
        ("We pay all invoices on 26 March, including yours of the 20th.", ["2027-03-26"]),
        ("We pay on 26 March, including the one of the 20th.", ["2027-03-26"]),
        ("Je vous règle vendredi, y compris celle du 22.", ["2027-03-19"]),
        ("Nos virements partent le 20 et le 31, le vôtre est au 31.", ["2027-03-31"]),
        ("La vôtre part le 26.", ["2027-03-26"]), ("Yours goes on the 26th.", ["2027-03-26"]),
        ("La vôtre, je la paie le 26 mars.", ["2027-03-26"]),
        ("Les vôtres seront réglées le 31 mars.", ["2027-03-31"]),
    ],
)  # fmt: skip
def test_the_day_of_an_invoice_is_not_promised(text: str, days: list[str]) -> None:
    assert promised(text) == days


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("881 et 882 le 5 avril, 883 le 15. La 884 je n'ai pas le bon de livraison signé.", set()),
        ("1204 et 1205 le 5 avril, 1209 le 15 avril. Pour la 1210 j'attends le bon.", set()),
        ("881 and 882 on 5 April, 883 on 15 April. Invoice 884 I have never seen.", set()),
        ("200 le 5 avril, 300 le 15 avril.", {20000, 30000}),
        ("500 vendredi et 500 le 31 mars.", {50000}),
        ("La 118 : 120 € le 5 avril.", {12000}),
        ("Pour la facture 2041 je verse 200 vendredi et 250 le 31 mars.", {20000, 25000}),
        ("Pour la facture 300, 320 vendredi et 310 le 31 mars.", {32000, 31000}),
        ("Pour la 204 je verse 200 € vendredi et 210 € le 31 mars.", {20000, 21000}),
    ],
)
def test_the_number_of_an_invoice_is_no_sum(text: str, sums: set[int]) -> None:
    assert {cents for _, cents in promises(text)} - {None} == sums


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("La compta fait les virements le 1er avril, comme chaque fin de mois.", ["2027-04-01"]),
        ("You'll be paid on 2 April, as at the end of every month.", ["2027-04-02"]),
        ("You'll be paid on 2 April, like every first Friday of the month.", ["2027-04-02"]),
        ("On vous paie jeudi 25 mars comme tous les derniers jeudis du mois.", ["2027-03-25"]),
        ("On vous paie en fin de mois comme d'habitude.", ["2027-03-31"]),
        ("Je vous règle comme chaque fin de mois.", ["2027-03-31"]),
        ("Je verse 100 € chaque fin de mois jusqu'en mai.", ["2027-03-31", "2027-04-30", "2027-05-31"]),
        ("On ouvre le 20, comme tous les mois de mars. Mi-avril je vous règle.", ["2027-04-15"]),
        ("Nous payons tous les vendredis. Vous serez payé la semaine prochaine.", ["2027-03-26"]),
    ],
)
def test_a_habit_names_no_other_day(text: str, days: list[str]) -> None:
    assert promised(text) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Sous huitaine. Enfin mercredi, pour être précis.", ["2027-03-17"]),
        ("Je vous paie sous quinzaine. Plutôt le 26 mars, en fait.", ["2027-03-26"]),
        ("Je vous règle vendredi. Non, lundi.", ["2027-03-22"]),
        ("It goes on Friday. Sorry, Monday.", ["2027-03-22"]),
        ("You'll have it next week. Make that Thursday.", ["2027-03-18"]),
        ("La semaine prochaine. Enfin jeudi, pour être exact, le virement part.", ["2027-03-18"]),
        ("Je vois la banque vendredi. Enfin lundi je vous règle.", ["2027-03-22"]),
        ("Je vous règle vendredi. Non, je n'oublie pas.", ["2027-03-19"]),
        ("Je vous paie jeudi. Correction du RIB vendredi.", ["2027-03-18"]),
    ],
)
def test_a_day_that_the_next_sentence_corrects_is_not_promised(text: str, days: list[str]) -> None:
    assert promised(text) == days


def test_what_comes_last_of_a_list_corrects_nothing() -> None:
    assert len(promises("Lundi 300 €. Mardi 300 €. Enfin mercredi 300 €.")) == 3


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("La 118 je la paie lundi. La 131 fin mars.", ["2027-03-22", "2027-03-31"]),
        ("La 118 je la paie lundi. La 131 fin mars, elle n'était à échéance que le 20.",
         ["2027-03-22", "2027-03-31"]),
        ("La facture 118 part vendredi. La 131 suit le 31 mars.", ["2027-03-19", "2027-03-31"]),
        ("We pay invoice 118 on Friday. Invoice 131 on 31 March.", ["2027-03-19", "2027-03-31"]),
        ("Jeudi 25 je vous vire janvier. Février ce sera en avril, le 12.", ["2027-03-25", "2027-04-12"]),
        ("I'll pay January on Friday. February goes on 31 March.", ["2027-03-19", "2027-03-31"]),
        ("Je paie octobre vendredi. Le loyer de novembre, le 31 mars.", ["2027-03-19", "2027-03-31"]),
        ("La 118 je la paie lundi. La 131 je vous réponds jeudi.", ["2027-03-22"]),
        ("La 118 je la paie lundi. La 131 du 25 est contestée.", ["2027-03-22"]),
        ("La 118 je la paie lundi. La 131 n'est pas à nous, livrée le 20 ailleurs.", ["2027-03-22"]),
        ("La 118 je la paie lundi. La 131 fin mars je ne sais pas encore.", ["2027-03-22"]),
        ("Je vous règle vendredi. Mars est un mois difficile, avril aussi.", ["2027-03-19"]),
        ("Le 3 fin avril, le 4 le dernier vendredi de mai, virement.", ["2027-05-28"]),
        ("Vos trois factures : A-118 et A-121 demain, A-130 le 27.", ["2027-03-17", "2027-03-27"]),
        ("A-118 and A-121 tomorrow, A-130 on 27 March.", ["2027-03-17", "2027-03-27"]),
        ("FA-118 vendredi, FA-121 avec le virement du 31.", ["2027-03-19", "2027-03-31"]),
        ("A-118 reçue le 22, A-121 reçue le 25, tout part le 31 mars.", ["2027-03-31"]),
        ("Le bac-12 arrive jeudi, je vous règle le 26.", ["2027-03-26"]),
        ("J-15 avant la fin du mois, je vous règle le 26.", ["2027-03-26"]),
    ],
)  # fmt: skip
def test_each_invoice_has_its_day(text: str, days: list[str]) -> None:
    assert promised(text) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Merci de refaire la facture. Le reste sera réglé le 26 mars à la fermeture.", ["2027-03-26"]),
        ("Le solde vous sera payé le 26 mars, au retour des vacances.", ["2027-03-26"]),
        ("Je vous paie le 26. Mon client ne me verse mon solde que plus tard.", ["2027-03-26"]),
        ("Vous êtes payé le 26, moi je ne touche mon solde qu'ensuite.", ["2027-03-26"]),
        ("300 € vendredi, le reste suivra.", ["2027-03-19", "None"]),
        ("300 € vendredi. Le reste sera réglé le 31 mars à la fermeture.", ["2027-03-19"]),
        ("300 € vendredi, le reste sera réglé plus tard.", ["2027-03-19", "None"]),
        ("Je verse 300 € vendredi. Le solde viendra ensuite.", ["2027-03-19", "None"]),
        ("1 200 € le 20 et le restant derrière, il viendra aussi.", ["2027-03-20", "None"]),
    ],
)
def test_a_balance_is_counted_once(text: str, days: list[str]) -> None:
    assert promised(text) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Ok pour le 24, c'est mercredi. Vous recevrez l'avis de virement la veille.", ["2027-03-24"]),
        ("On vous règle le 26 mars, je vous envoie l'avis de virement le 29.", ["2027-03-26"]),
        ("You are paid on 26 March. I'll send you the proof of payment on the 29th.", ["2027-03-26"]),
        ("Je vous envoie le virement vendredi.", ["2027-03-19"]),
        ("Vous recevrez le virement la veille du 26 mars.", ["2027-03-25"]),
        ("Donc le 28 mars tombe un dimanche, je vous règle le lundi 29.", ["2027-03-29"]),
        ("So 28 March falls on a Sunday, it goes on Monday 29.", ["2027-03-29"]),
        ("Donc le 26 mars, qui tombe un vendredi.", ["2027-03-26"]),
        ("Je mandate donc le 22 et la trésorerie paie le 2 avril.", ["2027-04-02"]),
        ("Je mandate donc le 22.", ["2027-03-22"]),
        ("C'est serré : mercredi l'Urssaf, jeudi vous, vendredi les salaires.", ["2027-03-18"]),
        ("Le virement du 20 est repoussé au 26 mars.", ["2027-03-26"]),
        ("Campagne du 20 : reportée au 26.", ["2027-03-26"]),
        ("L'échéance du 20 sera manquée, je vous règle le 26 mars.", ["2027-03-26"]),
        ("Le virement du 26 mars est prévu et validé.", ["2027-03-26"]),
        ("La 7802 n'arrive à échéance que le 30 avril. La 7820 est payée le 26 mars.", ["2027-03-26"]),
        ("Nos vendanges commencent le 20. Je vous règle le 26 mars.", ["2027-03-26"]),
        ("Le 20 le vétérinaire passe. Tout est réglé le 26 mars.", ["2027-03-26"]),
        ("Tout est soldé au 26 mars. Vendanges : début le 6 septembre.", ["2027-03-26"]),
        ("Le primeur sort le 20 et je pars le 22. Votre chèque est remis le 26.", ["2027-03-26"]),
        ("The book comes out on 20 March. You are paid on 26 March.", ["2027-03-26"]),
        ("Votre virement sort le 20 mars.", ["2027-03-20"]),
        ("Pleine saison : virement le 20 mars.", ["2027-03-20"]),
        ("Je vous règle le 26 mars avant les vacances, on ferme le 29.", ["2027-03-26"]),
        ("Trois virements de 200 € : 2, 9 et 16 avril.", ["2027-04-02", "2027-04-09", "2027-04-16"]),
        ("Nos lots fournisseurs : 5, 12 et 26 avril.", ["2027-04-05"]),
        ("Le virement est revenu le 12. Envoyez le RIB, je le repasse le jour même.", ["None"]),
        ("Livraison du 20 mars. Paiement le lendemain.", ["2027-03-21"]),
        ("Je vous rappelle vendredi. Le lendemain vous êtes payé.", ["2027-03-20"]),
        ("Vous aviez dit le 19. La veille vous êtes payé.", ["2027-03-18"]),
        ("On ferme ce soir, rentrée le lundi 29 mars, la vôtre sort la semaine de la rentrée.",
         ["2027-04-02"]),
    ],
)  # fmt: skip
def test_the_day_of_paying_is_taken_among_others(text: str, days: list[str]) -> None:
    assert promised(text) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("412 : ok le 30. 419 : ok le 30, mais d'avril.", ["2027-03-30", "2027-04-30"]),
        ("Je vous règle le 20, mais de mai.", ["2027-05-20"]),
        ("I will pay on the 20th, but of April.", ["2027-04-20"]),
        ("Je vous règle le 20, mais du mois prochain.", ["2027-04-20"]),
        ("Je vous règle le 20, mais de mon compte personnel.", ["2027-03-20"]),
        ("Je vous règle le 20 mars, mais en mai je serai absent.", ["2027-03-20"]),
        ("La plus vieille = ce soir\ncelle de mars = le 16 avril à la reprise\ncelle de mai = le 16 mai",
         ["2027-03-16", "2027-04-16", "2027-05-16"]),
        ("Moitié ce jour, moitié le premier jour ouvré d'avril, soit le jeudi 1er.",
         ["2027-03-16", "2027-04-01"]),
        ("Je vous paie 90 € vendredi et le reste quand je rentre, donc le 29.", ["2027-03-19", "2027-03-29"]),
        ("Je vous règle avant la fin du mois, donc le 29.", ["2027-03-29"]),
        ("Je vous paie jeudi 1er.", ["2027-04-01"]), ("Jeudi 1er versement.", ["2027-03-18"]),
        ("A third tomorrow, and two thirds on 9 April, as promised you will be paid.",
         ["2027-03-17", "2027-04-09"]),
        ("A third party pays you on 9 April.", ["2027-04-09"]),
        ("Demain 1 000, le 15 avril 1 000, le 30 avril le solde de 460.",
         ["2027-03-17", "2027-04-15", "2027-04-30"]),
        ("Je vous paie le 22, non pardon le 23.", ["2027-03-23"]),
        ("Vendredi, non, lundi plutôt, je vous paie.", ["2027-03-22"]),
        ("I will pay on Friday, sorry, on Monday.", ["2027-03-22"]),
        ("Je vous paie 100 le 22 et 100 le 23.", ["2027-03-22", "2027-03-23"]),
        ("C'est soit aujourd'hui soit le 1er avril. Allez, aujourd'hui, je vous paie.", ["2027-03-16"]),
        ("La facture sera payée le 22, valeur 23.", ["2027-03-23"]),
        ("It will be wired out tomorrow, Valuta 19.03.", ["2027-03-19"]),
        ("It will be paid on the 22nd, value date 24/03.", ["2027-03-24"]),
        ("Je vous paie vendredi, vu sa valeur, lundi au plus tard.", ["2027-03-22"]),
        ("La facture sera payée le 22, d'une valeur de 230 €.", ["2027-03-22"]),
        ("As agreed with Marc on the 2nd: 400 on 20 April, 400 on 20 May.", ["2027-04-20", "2027-05-20"]),
        ("Comme convenu avec Marc, 400 le 20 avril, 400 le 20 mai.", ["2027-04-20", "2027-05-20"]),
        ("It is paid on the 30th with our month-end run.", ["2027-03-30"]),
    ],
)  # fmt: skip
def test_each_day_of_several_is_told_apart(text: str, days: list[str]) -> None:
    assert promised(text) == days


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("2291 goes out on Monday, 2304 on the 27th.", set()),
        ("2200 goes out on Monday, 2250 on the 27th.", {220000, 225000}),
        ("Je passe vendredi vous déposer 90 et le restant le 28.", {9000}),
    ],
)
def test_numbers_in_a_row_are_no_sums(text: str, sums: set[int]) -> None:
    assert {cents for _, cents in promises(text)} - {None} == sums
