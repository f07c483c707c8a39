"""Absences that no header marks, and people who speak of being away: on Tuesday 16 March 2027."""

from datetime import UTC, date, datetime

import pytest

from bot.reading import Reading, read
from bot.reading.contacts import other_address
from bot.reading.daycount import next_open_day

TUESDAY = datetime(2027, 3, 16, 13, 30, tzinfo=UTC)


def got(
    text: str, sender: str = "Jean Petit <jean@martin.example>", *, subject: str = "Re: F-118"
) -> Reading:
    head = (
        f"From: {sender}\r\nTo: factures@morvan.example\r\nSubject: {subject}\r\n"
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


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Bonjour,\nJe suis absente jusqu'au vendredi 26 mars inclus. En cas d'urgence : "
         "compta@martin.example\nSéverine Calmels", "2027-03-30"),
        ("Fermeture du 20 mars au 4 avril, réouverture le mardi 6. Joyeuses fêtes à tous !", "2027-04-06"),
        ("I'm on annual leave, last day away Friday 9 April. Invoices: please copy "
         "invoices@martin.example. Kim", "2027-04-12"),
        ("Bonjour, la clinique est fermée pour le pont du jeudi 6 au dimanche 9 mai. Urgences : "
         "composer le numéro de garde affiché sur la porte. Reprise le lundi.", "2027-05-10"),
        ("Nos bureaux ferment ce soir. Réouverture le lundi 29 mars à 8 h.\nL'équipe Leborgne vous "
         "souhaite un bel été.", "2027-03-29"),
        ("Le cabinet est fermé pour congés du vendredi 19 mars au soir jusqu'au lundi 5 avril au "
         "matin. Aucun paiement ne sera fait pendant cette période. En cas d'urgence de bornage : "
         "06 12 00 00 00.\n\nBruno Castel\nGéomètre-expert", "2027-04-05"),
        ("Bonjour,\nJe suis en congés du 17 mars au 1er avril. Reprise le 2. En mon absence, "
         "Josselin répond sur exploitation@fabre.example pour les transports uniquement ; la "
         "comptabilité attendra mon retour.\nMireille Fabre", "2027-04-02"),
        ("Bonjour, je suis en formation les 18 et 19 mars puis en congés la semaine suivante. Je "
         "reviens le mardi 30 mars. Laurence Petit assure la continuité pour les locataires.\n"
         "Direction financière", "2027-03-30"),
        ("Vacances scolaires : l'auto-école est fermée du 10 au 25 avril. Les leçons reprennent "
         "le lundi 26.", "2027-04-26"),
        ("Thank you for your message. The dental surgery is closed until Tuesday 30 March for "
         "refurbishment. For emergencies please call 111.", "2027-03-31"),
        ("Je serai absent du bureau du lundi 22 au vendredi 26 mars. Durant cette période, merci "
         "de contacter Mme Lopez au 05 00 00 00 00.", "2027-03-30"),
        ("Bonjour et merci pour votre mail. Je suis actuellement en congé parental jusqu'au 31 "
         "août. Mon remplaçant est Paul Ferrand, p.ferrand@martin.example.", "2027-09-01"),
        ("La boulangerie prend ses congés du 29 mars au 11 avril. On vous retrouve le lundi 12 "
         "avril avec plaisir !", "2027-04-12"),
        ("Absente ce jour, de retour demain matin.\nL. Mercier", "2027-03-17"),
        ("Hors bureau jusqu'au lundi 22 mars. Pas d'accès à ma messagerie.", "2027-03-23"),
        ("Message d'absence : je suis en déplacement à l'étranger jusqu'au 24 mars avec un accès "
         "limité à mes mails.", "2027-03-25"),
        ("The farm shop is closed for lambing until Sunday 11 April. We look forward to seeing "
         "you again on Monday 12 April.", "2027-04-12"),
        ("Hi, I'm away from my desk until Thursday 25 March. If your message is urgent please "
         "contact Tom on 01632 960 123. Otherwise I'll reply when I'm back.", "2027-03-26"),
        ("We have closed for our annual stocktake and reopen on Monday 22 March.", "2027-03-22"),
        ("Cher client, notre équipe est au Salon de l'Agriculture jusqu'au 21 mars. Retour au "
         "bureau le 22.", "2027-03-22"),
        ("Bonjour, je ne suis pas au bureau cette semaine. Je lirai votre message lundi 22 mars.",
         "2027-03-22"),
        ("L'imprimerie est fermée pour inventaire les 18 et 19 mars. Reprise lundi.", "2027-03-22"),
        ("Je suis en arrêt de travail jusqu'au 2 avril. Mes dossiers sont suivis par Nadia Benali.",
         "2027-04-05"),
        ("École de musique fermée pendant les vacances, du 10 au 25 avril. Le secrétariat rouvre "
         "le 26 avril à 14h.", "2027-04-26"),
        ("Nous serons fermés le vendredi 19 mars toute la journée. Réouverture samedi.", "2027-03-20"),
        ("I am on jury service until Friday 26 March and have no access to email. Please contact "
         "reception@martin.example.", "2027-03-30"),
        ("Out of office until 29 March. For accounts queries please email accounts@martin.example.",
         "2027-03-30"),
        ("Congés annuels : retour le lundi 5 avril.", "2027-04-05"),
        ("Le garage Petit est fermé du 22 au 28 mars inclus. Dépannage : 06 00 00 00 00.", "2027-03-30"),
        ("Bonjour, absent pour formation jusqu'à mercredi soir. Je vous réponds jeudi.", "2027-03-18"),
        ("Toute l'équipe de la mairie vous informe que nos bureaux seront fermés le lundi de "
         "Pâques. Réouverture mardi 30 mars à 9h.", "2027-03-30"),
        ("Our accounts team is out of the office from 18 to 22 March. Emails will be answered "
         "from Tuesday 23 March.", "2027-03-23"),
        ("I'm currently on maternity leave and will be back on 1 September 2027. In my absence "
         "please contact Jo Hart (jo.hart@martin.example).", "2027-09-01"),
        ("Le domaine est fermé au public jusqu'au 31 mars. Réouverture du caveau le 1er avril.\nLa "
         "famille Roux", "2027-04-01"),
        ("Je suis en voyage d'affaires jusqu'au 20 mars et consulte mes mails de manière "
         "irrégulière.", "2027-03-22"),
        ("Studio closed 22-26 March. Back Tuesday 30th. Sunny holidays all!", "2027-03-30"),
        ("L'étude notariale Lambert sera exceptionnellement fermée jeudi 18 et vendredi 19 mars. "
         "Pour toute urgence successorale, 01 00 00 00 00.", "2027-03-22"),
        ("Bonjour, notre association est en pause jusqu'au 5 avril. Les bénévoles vous répondront "
         "à la reprise.", "2027-04-06"),
        ("Je travaille à temps partiel et serai de retour jeudi 18 mars.", "2027-03-18"),
        ("I don't work on Wednesdays. I'll reply on Thursday 18 March.", "2027-03-18"),
        ("Annual leave till 4th April. Sarah", "2027-04-05"),
        ("Fermé jusqu'à mardi. Pour les urgences plomberie, appelez Kévin 06 00 00 00 00", "2027-03-24"),
    ],
)  # fmt: skip
def test_a_closing_a_stand_in_and_a_holiday_need_no_header(text: str, day: str) -> None:
    reading = got(text)
    assert reading.intents == ("out_of_office",)
    assert reading.return_date == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "Je suis absente jusqu'au vendredi 26 mars. En cas d'urgence ma comptable peut faire le "
        "virement.",
        "On est fermés du 20 mars au 4 avril, votre virement partira avant.",
        "I'm on annual leave until Friday 9 April, please hold the invoice till then.",
        "La clinique est fermée jusqu'au 28 mars. La facture est au nom du vétérinaire.",
        "Nos bureaux ferment ce soir. Le chèque sera posté lundi 29 mars.",
        "Je suis en congés du 17 mars au 1er avril. Votre facture attendra mon retour.",
        "Je suis en congés jusqu'au 1er avril. Josselin n'a pas la signature, donc rien avant.",
        "I'm away until 12 April; your bill will have to wait until then I'm afraid.",
        "Je serai absent du 22 au 26 mars. Merci de contacter Mme Lopez pour la facture, c'est "
        "elle qui paie.",
        "La boulangerie prend ses congés du 29 mars au 11 avril. On n'a pas reçu les 12 sacs.",
        "Je suis en arrêt jusqu'au 2 avril. Nadia Benali suit mon dossier, elle vous paye "
        "vendredi.",
        "Le garage est fermé du 22 au 28 mars, je passe déposer le chèque avant.",
        "Fermé jusqu'à mardi, je n'ai pas d'argent.",
        "The shop is closed until Tuesday 30 March. Could we pay in April instead?",
        "I'm off until Thursday 25 March, I'll sort it then.",
        "Bonjour, je suis à l'hôpital jusqu'au 26 mars, on verra après.",
        "Je rentre de congés le 22 mars, je m'en occupe.",
        "Mon mari est absent jusqu'au 26 mars, c'est lui qui a commandé.",
        "Nous sommes en vacances jusqu'au 28 mars, aucun paiement ne sera fait tant que la porte "
        "n'est pas réparée.",
        "I'm travelling until 24 March. You'll get it when I'm home.",
        "Le cabinet est fermé jusqu'au 28 mars. Aucun paiement ne vous sera fait.",
        "Je suis absent jusqu'au 26. J'ai tout payé le 8.",
        "La comptabilité est fermée jusqu'au 26 mars et je n'ai pas d'accès à la banque.",
        "On est au salon jusqu'au 21 mars, la marchandise n'est jamais arrivée.",
        "Je suis en congé jusqu'au 26 mars. Invoices: please stop.",
        "Absente jusqu'au 26 mars. Mes fournisseurs attendront, moi aussi on me doit de l'argent.",
        "1500 vendredi et 1500 mi-janvier. Je ferme du 19 au 4.",
        "Semaine 26.\nCordialement,\nJean Petit\nPetit Stores & Fermetures\nFermeture annuelle du "
        "1er au 23 août",
        "On ouvre les caisses le 16, on les ferme le 19, et le 20 tous les prestataires sont "
        "payés, vous en tête",
        "Le compte est fermé jusqu'au 26 mars.",
    ],
)  # fmt: skip
def test_a_word_of_the_debt_makes_an_absence_a_persons(text: str) -> None:
    assert not {"out_of_office", "auto_receipt"} & set(got(text).intents)


@pytest.mark.parametrize(
    ("subject", "text", "day"),
    [
        ("Automatique : absence", "Je suis en arrêt et ne sais pas quand je reprendrai.", None),
        ("Auto: Kim Oduya is away", "I'm on annual leave, last day away Friday 9 April. Kim", "2027-04-12"),
        ("Absence : RE: facture 44120", "Je suis en formation les 18 et 19 mars. Je reviens le lundi 22.",
         "2027-03-22"),
        ("Out of office Re: Payment reminder",
         "I'm walking the Camino and shall be reachable again on 12 April.",
         "2027-04-12"),
        ("Absence", "Je suis en congés jusqu'au lundi 5 avril, date de mon retour.", "2027-04-05"),
        ("Absence", "Je suis en congés jusqu'au vendredi 26 mars. Ma collègue prend le relais dès jeudi.",
         "2027-03-30"),
        ("Réponse automatique",
         "Fermé du 17 au 26 mars, retour le 29... Rectificatif : réouverture le jeudi 25.",
         "2027-03-25"),
        ("Réponse automatique",
         "Fermé du 17 au 29 mars. Le magasin rouvre le 30, mais le bureau répond dès le 25.",
         "2027-03-25"),
        ("Réponse automatique", "Fermé du 17 au 19 mars. Merci de renouveler votre message à compter du 22.",
         "2027-03-22"),
        ("Réponse automatique", "Absent jusqu'au 26 mars. Pour une urgence, Cyril est là à partir du 18.",
         "2027-03-30"),
        ("Réponse automatique", "Contrairement au site (reprise le 2), nous sommes fermés jusqu'au 26 mars.",
         "2027-03-30"),
    ],
)  # fmt: skip
def test_the_day_back_is_the_writers_own(subject: str, text: str, day: str | None) -> None:
    reading = got(text, subject=subject)
    assert reading.intents == ("out_of_office",)
    assert reading.return_date == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("subject", "text", "day"),
    [
        ("Absence : Re: Facture groupe", "Bonjour, je suis en déplacement sur un chantier du 16 au 26 mars, "
         "retour au bureau le mardi 30. Paul Rémy lit ma boîte et garde les plans.", "2027-03-30"),
        ("Absence du bureau", "Je serai absente du 16 mars au 4 avril. Retour le mardi 6 avril. "
         "Pour la facturation, M. Ribeiro reste joignable au bureau.", "2027-04-06"),
        ("Fermeture saisonnière Re: Facture linge", "L'auberge est fermée du 15 mars au 9 avril. Nous "
         "rouvrons le 10. Pas de réception de courrier dans l'intervalle.", "2027-04-10"),
        ("Rép. auto : Relance F-118", "Absent jusqu'à mardi inclus. Mon assistante Léa sera là dès lundi.",
         "2027-03-24"),
        ("Absence Re: F-118", "Le restaurant est fermé du 15 au 28 mars. Nous serons ravis de vous retrouver "
         "le mercredi 31 au soir. Le bureau rouvre le mardi 30.", "2027-03-30"),
        ("Automatic reply: F-118", "I'm away until Monday 5 April when I'll be back at my desk.",
         "2027-04-05"),
        ("Absence Re: F-118", "Je suis en déplacement jusqu'à samedi inclus, puis en repos dimanche et "
         "lundi.",
         "2027-03-23"),
        ("Re: F-118", "Bonjour, je suis en congés du 10 au 23 mars inclus. En mon absence aucune facture "
         "n'est enregistrée.", "2027-03-24"),
    ],
)  # fmt: skip
def test_a_mail_programs_subject_marks_an_absence(subject: str, text: str, day: str) -> None:
    reading = got(text, subject=subject)
    assert reading.intents == ("out_of_office",)
    assert reading.return_date == date.fromisoformat(day)


@pytest.mark.parametrize(
    "subject", ["Auto : facture F-118", "Absence", "Re: Absence du bureau", "Auto: Re: F-118"]
)
def test_a_person_under_such_a_subject_is_still_heard(subject: str) -> None:
    reading = got("La pièce livrée est cassée, je conteste cette facture. Je règle le reste vendredi.",
                  subject=subject)  # fmt: skip
    assert "out_of_office" not in reading.intents
    assert "dispute" in reading.intents


def test_somebody_who_has_left_is_known_by_the_subject() -> None:
    text = (
        "Je ne travaille plus ici depuis le 5 mars. Vos factures : à adresser à Nadia, n.vial@vial.example."
    )
    reading = got(text, subject="Auto: absent")
    assert set(reading.intents) == {"out_of_office", "wrong_contact"}
    assert reading.new_contact == "n.vial@vial.example"


@pytest.mark.parametrize(
    "copies",
    ["\nCc : secretariat@delage.example", " Je mets en copie notre expert-comptable (dossier@ruiz.example)."],
)
def test_who_only_gets_a_copy_is_not_whom_to_write_to(copies: str) -> None:
    text = f"Je n'ai plus la mission. Adressez-vous à la gérante : awa.sylla@kora.example.{copies}\n"
    assert other_address(text, "delage@delage.example", ()) == "awa.sylla@kora.example"


@pytest.mark.parametrize(
    ("subject", "text", "day"),
    [
        ("Fermeture annuelle", "Votre salon est fermé du 15 au 27 mars. Nous vous retrouvons le mardi "
         "30 mars à 9h. Bonnes vacances !", "2027-03-30"),
        ("Congés de printemps", "Toute l'équipe est en vacances ! Retour à l'atelier le 30/03.",
         "2027-03-30"),
        ("Absence : votre message", "Maître Roux est absente de l'étude à compter de ce jour. Retour prévu "
         "le lundi 22 mars. Urgences : voir Mme Vidal au standard.", "2027-03-22"),
        ("Automatische Antwort / Absence", "Je suis absent ce jour et mercredi 17 mars. Paula prend le "
         "relais.", "2027-03-18"),
        # the first day away is past: not next year's
        ("Absence", "Je suis absent à partir du 13 mars, dernier jour d'absence le 21 mars.", "2027-03-22"),
        # what happens meanwhile is no return
        ("Fermeture", "L'usine est fermée du 15 mars au 4 avril. Les fours sont rallumés le 30 mars.",
         "2027-04-05"),
    ],
)  # fmt: skip
def test_an_absence_that_its_subject_names_may_say_more_than_that(subject: str, text: str, day: str) -> None:
    reading = got(text, subject=subject)
    assert reading.intents == ("out_of_office",)
    assert reading.return_date == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Mme Blanc a pris sa retraite. Sa remplaçante est Ana Costa.\n\nCordialement,\nLe standard\n\n"
         "Ana Costa - comptabilité\na.costa@martin.example\n01 00 00 00 00", "a.costa@martin.example"),
        ("Wrong department, I'm afraid. Our accounts team will help.\n\nRegards,\nAnn Reed\n"
         "Accounts: ap@martin.example\nShop: ann@martin.example", "ap@martin.example"),
        ("Vous n'êtes pas au bon service, je ne suis que de l'accueil.\n\nCordialement,\nAnn Reed\n"
         "shop@martin.example", None),
    ],
)  # fmt: skip
def test_a_signature_may_tell_whom_to_write_to_where_the_text_does_not(
    text: str, address: str | None
) -> None:
    reading = got(text)
    assert "wrong_contact" in reading.intents
    assert reading.new_contact == address
