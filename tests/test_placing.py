"""Placing: whose is a mail, and which case does it concern. Mails are real bytes, read by the real head."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.owner.keys import Kept
from bot.placing import PUBLIC_DOMAINS, Envelope, Ours, Placement, invoices_named, own_words, place
from bot.placing.numbers import tail
from bot.reading.forwards import handed_on
from bot.reading.mime import head, message_ids_cited, returned_relance_id, whole_text

OURS = Ours("factures@atelier.example", frozenset({"claire@atelier.example", "claire@gmail.com"}))


@dataclass
class Index:
    """What the state knows: martin and durand have an address each, two co-ownerships share one."""

    numbers: dict[str, list[str]] = field(
        default_factory=lambda: {
            "f-118": ["martin"],
            "f-120": ["durand"],
            "f-130": ["tilleuls"],
            "f-131": ["lilas"],
            "118": ["petit"],
            "29200": ["petit"],
            "a4": ["petit"],
            "2026-03": ["petit"],
            "03-2026": ["petit"],
            "12/2026": ["petit"],
            "12/03/2026": ["petit"],
            "45012": ["petit"],
            "2026000118": ["petit"],
            "po/77-2026": ["durand"],
        }
    )
    addresses: dict[str, list[str]] = field(
        default_factory=lambda: {
            "compta@martin.example": ["martin"],
            "durand@gmail.com": ["durand"],
            "syndic@gestion.example": ["tilleuls", "lilas"],
            "petit@petit.example": ["petit"],
        }
    )
    domains: dict[str, list[str]] = field(
        default_factory=lambda: {
            "martin.example": ["martin"],
            "gmail.com": ["durand"],
            "gestion.example": ["tilleuls", "lilas"],
        }
    )

    names: dict[str, list[str]] = field(
        default_factory=lambda: {
            "goff": ["legoff"],
            "petit": ["petit"],
            "boulangerie": ["legoff"],
            "durand": ["durand", "durand2", "durand3"],
            "conseil": ["a", "b", "c", "d"],
            "tilleuls": ["tilleuls"],
            "lilas": ["lilas"],
            "copropriété": ["tilleuls", "lilas"],
            "14 rue": ["lilas"],
        }
    )

    def by_number(self, number: str) -> list[str]:
        return self.numbers.get(number.casefold(), [])

    def by_tail(self, end: str) -> list[str]:
        return [case for number, cases in self.numbers.items() if tail(number) == end for case in cases]

    def by_address(self, address: str) -> list[str]:
        return self.addresses.get(address.lower(), [])

    def by_domain(self, domain: str) -> list[str]:
        return self.domains.get(domain.lower(), [])

    def by_name(self, name: str) -> list[str]:
        return self.names.get(name.casefold(), [])

    def by_message_id(self, message_id: str) -> tuple[str, str] | None:
        letters = {LETTER: ("martin", "letter1"), TO_TILLEULS: ("tilleuls", "letter2")}
        return letters.get(message_id)

    def told(self) -> Mapping[str, Kept]:
        return {}

    def by_letter(self, letter: str) -> str | None:
        return "martin" if letter == "letter1" else None


def placed(text: str = "Bonjour.", **fields: str) -> Placement:
    """Where a mail with these header fields and this text goes; `To` is the bot unless said."""
    given_ = {"From": "someone@else.example", "To": "factures@atelier.example", "Subject": "Bonjour"}
    lines = {**given_, **{name.replace("_", "-"): value for name, value in fields.items()}}
    raw = "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + f"\r\n{text}\r\n"
    return placed_raw(raw.encode())


def placed_raw(raw: bytes, ours: Ours = OURS, *, stops: bool = False) -> Placement:
    envelope = Envelope(
        head(raw),
        message_ids_cited(raw),
        returned_relance_id(raw),
        lambda: whole_text(raw),
        lambda: handed_on(raw, ours.owner),
        lambda: stops,
    )
    return place(envelope, Index(), ours)


SHARED = Ours("claire@atelier.example", frozenset({"claire@atelier.example", "paul@atelier.example"}))


def placed_in_a_shared_mailbox(text: str, *, stops: bool = False, **fields: str) -> Placement:
    """The owner's own mailbox, from which letters leave as well; from him to himself unless said."""
    me = {"From": "claire@atelier.example", "To": "claire@atelier.example", "Subject": "Note"}
    lines = "".join(f"{name}: {value}\r\n" for name, value in (me | fields).items())
    return placed_raw(f"{lines}\r\n{text}\r\n".encode(), SHARED, stops=stops)


OURSELVES = "Atelier <factures@atelier.example>"
LETTER = "<letter1@atelier.example>"
TO_TILLEULS = "<letter2@atelier.example>"


# --- our own side -----------------------------------------------------------------------------------


def test_our_own_letter_is_only_noted_by_its_message_id() -> None:
    by_id = placed(From=OURSELVES, To="compta@martin.example", Message_ID=LETTER, X_Relance_Id="letter1")
    assert by_id == Placement("ours", ("martin",), "own", "letter1")


@pytest.mark.parametrize("sender", [OURSELVES, "claire@atelier.example"])
def test_a_letter_of_ours_that_the_owner_sends_anew_is_the_owners(sender: str) -> None:
    """ "Edit as new" keeps the mark of the old letter under a Message-ID of its own."""
    mine = {"Message_ID": "<anew@atelier.example>", "X_Relance_Id": "letter1"}
    assert placed(From=sender, To="compta@martin.example", **mine).whose == "owner_letter"
    assert placed(From="claire@atelier.example", To="compta@martin.example", Message_ID=LETTER).sure != "own"


def test_a_stranger_who_wears_our_mark_is_a_stranger() -> None:
    assert placed(From="x@evil.example", X_Relance_Id="letter1").sure == ""
    assert placed(From="x@evil.example", Message_ID=LETTER).whose == "debtor"


def test_the_owners_letter_to_a_debtor_is_a_contact() -> None:
    found = placed(From="claire@atelier.example", To="Compta@Martin.example")
    assert found == Placement("owner_letter", ("martin",), "address")


def test_the_owners_letter_from_the_bots_own_address_is_one_too() -> None:
    assert placed(From=OURSELVES, To="durand@gmail.com").whose == "owner_letter"


def test_the_owners_letter_to_a_shared_address_concerns_all_unless_its_thread_says_which() -> None:
    all_ = placed(From="claire@atelier.example", To="syndic@gestion.example")
    assert all_.cases == ("tilleuls", "lilas")
    one = placed(From="claire@atelier.example", To="compta@martin.example", In_Reply_To=LETTER)
    assert (one.cases, one.sure, one.letter) == (("martin",), "thread", "letter1")


def test_the_owners_answer_in_a_thread_to_a_new_address_is_a_contact() -> None:
    found = placed(From="claire@atelier.example", To="patron@autre.example", In_Reply_To=LETTER)
    assert (found.whose, found.cases) == ("owner_letter", ("martin",))


@pytest.mark.parametrize("subject", ["TR: Facture F-118", "Fwd: Facture F-118", "Tr : Facture F-118"])
def test_a_debtors_mail_that_the_owner_forwards_is_the_debtors_words(subject: str) -> None:
    found = placed(From="claire@gmail.com", Subject=subject)
    assert (found.whose, found.cases, found.sure) == ("forwarded", ("martin",), "reference")


FORWARDED = "Pour info\n\n-----Message transféré-----\nDe : {}\nObjet : travaux\n\nJe conteste."


@pytest.mark.parametrize(
    ("writer", "sure"),
    [("Compta <compta@martin.example>", "address"), ("direction@martin.example", "domain")],
)
def test_a_forward_without_thread_or_number_is_placed_by_who_wrote_it(writer: str, sure: str) -> None:
    found = placed(FORWARDED.format(writer), From="claire@gmail.com", Subject="TR: travaux")
    assert (found.whose, found.cases, found.sure) == ("forwarded", ("martin",), sure)


def test_a_forward_is_known_by_its_heading_where_the_subject_says_nothing() -> None:
    text = FORWARDED.removeprefix("Pour info\n\n").format("compta@martin.example")
    assert placed(text, From="claire@gmail.com", Subject="travaux").whose == "forwarded"


def test_a_forward_that_fits_no_case_is_asked_about() -> None:
    found = placed(FORWARDED.format("x@inconnu.example"), From="claire@gmail.com", Subject="TR: travaux")
    assert (found.whose, found.cases, found.ask) == ("forwarded", (), True)
    named = placed(
        FORWARDED.format("Yann Le Goff <x@inconnu.example>"), From="claire@gmail.com", Subject="TR: a"
    )
    assert (named.cases, named.ask) == (("legoff",), True)


def test_a_forward_to_oneself_in_a_shared_mailbox_stays_private_unless_it_is_a_debtors() -> None:
    text = FORWARDED.format("soeur@famille.example")
    assert placed_in_a_shared_mailbox(text, Subject="Fwd: samedi") == Placement("forwarded")
    named = FORWARDED.format("Yann Le Goff <yann@famille.example>")
    found = placed_in_a_shared_mailbox(named, Subject="Fwd: samedi")
    assert (found.cases, found.ask) == (("legoff",), True)
    found = placed_in_a_shared_mailbox(FORWARDED.format("compta@martin.example"), Subject="Fwd: samedi")
    assert (found.cases, found.ask) == (("martin",), False)


def test_what_the_owner_and_a_colleague_say_about_a_forward_is_no_second_forward() -> None:
    text = "On le rappelle demain.\n\n" + FORWARDED.format("compta@martin.example")
    found = placed(text, From="claire@gmail.com", To="claire@atelier.example", Subject="Re: TR: travaux")
    assert found.whose == "ours"


def test_our_own_mail_forwarded_is_no_word_of_a_debtors() -> None:
    """What the owner hands on of his own is placed by its number, not by his address."""
    text = FORWARDED.format("claire@atelier.example")
    assert placed(text, From="claire@gmail.com", Subject="TR: travaux").cases == ()


@pytest.mark.parametrize("to", ["patron@martin.example", "martin.perso@gmail.com"])
def test_a_letter_by_hand_to_an_address_on_no_list_is_found_by_the_invoice_that_it_names(to: str) -> None:
    found = placed("Cher monsieur,", From="claire@atelier.example", To=to, Subject="Facture F-118")
    assert (found.whose, found.cases, found.sure) == ("owner_letter", ("martin",), "reference")


@pytest.mark.parametrize(
    ("to", "text"),
    [
        ("comptable@atelier.example", "F-118"),  # one of the firm
        ("patron@martin.example", "Bonjour"),
        ("expert@cabinet.example", "F-118, F-120, F-130 et F-131"),  # a list is no letter
        ("soeur@famille.example", "On dîne le 12/03/2026 ?"),
    ],
)
def test_what_the_owner_writes_to_others_of_no_one_invoice_is_his_own_business(to: str, text: str) -> None:
    assert placed(text, From="claire@atelier.example", To=to) == Placement("ours")


def test_a_forward_to_somebody_else_is_no_business_of_ours() -> None:
    assert (
        placed(From="claire@gmail.com", To="soeur@famille.example", Subject="Fwd: Facture F-118").cases == ()
    )


def test_what_we_write_to_ourselves_otherwise_is_ignored() -> None:
    assert placed(From="claire@atelier.example", To="paul@autre.example", Subject="A") == Placement("ours")
    assert placed(From="factures@atelier.example", Subject="A") == Placement("ours")


def test_what_the_owner_writes_to_us_alone_is_an_order_if_it_is_no_private_note() -> None:
    assert placed(From="claire@atelier.example", Subject="stop") == Placement("owner_order")
    assert placed(From="factures@atelier.example", Subject="stop F-118") == Placement("owner_order")


@pytest.mark.parametrize(
    "text", ["pause Le Goff 3 jours", "GOFF payé 500", "stop pour Petit", "ne relance plus durand svp"]
)
def test_a_short_mail_to_oneself_that_names_a_customer_is_an_order(text: str) -> None:
    """The owner and Relance share one mailbox."""
    assert placed(text, From="factures@atelier.example", Subject="") == Placement("owner_order")
    assert placed("", From="factures@atelier.example", Subject=text) == Placement("owner_order")


@pytest.mark.parametrize(
    "text",
    [
        "acheter du pain à la boulangerie",
        "un petit rappel pour samedi",
        "Petit rappel : le cadeau de maman",
        "relire le conseil de classe",
        "ma liste de courses : lait, œufs, farine",
        "Goff " + "et la suite de mon journal " * 30,
        "rien\n\nLe mar. 3 juin 2025 à 08:00, Paul <paul@autre.example> a écrit :\n> pause Le Goff",
        "",
    ],
)
def test_what_the_owner_writes_to_himself_stays_private_where_it_names_nobody(text: str) -> None:
    assert placed(text, From="factures@atelier.example", Subject="Note") == Placement("ours")


@pytest.mark.parametrize("to", ["claire@atelier.example", "claire@atelier.example, expert@cabinet.example"])
def test_a_few_words_that_only_stop_are_an_order_in_a_shared_mailbox_whoever_gets_a_copy(to: str) -> None:
    assert placed_in_a_shared_mailbox("stop", stops=True, To=to) == Placement("owner_order")
    assert placed_in_a_shared_mailbox("acheter du pain", To=to) == Placement("ours")


def test_a_stop_to_a_debtor_is_a_letter_to_him() -> None:
    to = "claire@atelier.example, compta@martin.example"
    assert placed_in_a_shared_mailbox("stop", stops=True, To=to).whose == "owner_letter"


@pytest.mark.parametrize("to", ["factures+relance@atelier.example", "contact@atelier.example"])
def test_a_tag_or_another_name_of_our_address_reaches_us(to: str) -> None:
    ours = Ours(OURS.bot, OURS.owner, frozenset({"contact@atelier.example"}))
    raw = f"From: claire@atelier.example\r\nTo: {to}\r\nSubject: x\r\n\r\nstop Martin\r\n".encode()
    assert placed_raw(raw, ours) == Placement("owner_order")


# --- mail from outside ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["In_Reply_To", "References"])
def test_the_thread_is_surest_whoever_writes(name: str) -> None:
    found = placed(From="autre@inconnu.example", **{name: f"<x@y.example> {LETTER}"})
    assert found == Placement("debtor", ("martin",), "thread", "letter1")


def test_a_number_in_subject_or_text_finds_its_case() -> None:
    assert placed(Subject="Votre facture F-118").cases == ("martin",)
    assert placed("Nous contestons la facture f-120.").cases == ("durand",)
    assert placed("Notre bon de commande PO/77-2026, svp").cases == ("durand",)


def test_the_senders_address_finds_its_case() -> None:
    found = placed(From="Compta <COMPTA@martin.example>")
    assert (found.cases, found.sure) == (("martin",), "address")


def test_the_address_weighs_more_than_somebody_elses_number() -> None:
    assert placed("Et la F-120 ?", From="compta@martin.example").cases == ("martin",)


def answered_by_the_office(
    text: str, sender: str = "syndic@gestion.example", **fields: str
) -> tuple[str, ...]:
    """The cases of an answer about the Tilleuls, whose manager answers for the Lilas as well."""
    return placed(text, From=sender, In_Reply_To=TO_TILLEULS, Subject="Re: Facture F-130", **fields).cases


@pytest.mark.parametrize(
    "text",
    [
        "Les Lilas sont en liquidation judiciaire depuis le 26 février.",
        "Tilleuls : payé, lilas : on attend l'AG",
        "Payée hier. La F-131 partira le 13 mars.",
        "Payée hier, la F-131 partira le 13 mars.",
        "Celle-ci est réglée et la F-131 partira le 13 mars.",
        "La F-131 partira le 13 mars, celle-ci est réglée.",
        "La F-131 aussi sera payée le 13 mars.",
        "Le 14 rue Pasteur attend l'assemblée.",
        "Nous avons changé de comptable, toutes vos factures partiront au virement du 13 mars.",
        "Payée hier. Les autres sociétés vous régleront le 16 mars.",
        "L'ensemble de vos factures est validé.",
        "L'ensemble du groupe est en redressement.",
        "Nous réglons tout vendredi.",
        "All your invoices will be paid on Friday.",
        "This one is paid, the others will follow.",
        "Pour ma société c'est réglé, pour celle de mon mari on attend la fin du mois.",
        "C'est réglé, et la facture de mon frère partira le 13 mars.",
        "Ma seconde société vous paiera vendredi.",
        "Paid. My husband's company will pay on Friday.",
    ],
)
def test_an_office_that_speaks_of_another_of_its_debtors_is_placed_with_both(text: str) -> None:
    assert answered_by_the_office(text) == ("tilleuls", "lilas")
    assert answered_by_the_office(text, "marie@gestion.example") == ("tilleuls", "lilas"), "of the same firm"


@pytest.mark.parametrize(
    "text",
    [
        "Virement le 13 mars.",
        "Les Tilleuls vous paieront le 13 mars.",
        "La copropriété vous réglera après l'AG. Toutes nos excuses.",
        "Réglé tout de suite ; l'autre jour j'avais oublié.",
        "Réglé ce matin.\n\nLe 2 mars 2026, Atelier a écrit :\n> Toutes vos factures F-131 des Lilas.",
        "Réglé ce matin.\n\n-- \nGestion, syndic des Lilas et des Tilleuls",
    ],
)
def test_an_office_that_speaks_of_the_debtor_whom_it_answers_about_speaks_of_no_other(text: str) -> None:
    assert answered_by_the_office(text) == ("tilleuls",)


@pytest.mark.parametrize(
    "text",
    [
        "La F-131 partira le 13 mars.",
        "Bonjour,\nMerci de votre message.\nSuite à votre relance, la facture 131 partira le 13 mars. Merci.",
        "Nous contestons la F-131 : la toiture fuit toujours.",
        "Lilas, F-131 : virement le 13 mars.",
        "F-131 réglée.\n\nLe 2 mars 2026, Atelier a écrit :\n> notre facture F-130 de 1 000,00 €",
    ],
)
@pytest.mark.parametrize("sender", ["syndic@gestion.example", "marie@gestion.example"])
def test_an_office_that_names_another_ones_invoice_alone_is_placed_with_that_one(
    text: str, sender: str
) -> None:
    assert answered_by_the_office(text, sender) == ("lilas",)


def test_an_office_that_begins_with_another_ones_invoice_may_still_speak_of_whom_it_answers() -> None:
    said = "La F-131 partira le 13 mars. Les Tilleuls : c'est réglé."
    assert set(answered_by_the_office(said)) == {"tilleuls", "lilas"}


def test_what_an_office_says_under_another_ones_invoice_answers_no_letter_of_this_one() -> None:
    said = placed("La F-131 est réglée.", From="syndic@gestion.example", In_Reply_To=TO_TILLEULS)
    assert (said.sure, said.letter) == ("reference", "")
    same = placed("La F-130 est réglée.", From="syndic@gestion.example", In_Reply_To=TO_TILLEULS)
    assert (same.cases, same.sure, same.letter) == (("tilleuls",), "thread", "letter2")


def test_a_new_mail_is_placed_by_what_it_says_and_not_by_our_letter_under_it() -> None:
    text = "La F-131 est réglée.\n\nLe 2 mars 2026, Atelier a écrit :\n> notre facture F-130 de 1 000,00 €"
    assert placed(text, From="syndic@gestion.example").cases == ("lilas",)
    assert placed(text.replace("La F-131", "Elle"), From="syndic@gestion.example").cases == ("tilleuls",)


def test_who_answers_from_an_unknown_address_with_another_ones_invoice_is_placed_with_both() -> None:
    answer = {"From": "marie@perso.example", "In_Reply_To": TO_TILLEULS}
    assert placed("La F-131 partira le 13 mars.", **answer).cases == ("tilleuls", "lilas")
    assert placed("Elle partira le 13 mars.", **answer).cases == ("tilleuls",)


def test_an_invoice_named_in_a_new_mail_is_not_all_that_an_office_speaks_of() -> None:
    said = "F-130 : travaux non réceptionnés. Pour les Lilas, virement le 20."
    assert placed(said, From="syndic@gestion.example").cases == ("tilleuls", "lilas")


def test_who_answers_for_one_debtor_alone_means_that_ones_invoices_by_all() -> None:
    answer = {"From": "compta@martin.example", "In_Reply_To": LETTER}
    assert placed("Toutes vos factures seront payées vendredi.", **answer).cases == ("martin",)


def test_what_a_machine_writes_to_a_letter_is_about_that_letter() -> None:
    absent = "Absente. Toutes vos factures seront traitées à mon retour."
    assert answered_by_the_office(absent, Auto_Submitted="auto-replied") == ("tilleuls",)


def test_a_shared_address_is_told_apart_by_the_number() -> None:
    both = placed(From="syndic@gestion.example")
    assert (both.cases, both.sure) == (("tilleuls", "lilas"), "address")
    one = placed("Pour la F-131 : réglée.", From="syndic@gestion.example")
    assert (one.cases, one.sure) == (("lilas",), "reference")
    two = placed("F-130 et F-131 sont réglées.", From="syndic@gestion.example")
    assert two.cases == ("tilleuls", "lilas")


def test_a_colleague_of_the_debtor_is_found_by_the_domain() -> None:
    found = placed(From="direction@martin.example")
    assert (found.cases, found.sure) == (("martin",), "domain")


def test_a_public_providers_domain_says_nothing() -> None:
    assert placed(From="quelquun@gmail.com").cases == ()
    assert {"orange.fr", "free.fr", "laposte.net", "outlook.com", "yahoo.fr"} <= PUBLIC_DOMAINS


def test_a_stranger_who_only_names_a_customer_is_asked_about_where_the_mailbox_is_ours_alone() -> None:
    found = placed("Je ne paierai pas.", From="Yann Le Goff <yann@gmail.com>")
    assert (found.cases, found.sure, found.ask, found.stranger) == (("legoff",), "name", True, True)
    signed = placed("Je ne paierai pas.\r\nYann Le Goff", From="yann@gmail.com")
    assert signed.cases == ("legoff",)
    assert placed_in_a_shared_mailbox("Ça va ?", From="Yann Le Goff <yann@gmail.com>").cases == ()
    assert placed("Ça va ?", From="Yann Le Goff <y@x.example>", List_Id="<news.x.example>").cases == ()


def test_who_has_nothing_but_numbers_is_a_stranger() -> None:
    assert placed("F-118 et F-120", From="cabinet@conseil.example").stranger
    assert not placed("F-130 et F-131", From="assistante@gestion.example").stranger


def test_several_cases_that_may_be_meant_are_all_named() -> None:
    found = placed("F-118 et F-120", From="cabinet@conseil.example")
    assert set(found.cases) == {"martin", "durand"}


# --- private mail and look-alikes -------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "On se voit samedi ? 118 euros pour le cadeau.",
        "J'habite 3 quai Neuf, 29200 Brest.",
        "Imprime sur du papier A4, merci.",
        "Le loyer de 2026-03 (03-2026), au plus tard le 12/2026, et le 5/12.",
        "Rendez-vous le 12/03/2026 à 10:30, tél. 02 98 00 00 00.",
        "",
    ],
)
def test_private_mail_is_placed_nowhere(text: str) -> None:
    found = placed(text, From="soeur@famille.example")
    assert found.cases == () and found.sure == ""


def test_a_short_number_counts_in_a_known_debtors_mail_only() -> None:
    found = placed("la 118 est réglée", From="petit@petit.example")
    assert (found.cases, found.sure) == (("petit",), "address")
    assert placed("la 118 est réglée").cases == ()


def test_a_long_bare_number_is_sure_enough() -> None:
    assert placed("Réf. 2026000118").cases == ("petit",)


@pytest.mark.parametrize("text", ["F-1180", "XF-118", "F-11", "F118"])
def test_a_number_must_stand_as_a_word_of_its_own(text: str) -> None:
    assert placed(f"Facture {text}.").cases == ()


# --- machines ---------------------------------------------------------------------------------------


def test_a_machine_is_placed_as_a_machine() -> None:
    away = placed(From="compta@martin.example", Auto_Submitted="auto-replied")
    assert (away.whose, away.cases) == ("machine", ("martin",))


def test_a_delivery_report_is_placed_by_the_letter_inside_it() -> None:
    raw = (
        b"From: MAILER-DAEMON@mx.example\r\nTo: factures@atelier.example\r\nSubject: Undelivered\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        b"Final-Recipient: rfc822; compta@martin.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        b"--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: factures@atelier.example\r\n"
        b"Message-ID: <letter1@atelier.example>\r\nX-Relance-Id: letter1\r\nSubject: Facture\r\n\r\nx\r\n"
        b"--b--\r\n"
    )
    found = placed_raw(raw)
    assert (found.whose, found.cases, found.letter) == ("machine", ("martin",), "letter1")


# --- content that wants to be more than content -----------------------------------------------------


def test_header_lines_in_a_text_are_text() -> None:
    text = "X-Relance-Id: letter1\r\nMessage-ID: <letter1@atelier.example>\r\nFrom: claire@atelier.example"
    assert placed(text, From="x@evil.example").cases == ()


def test_a_name_that_looks_like_our_address_is_no_address() -> None:
    found = placed(From='"claire@atelier.example" <x@evil.example>', Subject="Fwd: F-118")
    assert found.whose == "debtor"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_are_placed_somewhere_or_nowhere(raw: bytes) -> None:
    assert placed_raw(raw).whose in ("ours", "owner_letter", "forwarded", "machine", "debtor")


# --- invoices named in a debtor's mail --------------------------------------------------------------


def test_invoices_are_named_in_full_or_by_their_tail_in_the_given_order() -> None:
    known = ["F-2026-0118", "F-2026-0121", "F-2026-0007"]
    assert invoices_named("La facture 121 et la f-2026-0118.", known) == ("F-2026-0118", "F-2026-0121")
    assert invoices_named("Le 7 mars.", known) == ()


def test_a_text_without_a_number_names_none() -> None:
    assert invoices_named("Je conteste.", ["F-118"]) == ()


@pytest.mark.parametrize("mark", ["", "Re: ", "RE : ", "TR: Re: ", "[EXTERNE] Re: Re: ", "Tr: [Ticket 9] "])
def test_the_subject_of_our_thread_names_nothing(mark: str) -> None:
    """A letter about F-118 and F-121 still has F-118 in its subject: "je conteste" means both."""
    ours = ["Facture F-118 du 12 février – Atelier Morvan"]
    words = own_words(f"{mark}Facture F-118 du 12  février – Atelier Morvan (lu)", "Je conteste.", ours)
    assert invoices_named(words, ["F-118", "F-121"]) == ()


def test_a_subject_of_the_debtors_own_names_its_invoice() -> None:
    words = own_words("Litige F-121", "Je conteste.", ["Facture F-118"])
    assert invoices_named(words, ["F-118", "F-121"]) == ("F-121",)


@pytest.mark.parametrize(
    "text",
    [
        "facture 450",
        "Factures n° 118, 450 et 451",
        "la fact. 0450",
        "no 450",
        "#450",
        "invoice 450",
        "Inv 450 and 451",
        "numéro : 450",
        "la facture 2026-0450",
        "f-2026-0450",
    ],
)
def test_a_tail_names_its_invoice_where_it_is_called_one(text: str) -> None:
    assert invoices_named(text, ["F-2026-0450"]) == ("F-2026-0450",)


@pytest.mark.parametrize(
    "text",
    [
        "Je verse 450 vendredi.",
        "Sur la facture 450 € sont faux.",
        "facture : 450,00 €",
        "facture 450 euros",
        "No, 450 is too much.",
        "450 rue de Brest",
        "facture 1450",
        "le solde, 450 EUR",
    ],
)
def test_an_amount_or_a_chance_number_narrows_nothing(text: str) -> None:
    assert invoices_named(text, ["F-2026-0450"]) == ()


def test_a_whole_number_is_no_amount_of_money() -> None:
    assert invoices_named("Je conteste la 118450.", ["118450"]) == ("118450",)
    assert invoices_named("Je verse 118450 €.", ["118450"]) == ()


def test_a_shared_address_is_not_told_apart_by_a_date() -> None:
    index = Index()
    index.numbers["2026-03"] = ["lilas"]
    raw = b"From: syndic@gestion.example\r\nTo: factures@atelier.example\r\nSubject: x\r\n\r\nEn 2026-03.\r\n"
    envelope = Envelope(head(raw), (), "", lambda: whole_text(raw))
    assert place(envelope, index, OURS).cases == ("tilleuls", "lilas")
