"""What machines send, with and without the headers that say so: told apart from people."""

from datetime import UTC, date, datetime

import pytest

from bot.reading import Reading, read
from bot.reading.features import SECTIONS
from bot.reading.lexicon import section
from bot.reading.machinewords import words

TUESDAY = datetime(2027, 3, 16, 13, 30, tzinfo=UTC)
AUTO = "Auto-Submitted: auto-replied\r\n"


def got(text: str, *, subject: str, sender: str = "jean@martin.example", headers: str = "") -> Reading:
    head = (
        f"{headers}From: {sender}\r\nTo: factures@morvan.example\r\nSubject: {subject}\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    )
    return read((head + text).encode(), TUESDAY)


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        ("postmaster@martin.example", "Non remis : relance", "Échec de la remise à compta@martin.example"),
        ("MAILER-DAEMON@mx.example", "failure notice", "I wasn't able to deliver: <a@martin.example> 550"),
        ("gateway@scan.example", "Delivery failure", "could not be delivered to a@martin.example"),
        ("imss@scan.example", "Mail could not be delivered", "550 5.1.1 unknown user <a@martin.example>"),
        ("mailer-daemon@free.example", "Returned mail", "a@martin.example : boîte aux lettres pleine, quota"),
    ],
)  # fmt: skip
def test_a_report_of_delivery_needs_no_standard(sender: str, subject: str, text: str) -> None:
    reading = got(text, subject=subject, sender=sender)
    assert reading.intents == ("bounce",)
    assert reading.bounce


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Je suis absent jusqu'au 31 mars inclus.", "2027-04-01"),
        ("En congés du 15 au 26 mars, de retour le lundi 29 mars.", "2027-03-29"),
        ("Fermé pour travaux, nous serons de nouveau présents le lundi 29 mars.", "2027-03-29"),
        ("De retour au bureau le 22 mars.", "2027-03-22"),
        ("I am out of the office and back on Monday 22 March.", "2027-03-22"),
        ("Nos bureaux sont fermés jusqu'au vendredi 19 mars.", "2027-03-22"),
    ],
)
def test_an_absence_tells_the_first_day_back(text: str, day: str) -> None:
    reading = got(text, subject="Réponse automatique : relance", headers=AUTO)
    assert reading.intents[0] == "out_of_office"
    assert reading.return_date == date.fromisoformat(day)


def test_a_day_for_suppliers_in_an_absence_is_a_promise_that_a_person_sees() -> None:
    text = "Je suis absent jusqu'au 31 mars. Les fournisseurs seront payés le 20 mars."
    reading = got(text, subject="Absence", headers=AUTO)
    assert reading.intents == ("out_of_office", "promise")
    assert reading.undecided


def test_terms_of_payment_in_a_receipt_promise_nothing() -> None:
    text = "Votre demande a été enregistrée, ticket 4471. Les factures sont réglées le 10 et le 25."
    reading = got(text, subject="Ticket 4471", headers=AUTO)
    assert reading.intents == ("auto_receipt",)
    assert reading.undecided


def test_an_automatic_mail_without_a_word_of_a_debtor_is_a_receipt() -> None:
    text = "Toute l'équipe prépare le salon, merci de votre patience !"
    assert got(text, subject="Votre message", headers=AUTO).intents[0] == "auto_receipt"


def test_a_person_who_speaks_of_an_automatic_answer_is_read_as_a_person() -> None:
    text = "Désolé, mon message automatique vous a induit en erreur. Le virement est parti ce matin."
    reading = got(text, subject="Re: F-118")
    assert "already_paid" in reading.intents
    assert reading.undecided


def test_every_line_of_the_lexicon_is_a_pattern() -> None:
    names = (*SECTIONS[:-3], "absence", "return", "until", "receipt", "unread_box", "bounce", "supplier_run")
    for name in names:
        assert all(p.pattern.search("") is None for p in section(name).phrases), name


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Les fournisseurs sont payés le 20 de chaque mois.", "2027-03-20"),
        ("TOUTES LES FACTURES SONT REGLEES LE DERNIER JOUR DU MOIS.", "2027-03-31"),
        ("Nos virements fournisseurs sont exécutés le 25.", "2027-03-25"),
        ("Le 30 de chaque mois, nous réglons nos fournisseurs.", "2027-03-30"),
        ("Tout ce qui est échu sera viré le 24 mars.", "2027-03-24"),
        ("Fournisseurs : virements le 26 mars.", "2027-03-26"),
        ("Celles reçues avant la fermeture le seront le 6 avril.", "2027-04-06"),
        ("Our suppliers are paid on the last day of each month.", "2027-03-31"),
        ("Le train de paiements des prestataires aura lieu le 22 mars.", "2027-03-22"),
        ("Everything outstanding will be paid on 24 March.", "2027-03-24"),
        ("The next payments go out on 30 March.", "2027-03-30"),
        ("My colleague pays all invoices on 2 April.", "2027-04-02"),
    ],
)
def test_one_day_on_which_suppliers_are_paid_is_a_promise(text: str, day: str) -> None:
    received = got(f"Nous avons bien reçu votre message. {text}", subject="Accusé de réception", headers=AUTO)
    away = got(f"Je suis absent jusqu'au 8 avril inclus. {text}", subject="Absence", headers=AUTO)
    for reading, kind in ((received, "auto_receipt"), (away, "out_of_office")):
        assert reading.intents == (kind, "promise")
        assert [p.date for p in reading.promises] == [date.fromisoformat(day)]
    assert away.return_date == date(2027, 4, 9)


@pytest.mark.parametrize(
    "text",
    [
        "Les fournisseurs sont payés à 60 jours.",
        "Les virements sont émis tous les jeudis.",
        "Nos règlements partent les 10 et 25 du mois.",
        "Les factures sont réglées le 10 ou le 25.",
        "Vos factures doivent nous parvenir avant le 25 du mois.",
        "Nos factures sont émises le 25 du mois.",
        "Les factures reçues après le 15 sont réglées le 30 avril.",
        "En principe les fournisseurs sont réglés le 25.",
        "Aucun fournisseur n'est réglé avant le 25.",
        "Les règlements reprendront à partir du 5 avril.",
        "Nos clients doivent régler leurs factures le 25.",
        "Les salaires sont virés le 28.",
        "Invoices are paid every second Friday.",
        "Invoices are paid within 30 days, on the 15th.",
        "Invoices are never paid before the 15th.",
        "New invoices will be paid on 30 April.",
    ],
)
def test_terms_weeks_and_doubts_fix_no_day(text: str) -> None:
    received = got(f"Nous avons bien reçu votre message. {text}", subject="Accusé de réception", headers=AUTO)
    assert received.intents == ("auto_receipt",)
    away = got(f"Je suis absent jusqu'au 8 avril inclus. {text}", subject="Absence", headers=AUTO)
    assert away.intents == ("out_of_office",)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Votre facture a été réglée le 8 mars.", "2027-03-08"),
        ("Vos factures de février ont toutes été payées le 5.", "2027-03-05"),
        ("Pour information, le virement est parti le 12.", "2027-03-12"),
        ("Facture F-118 : virement effectué le 11 mars.", "2027-03-11"),
        ("Your invoice was paid on 10 March.", "2027-03-10"),
        ("We have paid your invoices on 12 March.", "2027-03-12"),
    ],
)
def test_an_absence_may_say_that_the_invoice_was_paid(text: str, day: str) -> None:
    reading = got(f"De retour le 1er avril. {text}", subject="Absence", headers=AUTO)
    assert reading.intents == ("out_of_office", "already_paid")
    assert reading.paid and reading.paid.date == date.fromisoformat(day)
    assert not reading.promises


def test_a_machine_without_any_date_fixes_no_day() -> None:
    text = b"Absent jusqu'au 8 avril. Les fournisseurs sont payes le 20. Votre facture a ete payee le 5."
    reading = read(b"Auto-Submitted: auto-replied\r\nFrom: a@b.example\r\nSubject: Absence\r\n\r\n" + text)
    assert reading.intents == ("out_of_office", "already_paid")
    assert reading.paid and reading.paid.date is None
    assert reading.return_date is None


@pytest.mark.parametrize(
    "text",
    [
        "Votre facture n'a pas encore été payée.",
        "Si votre facture n'a pas été payée, écrivez à la comptabilité.",
        "Votre facture a été transmise le 8 mars.",
        "Les factures seront réglées à mon retour.",
    ],
)
def test_an_absence_that_tells_of_no_payment(text: str) -> None:
    reading = got(f"De retour le 1er avril. {text}", subject="Absence", headers=AUTO)
    assert reading.intents == ("out_of_office",)


def test_a_ticket_that_was_settled_is_no_payment() -> None:
    text = "Votre incident 4471 a été réglé le 12 mars. Merci de répondre à l'enquête."
    assert got(text, subject="Incident 4471", headers=AUTO).intents == ("auto_receipt",)


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("Notre société est fermée du 1er au 21 avril.", ("out_of_office",)),
        ("We are closed over Easter, back on Tuesday 30 March.", ("out_of_office",)),
        ("Le service administration est fermé jusqu'au 2 avril.", ("out_of_office",)),
        ("Our administration is closed until 2 April.", ("out_of_office",)),
        ("Message automatique : société en liquidation judiciaire.", ("auto_receipt", "insolvency")),
    ],
)
def test_a_closing_is_no_insolvency(text: str, intents: tuple[str, ...]) -> None:
    assert got(text, subject="Votre message", headers=AUTO).intents == intents


@pytest.mark.parametrize(
    "text",
    [
        "Mon CDD s'est terminé le 28 février. Écrivez à compta@martin.example.",
        "J'ai définitivement quitté Martin SA. Contact : compta@martin.example. Boîte fermée fin mars.",
        "Je suis à la retraite depuis le 1er mars. Contactez compta@martin.example",
        "Mme Leroy ne fait plus partie de nos effectifs. Écrire à compta@martin.example.",
        "M. Blanc a été muté, il n'occupe plus ce poste. Contact : compta@martin.example",
        "J'AI CESSE MES FONCTIONS LE 28 FEVRIER. ECRIRE A COMPTA@MARTIN.EXAMPLE",
        "I have now left Martin Ltd. Please contact compta@martin.example.",
        "I left Martin Ltd on 26 February. Please contact compta@martin.example.",
        "Jane Doe is no longer with us. Please email compta@martin.example.",
        "I retired in February. Please write to compta@martin.example. This box closes on 31 March.",
        "My contract with Martin has ended. Please write to compta@martin.example.",
    ],
)
def test_whoever_has_left_is_not_coming_back(text: str) -> None:
    reading = got(text, subject="Réponse automatique : relance", headers=AUTO)
    assert reading.intents == ("out_of_office", "wrong_contact")
    assert reading.return_date is None
    assert reading.new_contact == "compta@martin.example"


@pytest.mark.parametrize(
    "text",
    [
        "Cette boîte n'est plus consultée, merci d'utiliser compta@martin.example.",
        "This inbox is no longer monitored. Please use compta@martin.example.",
        "This address is no longer in use; write to compta@martin.example instead.",
    ],
)
def test_a_mailbox_that_nobody_reads_is_no_departure(text: str) -> None:
    reading = got(text, subject="Votre message", headers=AUTO)
    assert reading.intents == ("auto_receipt", "wrong_contact")
    assert reading.new_contact == "compta@martin.example"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Mon dernier jour avant les congés est le 16 mars, retour le 5 avril.", "2027-04-05"),
        ("I have left the office for today and will be back on 17 March.", "2027-03-17"),
        ("I left for a holiday on 12 March and return on 29 March.", "2027-03-29"),
        ("Je suis en arrêt, je ne consulte plus mes mails jusqu'au 2 avril.", "2027-04-05"),
        ("Le cabinet rouvre le 22 mars mais je ne reprends que le 29 mars.", "2027-03-29"),
        ("L'entreprise rouvre le 22 mars. Je suis en congés jusqu'au 2 avril.", "2027-04-05"),
        ("Our shop reopens on 22 March and I will be back on 29 March.", "2027-03-29"),
        ("I'm back at my desk on 29 March; the warehouse reopens on 22 March.", "2027-03-29"),
        ("Le magasin est fermé, réouverture le 22 mars.", "2027-03-22"),
    ],
)
def test_the_writers_own_return_counts(text: str, day: str) -> None:
    reading = got(text, subject="Automatic reply: reminder", headers=AUTO)
    assert reading.intents == ("out_of_office",)
    assert reading.return_date == date.fromisoformat(day)


def test_a_weekly_closing_is_no_day_back() -> None:
    reading = got("La boutique est fermée les dimanches et lundis.", subject="Absence", headers=AUTO)
    assert reading.return_date is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("[Réponse automatique] En mer jusqu'au vendredi 19 mars.", "2027-03-22"),
        ("MESSAGE AUTOMATIQUE. L'agence est fermée, nous répondrons lundi sans faute.", "2027-03-22"),
        ("This is an automatic reply. I am hiking until Sunday 21 March.", "2027-03-22"),
        ("Automated response: on leave till 26 March.", "2027-03-30"),
        ("Annual leave 22 - 26 March.", "2027-03-30"),
        ("Cabinet fermé du 22 au 26 mars.", "2027-03-30"),
        ("Office closed until 26 March. Happy Easter!", "2027-03-30"),
        ("Absente jeudi et vendredi. Je réponds lundi.", "2027-03-22"),
        ("Je m'absente jusqu'au 26 mars. Retour le lundi 29.", "2027-03-29"),
        ("EN CONGES JUSQU'AU 26 MARS", "2027-03-30"),
    ],
)
def test_an_absence_needs_no_header(text: str, day: str) -> None:
    reading = got(text, subject="Re: F-118")
    assert reading.intents == ("out_of_office",)
    assert reading.return_date == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "Je suis en congés, je paye à mon retour le 29.",
        "Je suis absent jusqu'au 26, je regarde ça à mon retour.",
        "Absent jusqu'à jeudi, je vous fais le virement vendredi.",
        "En congés jusqu'au 26, ma collègue s'en occupe.",
        "Closed until Monday so I'll pay you on Tuesday.",
        "Mon comptable est en vacances jusqu'au 26 mars.",
        "Absent le jour de la livraison, je conteste.",
        "Fermé pour travaux depuis janvier. Pouvez-vous patienter ?",
        "I'm out until Tuesday, will answer then.",
        "Notre magasin sera fermé la semaine prochaine pour inventaire.",
        "Le 15 mars, votre relance.\n\nDe : Atelier <a@b.example>\nEnvoyé : lundi 15 mars 2027 09:00\n"
        "Objet : F-118\n\nCeci est un message automatique.",
    ],
)
def test_a_person_who_is_away_stays_a_person(text: str) -> None:
    assert not {"out_of_office", "auto_receipt"} & set(got(text, subject="Re: F-118").intents)


@pytest.mark.parametrize(
    "text",
    [
        "Est-ce un message automatique ? J'ai bien reçu la facture mais le montant n'est pas le bon.",
        "Encore votre message automatique. J'ai bien reçu la relance, le matériel est en panne.",
        "Is this an automated email? I've received your reminder three times and the goods were faulty.",
        "Absent jusqu'au 22 mars. Vos plaques sont toutes rayées.",
        "En congés jusqu'au lundi 22. Je t'appelle.",
        "Fermé du 16 au 22 mars pour cause d'incendie, tout a brûlé.",
    ],
)
def test_a_person_who_speaks_of_more_than_being_away_is_no_machine(text: str) -> None:
    assert not {"auto_receipt", "out_of_office"} & set(got(text, subject="Re: Facture F-118").intents)


def test_an_absence_message_that_contests_is_heard() -> None:
    text = "Absent jusqu'au 22 mars. Pour la facture F-118 : je la conteste, rien n'a été livré."
    assert "dispute" in got(text, subject="Absence", headers=AUTO).intents


def test_a_receipt_by_its_own_word_is_no_departure() -> None:
    text = "Accusé de réception automatique. Votre message sera traité par nos équipes."
    assert got(text, subject="Re: F-118").intents == ("auto_receipt",)


def test_every_line_about_machines_is_a_pattern() -> None:
    names = "no_run no_day made no_payment departed office firm_opens own_voice away telegraphic debt"
    names += " colleague_left polite turn_to away_said away_word away_line announced firm_shut own_debt"
    for name in names.split():
        assert words(name).phrases and all(p.pattern.search("") is None for p in words(name).phrases), name


@pytest.mark.parametrize(
    "text",
    [
        "Vous envoyez un message automatique ? Bien reçu, je transmets à mon frère.",
        "ENCORE UN MESSAGE AUTOMATIQUE. BIEN RECU, LES PORTES SONT VOILEES.",
        "J'ai bien reçu ton message automatique, les rideaux sont tachés.",
        "Ceci n'est pas un message automatique : je suis en congés et on en parle vendredi.",
        "Was that an automated message? I have received your letter, the sink still drips.",
        "I'm away, and this is not an auto-reply: half of the plates are cracked.",
    ],
)
def test_whoever_names_a_machine_is_a_person(text: str) -> None:
    assert not {"out_of_office", "auto_receipt"} & set(got(text, subject="Re: F-118").intents)


@pytest.mark.parametrize(
    "text",
    [
        "En congés jusqu'au 26 mars, je te téléphone.",
        "Absente jusqu'au 26 mars. Les volets sont tordus.",
        "Fermé jusqu'au 26 mars, ensuite on ferme pour de bon.",
        "EN VACANCES JUSQU'AU 26 MARS, FAITES CE QUE VOUS VOULEZ",
        "Absent jusqu'au 26 mars, ma mère est décédée.",
        "On leave until 26 March, the radiator still drips.",
        "Closed until 26 March. Ring me.",
    ],
)
def test_a_word_beside_an_absence_makes_it_a_persons(text: str) -> None:
    reading = got(text, subject="Re: F-118")
    assert "out_of_office" not in reading.intents
    assert reading.undecided or {"promise", "dispute", "insolvency"} & set(reading.intents)


@pytest.mark.parametrize(
    "subject", ["Absence", "Re: Fermeture annuelle", "En vacances", "Re: Automatic reply"]
)
@pytest.mark.parametrize(
    "text",
    [
        "Je suis absent jusqu'au 26 mars. Les tables sont toutes griffées.",
        "Je suis en congés jusqu'au 26 mars. Pas ravi du chantier, à suivre.",
        "I am away until 26 March. I thought that was sorted!",
    ],
)
def test_a_person_may_head_his_own_mail_like_a_machine(subject: str, text: str) -> None:
    reading = got(text, subject=subject)
    assert "out_of_office" not in reading.intents
    assert reading.undecided


@pytest.mark.parametrize(
    "text",
    [
        "Je suis absent jusqu'au 26 mars. Pour toute urgence : 06 12 34 56 78.",
        "Le magasin est fermé du 15 au 26 mars. Toute l'équipe vous souhaite de bonnes vacances !",
        "Bonjour, je prends quelques jours de repos et suis absent jusqu'au 26 mars.\nLuc Petit",
        "I am on leave until 26 March. Thank you for your message.",
    ],
)
def test_an_absence_that_says_no_more_needs_no_header(text: str) -> None:
    reading = got(text, subject="Absence")
    assert reading.intents == ("out_of_office",)
    assert reading.return_date == date(2027, 3, 30)


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("Je suis absent jusqu'au 26 mars. Je conteste cette facture.", "dispute"),
        ("Je suis en congés. Rien n'a été livré, je ne paierai pas.", "dispute"),
        ("De retour le 29 mars, cette facture est déjà réglée depuis le 8.", "already_paid"),
        ("Je suis absent jusqu'au 26 mars. Votre virement est programmé pour le 24 mars.", "promise"),
        ("I am away until 26 March. I will pay you on 29 March.", "promise"),
        ("Je suis absent, pouvez-vous patienter jusqu'à fin avril ?", "delay_request"),
        ("Je suis absent. Cessez de m'écrire, je vous demande de ne plus me relancer.", "stop_contact"),
    ],
)
def test_what_an_absence_says_of_this_debt_stands_beside_it(text: str, beside: str) -> None:
    reading = got(text, subject="Réponse automatique : relance", headers=AUTO)
    assert reading.intents == ("out_of_office", beside)
    assert reading.undecided


@pytest.mark.parametrize(
    "text",
    [
        "Notre comptable a quitté la société. Je suis absente jusqu'au 26 mars.",
        "My colleague has left the company. I am away until 26 March.",
        "I have left my phone at home and am out of the office until 26 March.",
        "J'ai quitté mon bureau, absent jusqu'au 26 mars.",
    ],
)
def test_who_left_what(text: str) -> None:
    reading = got(text, subject="Réponse automatique", headers=AUTO)
    assert reading.intents == ("out_of_office",)
    assert reading.return_date == date(2027, 3, 30)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Absent du 16/03/2027 17h30 au 24/03/2027 9h00.", "2027-03-24"),
        ("Je suis absent du mardi 16 mars à 14h au mercredi 24 mars à midi.", "2027-03-24"),
        ("I am away from 16 March at 5pm until 24 March at 8 am.", "2027-03-24"),
        ("FERME JUSQU'AU MERCREDI 24 MARS 14H", "2027-03-24"),
        ("Fermé jusqu'au mercredi 24 mars à 18h.", "2027-03-25"),
        ("Je suis en congés cette semaine et la semaine prochaine.", "2027-03-30"),
        ("Fermé jusqu'à la réouverture du 24 mars.", "2027-03-24"),
        ("Dès le 1er avril, nos horaires changent. Je suis absent jusqu'au 23 mars.", "2027-03-24"),
        (
            "À compter du 1er avril, notre adresse : 2 rue Haute. Absent jusqu'au 23 mars.",
            "2027-03-24",
        ),
        ("Je suis absent les mercredis et vendredis.", None),
        ("Je suis absente le mercredi.", None),
        ("I am off on Thursdays.", None),
    ],
)
def test_hours_habits_and_news_are_no_days_back(text: str, day: str | None) -> None:
    reading = got(text, subject="Réponse automatique", headers=AUTO)
    assert reading.intents == ("out_of_office",)
    assert reading.return_date == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    "text",
    [
        "Payments go out on the 10th and 25th.",
        "Nos virements partent le 10 et en fin de mois.",
        "Les factures sont payées le 10 du mois suivant leur arrivée.",
        "Invoices are paid on the 10th of the month following delivery.",
        "Seules les factures validées sont réglées le 25.",
    ],
)
def test_two_days_and_terms_fix_none(text: str) -> None:
    received = got(f"Nous avons bien reçu votre message. {text}", subject="Accusé de réception", headers=AUTO)
    assert received.intents == ("auto_receipt",)


@pytest.mark.parametrize(
    "text",
    [
        "L'atelier cesse son activité du 15 au 26 mars.",
        "Notre étude de mandataires judiciaires est fermée jusqu'au 26 mars.",
        "La mandataire judiciaire est absente jusqu'au 26 mars.",
        "Liquidation avant travaux ! Magasin fermé jusqu'au 26 mars.",
    ],
)
def test_another_offices_insolvency_a_sale_and_a_pause_are_none(text: str) -> None:
    assert got(text, subject="Réponse automatique", headers=AUTO).intents == ("out_of_office",)


def test_a_firm_that_closes_for_good_is_insolvent() -> None:
    text = "Absent jusqu'au 26 mars. Notre société est en liquidation judiciaire et cesse toute activité."
    assert "insolvency" in got(text, subject="Réponse automatique", headers=AUTO).intents


@pytest.mark.parametrize(
    "text",
    [
        "begin 644 facture.pdf\n" + "M)5!$1BTQ+C0*)<.DP[S#MA,+\n" * 20 + "end\n",
        "--b30\nContent-Type: text/plain\n\nNous contestons cette facture.\n--b30--\n",
    ],
)
def test_what_nobody_wrote_is_not_decided(text: str) -> None:
    assert got(text, subject="Re: F-118").undecided
