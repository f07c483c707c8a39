"""Absences that no header marks, and people who speak of being away: on Tuesday 16 March 2027."""

from datetime import UTC, date, datetime

import pytest

from bot.reading import Reading, read
from bot.reading.daycount import next_open_day

TUESDAY = datetime(2027, 3, 16, 13, 30, tzinfo=UTC)


def got(text: str, sender: str = "Jean Petit <jean@martin.example>") -> Reading:
    head = (
        f"From: {sender}\r\nTo: factures@morvan.example\r\nSubject: Re: F-118\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    )
    return read((head + text).encode(), TUESDAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Je suis absente jusqu'au vendredi 25 juin. Je prendrai connaissance de votre message à mon retour.",
         "2027-06-28"),
        ("L'entreprise est fermée du 19 juillet au 13 août. Réouverture le lundi 16 août.", "2027-08-16"),
        ("Je suis au salon et en clientèle jusqu'au vendredi 19 mars inclus. Pour toute urgence "
         "appelez le chai.\n"
         "\nCamille Desvignes\nCave coopérative de Saint-Amour", "2027-03-22"),
        ("Je suis absent jusqu'au 19 mars inclus. Mon assistante, Mme Rolland, relève mes messages le mardi.",
         "2027-03-22"),
        ("Bonjour, je serai en congés du 17 au 28 mars. Reprise le 30 (je récupère le lundi). "
         "B.O.", "2027-03-30"),
        ("Le cabinet est fermé du 18 mars au 4 avril. Reprise des consultations lundi 5 avril. "
         "Nous vous répondrons à notre retour.", "2027-04-05"),
        ("Congés de printemps du 10 au 25 avril. Réouverture le mardi 27 avril. L'équipe du Tilleul",
         "2027-04-27"),
        ("Fermeture annuelle du 19 juillet au 8 août. Réouverture le lundi 9 août à 8h.", "2027-08-09"),
        ("Bonjour, notre agence est fermée du 26 juillet au 15 août. Nous vous lirons à partir du "
         "lundi 16 août. "
         "Bel été !", "2027-08-16"),
        ("Nous sommes en congés du 17 mars au 2 avril. Réouverture le mardi 6 avril à 7h30. Pour les pièces "
         "urgentes : Stéphane au comptoir de Tarbes.", "2027-04-06"),
        ("Bonjour,\nLa mairie sera fermée le vendredi 19 mars et le lundi 22 mars. Je suis moi-même absente "
         "jusqu'au 23 mars inclus.\nChristelle Baudry, secrétaire de mairie", "2027-03-24"),
        ("The practice is closed for Easter from 20 March. We will be back on Tuesday 30 March 2027. "
         "For emergencies please call the on-duty vet.", "2027-03-30"),
        ("L'étude est fermée du jeudi 6 mai, jour de l'Ascension, au dimanche 9 mai. Vos messages seront lus "
         "à notre retour.", "2027-05-10"),
        ("Absent jusqu'au mercredi 24 mars inclus, foire de Besançon. Retour au magasin le samedi "
         "27, le jeudi "
         "et le vendredi étant pris par un inventaire hors magasin.", "2027-03-27"),
        ("Je suis en congé, dernier jour d'absence : vendredi 2 avril. En cas d'urgence, le cabinet "
         "reste ouvert.",
         "2027-04-05"),
        ("I'm on leave through Easter, back on Tuesday 30 March.", "2027-03-30"),
        ("I am on annual leave until Friday 14 May and will pick up messages on Tuesday 18 May.",
         "2027-05-18"),
        ("Absente mercredi. Je vous réponds jeudi.", "2027-03-18"),
        ("Je coupe jusqu'à la fin mars. Back au bureau le jeudi 1er avril.\nÉlise", "2027-04-01"),
        ("Bonjour,\nEn formation du 17 au 19 mars, je reprends mon poste le lundi 22 mars. Merci de votre "
         "patience.\nClaire", "2027-03-22"),
        ("La pharmacie sera fermée du 5 au 9 avril. Merci de votre compréhension.", "2027-04-12"),
        ("Notre atelier ferme du 22 mars au 2 avril inclus. Bonnes fêtes de Pâques !", "2027-04-05"),
        ("Je suis en déplacement jusqu'au jeudi 18 mars. Je traiterai vos messages à mon retour.",
         "2027-03-19"),
        ("Je serai absent jusqu'au 26 mars. En cas d'urgence, contactez Mme Vidal au 04 00 00 00 00.\nMarc",
         "2027-03-30"),
        ("Toute l'équipe de la ferme est en vacances jusqu'au 4 avril. Les commandes seront traitées à notre "
         "retour.", "2027-04-05"),
        ("Le restaurant est fermé pour congés du 15 au 28 mars. Réouverture le mercredi 31 mars.",
         "2027-03-31"),
        ("Je suis en arrêt maladie jusqu'au 31 mars. Mes messages ne sont pas transférés.", "2027-04-01"),
        ("Je suis en congé maternité jusqu'au 30 juin. Pour toute demande urgente : accueil@martin.example.",
         "2027-07-01"),
        ("École fermée du 12 au 23 avril. Reprise le lundi 26 avril.", "2027-04-26"),
        ("Je suis absent du bureau jusqu'au lundi 22 mars. Je vous répondrai dès mon retour.", "2027-03-23"),
        ("Le secrétariat est fermé jusqu'au vendredi 26 mars. Nous consulterons nos mails mardi 30 mars.",
         "2027-03-30"),
        ("Our office is closed from 1 to 5 April. We will reply on our return.", "2027-04-06"),
        ("I'm out of the office until Wednesday 24 March. My colleague Sarah reads my emails on Fridays.",
         "2027-03-25"),
        ("We are closed until 2 April inclusive. Orders will be shipped from 7 April.", "2027-04-05"),
        ("I will be away from 17 to 19 March. I will get back to you when I return.\nTom Reed", "2027-03-22"),
        ("We're on holiday until Sunday 28 March. In case of emergency please text 07700 900 000.",
         "2027-03-30"),
        ("I'm at a conference until Thursday 18 March. Back on Friday.", "2027-03-19"),
        ("The workshop is closed for stocktaking until 19 March. Thank you for your patience.\nThe team",
         "2027-03-22"),
        ("I am on parental leave until 30 April. For urgent matters call 01 00 00 00 00.", "2027-05-03"),
        ("The surgery will be closed from Friday 2 April to Monday 5 April. We reopen on Tuesday 6 April.",
         "2027-04-06"),
    ],
)  # fmt: skip
def test_an_absence_is_known_by_its_words_and_tells_the_first_day_back(text: str, day: str) -> None:
    reading = got(text)
    assert reading.intents == ("out_of_office",)
    assert reading.return_date == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "back", "paid"),
    [
        ("Bonjour, je serai en congés du 17 au 28 mars. Toutes les factures fournisseurs seront "
         "payées le 26 mars.",
         "2027-03-30", "2027-03-26"),
        ("Fermeture annuelle du 19 juillet au 8 août. Les règlements fournisseurs seront effectués "
         "le 12 août.",
         "2027-08-09", "2027-08-12"),
        ("I'm on leave until Friday 19 March. Suppliers' payments of the 31st will go out as planned.",
         "2027-03-22", "2027-03-31"),
    ],
)  # fmt: skip
def test_what_it_says_of_suppliers_is_no_word_of_a_person(text: str, back: str, paid: str) -> None:
    reading = got(text)
    assert reading.intents == ("out_of_office", "promise")
    assert reading.return_date == date.fromisoformat(back)
    assert [str(p.date) for p in reading.promises] == [paid]


@pytest.mark.parametrize(
    "text",
    [
        "Je suis absente jusqu'au 25, je vous règle à mon retour.",
        "Je suis absent jusqu'au 26 mars. Je regarde votre facture en rentrant.",
        "Nous sommes fermés jusqu'au 2 avril. Votre facture sera payée le 6.",
        "Je serai en déplacement jusqu'à jeudi, le virement partira vendredi.",
        "Je suis au salon jusqu'au 19, pouvez-vous patienter ?",
        "La boutique est fermée jusqu'au 28 mars pour travaux. Le rideau livré est cassé.",
        "Le magasin est fermé du 15 au 28 mars, je n'ai plus de quoi payer.",
        "Je suis en vacances jusqu'au 28. Vous pourriez attendre ?",
        "Ma comptable est absente jusqu'au 26 mars. Elle s'en occupe à son retour.",
        "Le secrétariat vous informe que seul l'intendant est compétent : intendance@martin.example. "
        "L'établissement ferme le 19 mars et rouvre le 29.",
        "Je suis absent jusqu'au 26 mars. Les volets sont tordus.\nJean Petit",
        "Nous sommes fermés jusqu'au 26 mars. On en parle après.",
        "Je suis en arrêt jusqu'au 31 mars, c'est serré, je fais au mieux.",
        "I'm on leave until 26 March, I'll pay you when I'm back.",
        "I am away until Friday. The transfer went out yesterday.",
        "We're closed until 2 April. Your invoice is wrong.",
        "The office is closed until Monday. Can you resend the invoice?",
        "I'm travelling until Thursday, you get the money on Friday.",
        "Our accountant is on holiday until 26 March. She has your letter.",
        "We are closed until 26 March. The boiler you fitted leaks.",
    ],
)
def test_a_person_who_speaks_of_being_away_is_no_machine(text: str) -> None:
    assert not {"out_of_office", "auto_receipt"} & set(got(text).intents)


@pytest.mark.parametrize(
    ("last", "first"),
    [
        ("2027-03-26", "2027-03-30"),  # Easter Monday
        ("2027-05-05", "2027-05-07"),  # Ascension
        ("2027-05-14", "2027-05-18"),  # Whit Monday
        ("2027-07-13", "2027-07-15"),
        ("2026-12-24", "2026-12-28"),
        ("2026-12-31", "2027-01-04"),
        ("2027-03-16", "2027-03-17"),
    ],
)
def test_nobody_is_back_on_a_public_holiday(last: str, first: str) -> None:
    assert next_open_day(date.fromisoformat(last)) == date.fromisoformat(first)
