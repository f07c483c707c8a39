"""Letters in words, with the templates that are shipped."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.draft import Draft, Line, PromiseSaid
from bot.letters import Words, Writer, samples
from bot.letters.samples import BARE_CREDITOR, SAMPLE_CREDITOR, SAMPLE_DAY
from bot.wording import money
from tests.drafts import DEMAND, FIRST, REMINDER, SECOND, TEMPLATES, WRITER, answer, many, several


def words(draft: Draft) -> Words:
    return WRITER.words(draft, SAMPLE_DAY)


def text(draft: Draft) -> str:
    """The text with ordinary spaces, to be read in a test."""
    return words(draft).text.replace("\u00a0", " ").replace("\u202f", " ")


def tables(said: str) -> list[str]:
    return [block for block in said.split("\n\n") if block.startswith(("Facture ", "Invoice "))]


def spoken(draft: Draft) -> str:
    """What is said before the invoices: up to their table, or up to the sentence with the only one."""
    said = words(draft).text
    if len(draft.lines) > 1:
        return said.split(tables(said)[0])[0]
    before, after = said.split(draft.lines[0].number, 1)
    return before + draft.lines[0].number + after.split("\n\n")[0]


# --- all letters ------------------------------------------------------------------------------------


def test_nothing_threatens_before_the_mise_en_demeure() -> None:
    forbidden = re.compile(
        r"huissier|tribunal|poursuites|pénal(?!it)|fichier|sous peine de|commissaire|vous prétendez|!", re.I
    )
    for draft in samples():
        if draft.kind != "mise_en_demeure":
            assert not forbidden.search(words(draft).text), draft


def test_no_word_is_shouted() -> None:
    known = {"IBAN", "BIC", "BODACC", "CPC", "SIREN", "SIRET", "CNIL", "SARL", "TTC", "VAT", "CHF"}
    known.add(SAMPLE_CREDITOR.bic)
    for template in TEMPLATES.values():
        bare = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", "", template, flags=re.S)
        assert not set(re.findall(r"\b[A-ZÀ-Ý]{3,}\b", bare)) - known or template is TEMPLATES["letter.typ"]


def test_no_subject_speaks_of_debts() -> None:
    for draft in samples():
        subject = words(draft).subject
        assert not re.search(r"impayé|relance|contentieux|dernier avis|mise en demeure|unpaid", subject, re.I)
        assert "\n" not in subject


def test_a_reminder_is_short_before_its_invoices() -> None:
    for draft in samples():
        if draft.kind == "reminder":
            assert len(spoken(draft).split()) <= 90


def test_french_typography_holds_in_every_letter() -> None:
    for draft in samples():
        if draft.language == "fr":
            said = words(draft).text.replace(draft.debtor, "").replace(SAMPLE_CREDITOR.iban, "X")
            assert not re.search(r"[^\u202f\s][;?]|[ \u00a0][;?!]| [:»€]|« |n° |'|\d \d{3},", said), draft
            assert "\n\n\n" not in said
            assert not re.search(r" [,.)]|\( |[ \t]\n", said)


def test_no_line_of_a_table_is_wider_than_72() -> None:
    for draft in samples():
        for table in tables(words(draft).text):
            assert max(map(len, table.split("\n"))) <= 72, table


def test_every_letter_is_signed_by_a_person_with_a_telephone() -> None:
    for draft in samples():
        said = words(draft).text
        assert SAMPLE_CREDITOR.signature in said
        assert SAMPLE_CREDITOR.phone in said


# --- reminders --------------------------------------------------------------------------------------


def test_a_single_invoice_is_a_sentence() -> None:
    assert (
        "nous n’avons pas encore reçu le règlement de notre facture F-118 de 1 240,00 €, échue le 15 mars."
        in text(REMINDER)
    )
    assert "Reste dû" not in text(REMINDER)


def test_several_invoices_are_a_table_with_amounts_to_the_right() -> None:
    said = text(several(REMINDER, FIRST, SECOND))
    assert "des 2 factures ci-dessous, soit 1 520,50 € au total." in said
    rows = next(block for block in said.split("\n\n") if block.startswith("Facture")).split("\n")
    ends = {len(row) for row in rows if row.endswith(("€", "dû"))}
    assert len(ends) == 1
    assert rows[-1].endswith("Total restant dû  1 520,50 €")


def test_twelve_invoices_stand_in_the_letter_and_are_counted_in_the_subject() -> None:
    letter = words(several(REMINDER, *many(12)))
    assert letter.subject == "12 factures – Atelier Morvan"
    assert all(f"\n{line.number} " in letter.text for line in many(12))


def test_subjects_name_few_invoices() -> None:
    assert words(REMINDER).subject == "Facture F-118 du 12\u00a0février – Atelier Morvan"
    assert words(several(REMINDER, FIRST, SECOND)).subject == "Factures F-118 et F-121 – Atelier Morvan"
    assert words(answer("ask_date", lines=(), asked=0)).subject == "Votre message – Atelier Morvan"


def test_a_thread_keeps_its_first_subject_behind_one_re() -> None:
    for subject in ("Facture F-118", "Re: Facture F-118", "RE: Re : Facture F-118"):
        assert words(replace(REMINDER, subject=subject)).subject == "Re: Facture F-118"


def test_what_was_paid_is_said_and_deducted() -> None:
    said = text(several(REMINDER, SECOND))
    assert "facture F-121 de 480,50 €" in said
    assert "Compte tenu des 200,00 € déjà reçus, il reste 280,50 € à régler." in said


def test_credit_notes_are_deducted_in_a_sentence_and_in_a_table() -> None:
    credit = Line("AV-3", date(2026, 3, 1), date(2026, 3, 1), 12_000, 0, 12_000, "credit_note")
    assert "Compte tenu de l’avoir AV-3 (120,00 €), il reste 1 120,00 € à régler." in text(
        several(REMINDER, FIRST, credits_=(credit,))
    )
    table = text(several(REMINDER, FIRST, SECOND, credits_=(credit,)))
    assert re.search(r"Avoir AV-3 .* −120,00 €\n", table)
    assert "Total restant dû  1 400,50 €" in table


def test_figures_that_do_not_explain_the_rest_are_not_called_an_explanation() -> None:
    said = text(replace(REMINDER, lines=(replace(FIRST, left=100_000),), asked=100_000))
    assert "Compte tenu" not in said
    assert "Il reste 1 000,00 € à régler." in said


def test_a_number_too_long_loses_its_middle() -> None:
    long = replace(FIRST, number="A" * 30 + "B" * 28 + "9", total=9_999_999_999, left=9_999_999_999)
    said = words(several(REMINDER, long, FIRST)).text
    assert re.search(r"^A{10,}…B{10,}9  ", said, re.M)


def test_others_overdue_stand_below_pour_memoire() -> None:
    assert (
        "Pour mémoire, notre facture F-121, échue le 22 mars, reste également à régler (280,50 €)."
        in text(replace(REMINDER, also=(SECOND,)))
    )
    assert re.search(
        r"Pour mémoire, restent également à régler :\n\nFacture.*\nF-118 .*\nF-121 ",
        text(replace(several(REMINDER, *many(3)), also=(FIRST, SECOND))),
    )


def test_silence_is_claimed_only_when_the_draft_says_so() -> None:
    firm = replace(REMINDER, tone="firm", earlier=(date(2026, 3, 18), date(2026, 3, 30)))
    assert "Malgré nos messages des 18 et 30 mars, la somme de 1 240,00 € reste due" in text(firm)
    assert "sans réponse" not in text(firm)
    assert "Nos messages des 18 et 30 mars sont restés sans réponse, et" in text(replace(firm, silent=True))
    assert "Notre message du 18 mars est resté sans réponse, et" in text(
        replace(firm, silent=True, earlier=firm.earlier[:1])
    )
    assert "message" not in text(replace(firm, earlier=())).split("\n\n")[1]


def test_the_mise_en_demeure_is_announced_only_when_it_is_next() -> None:
    firm = replace(REMINDER, tone="firm", pay_by=date(2026, 4, 16))
    assert "mise en demeure" not in text(firm)
    assert "Sans règlement ni réponse, nous vous adresserons une mise en demeure." in text(
        replace(firm, next_is_mise_en_demeure=True)
    )


def test_a_date_to_pay_by_is_said_when_there_is_one() -> None:
    for tone in ("cordial", "neutral", "firm"):
        draft = replace(REMINDER, tone=tone)  # type: ignore[arg-type]
        assert "au plus tard" not in text(draft)
        assert "au plus tard le 16 avril" in text(replace(draft, pay_by=date(2026, 4, 16)))


def test_the_neutral_letter_asks_when_payment_will_come() -> None:
    said = text(replace(REMINDER, tone="neutral"))
    assert "Pourriez-vous nous indiquer à quelle date la facture F-118 sera réglée, ou ce qui en" in said


def test_a_broken_promise_is_named_with_its_days_and_amounts() -> None:
    promise = PromiseSaid(date(2026, 3, 3), date(2026, 3, 12), 124_000)
    said = text(replace(REMINDER, tone="neutral", promise=promise))
    assert "Le 3 mars, vous nous avez annoncé un règlement de 1 240,00 € pour le 12 mars." in said
    assert "Sauf erreur de notre part, ce règlement ne nous est pas parvenu." in said
    part = text(replace(REMINDER, promise=replace(promise, received=50_000)))
    assert "nous n’avons reçu que 500,00 €." in part


def test_each_voice_speaks_for_itself_and_to_its_reader() -> None:
    firm = replace(REMINDER, tone="firm", pay_by=date(2026, 4, 16), next_is_mise_en_demeure=True)
    assert "Nous vous demandons de régler" in text(firm)
    assert "Je vous demande de régler" in text(replace(firm, voice="je"))
    assert "Je te demande de régler" in text(replace(firm, voice="tu"))
    for draft in samples():
        if draft.language == "fr" and draft.voice != "nous":
            assert not re.search(r"\b(?:nous|notre|nos)\b", text(draft).replace(draft.debtor, ""), re.I)
        if draft.language == "fr" and draft.voice == "tu" and draft.kind != "mise_en_demeure":
            assert not re.search(
                r"\b(?:vous|votre|vos|\w{3,}ez)\b", text(draft).replace(draft.debtor, ""), re.I
            )


def test_a_person_is_told_once_what_the_data_is_for() -> None:
    assert "Données personnelles" not in text(REMINDER)
    line = text(replace(REMINDER, first_to_person=True)).split("\n\n")[-1]
    assert line.startswith("Données personnelles : ")
    assert line.count("\n") == 1


def test_bank_details_are_said_to_be_unchanged() -> None:
    assert (
        "Nos coordonnées bancaires n’ont pas changé. En cas de doute, appelez-nous au 02 98 00 00 00."
        in text(REMINDER)
    )
    bare = Writer(TEMPLATES, (), BARE_CREDITOR).words(REMINDER, SAMPLE_DAY).text
    assert "IBAN" not in bare
    assert "appelez" not in bare
    assert "Tél." not in bare


def test_an_attached_invoice_is_mentioned_only_when_each_is_there() -> None:
    with_pdf = replace(FIRST, pdf="0" * 64)
    assert "La facture est jointe à ce message." in text(several(REMINDER, with_pdf))
    assert "joint" not in text(several(REMINDER, with_pdf, SECOND))
    assert "joint" not in text(answer("payment_not_found", lines=(with_pdf,)))


# --- answers ----------------------------------------------------------------------------------------


def test_answers_to_a_message_end_as_automatic_acknowledgements() -> None:
    writer = Writer(TEMPLATES, (), BARE_CREDITOR)
    for template in ("promise_noted", "already_paid", "dispute_received", "ask_date"):
        said = writer.words(answer(template), SAMPLE_DAY).text
        assert said.endswith("Accusé de réception automatique\u202f; votre message sera lu par M. Morvan.\n")


def test_automatic_messages_that_acknowledge_nothing_do_not_claim_to() -> None:
    for template in ("promise_kept", "promise_partly_kept", "payment_not_found"):
        assert text(answer(template)).endswith(
            "Message automatique ; votre réponse sera lue par Claire Morvan.\n"
        )


def test_a_promise_noted_repeats_amount_and_day_and_grants_nothing() -> None:
    promise = PromiseSaid(SAMPLE_DAY, date(2027, 3, 12), 50_000)
    said = text(answer("promise_noted", promise=promise))
    assert "Nous notons un règlement de 500,00 €, au plus tard le vendredi 12 mars 2027." in said
    assert "L’échéance de la facture reste inchangée." in said
    whole = text(answer("promise_noted", promise=replace(promise, amount=None)))
    assert "Nous notons le règlement de la facture F-118, soit 1 240,00 €, au plus tard le" in whole


def test_a_part_received_is_thanked_for_and_the_rest_asked_about() -> None:
    promise = PromiseSaid(date(2026, 3, 3), date(2026, 3, 12), 124_000, 50_000)
    left = replace(FIRST, paid=50_000, left=74_000)
    said = text(answer("promise_partly_kept", promise=promise, lines=(left,), asked=74_000))
    assert (
        "bien reçu 500,00 € sur les 1 240,00 € annoncés pour le 12 mars, et nous vous en remercions." in said
    )
    assert "Il reste 740,00 € à régler sur la facture F-118." in said


def test_date_and_reference_of_a_payment_are_asked_for_when_missing() -> None:
    assert "la date et la référence ?" in text(answer("already_paid"))
    assert "la date" not in text(answer("already_paid", claimed_paid=date(2026, 4, 1)))
    not_found = text(answer("payment_not_found", claimed_paid=date(2026, 4, 1)))
    assert (
        "avoir réglé la facture F-118 le 1er avril ; nous ne retrouvons pas encore ce règlement" in not_found
    )


def test_a_reference_that_was_given_is_not_asked_for_and_comes_back_in_the_question() -> None:
    paid = {"claimed_paid": date(2026, 4, 1), "claimed_reference": "VIR-77"}
    assert "référence" not in text(answer("already_paid", **paid))
    asked = text(answer("payment_not_found", **paid))
    assert "le 1er avril (référence VIR-77) ; nous ne retrouvons pas encore" in asked
    assert "vérifier auprès de votre banque" in asked and "transmettre" not in asked


def test_a_dispute_is_received_and_not_argued() -> None:
    said = text(answer("dispute_received", lines=(FIRST, SECOND)))
    assert "vos observations sur les factures F-118 et F-121. Claire Morvan les examinera" in said
    assert "aucun rappel ne vous sera adressé sur ces factures d’ici là." in said


# --- the mise en demeure ----------------------------------------------------------------------------


def test_the_mise_en_demeure_demands_within_a_delay_and_reserves_what_the_law_allows() -> None:
    said = text(DEMAND)
    assert "Nous vous mettons en demeure de nous payer la somme de 1 240,00 € en principal" in said
    assert "articles 1405 et suivants du code de procédure civile" in said
    assert "Si vous contestez tout ou partie de cette somme, écrivez-le-nous avec vos motifs" in said
    assert "injonction" not in text(replace(DEMAND, debtor_kind="public"))


def test_a_mise_en_demeure_without_a_delay_is_refused() -> None:
    with pytest.raises(ValueError, match="delay"):
        words(replace(DEMAND, deadline_days=0))


def test_the_copy_names_the_registered_letter_and_demands_nothing_new() -> None:
    copy = replace(DEMAND, paper="L-9", posted_on=date(2026, 4, 8), posted_number="1A 123")
    said = text(copy)
    assert "que nous vous avons adressée le 8 avril 2026 par lettre recommandée n° 1A 123." in said
    assert "quinze jours à compter de la première présentation de cette lettre" in said
    assert "mettons en demeure" not in said
    assert "recommandée" not in text(replace(copy, posted_number=""))


def test_a_copy_does_not_add_up_what_was_paid_meanwhile() -> None:
    said = text(replace(several(DEMAND, FIRST, SECOND), asked=172_050, paper="L-9"))
    assert "Compte tenu des versements reçus depuis, il reste 1 520,50 € à régler." in said
    assert "Total" not in said


def test_a_consumer_is_told_of_the_mediator() -> None:
    assert "Médiation des métiers" in text(replace(DEMAND, debtor_kind="consumer"))
    assert "Médiation des métiers" not in text(DEMAND)


# --- whatever comes from outside ------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80), st.text(max_size=60), st.integers(1, 10**13), st.sampled_from(samples()))
def test_any_name_number_and_amount_can_be_written(name: str, number: str, cents: int, draft: Draft) -> None:
    line = replace(FIRST, number=number, total=cents, left=cents)
    odd = replace(draft, debtor=name, lines=(line, FIRST), asked=cents + FIRST.left, subject=name, claim=None)
    letter = WRITER.words(odd, SAMPLE_DAY)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", letter.text + letter.subject)
    assert "\n" not in letter.subject
    if draft.kind == "reminder":
        assert money(odd.asked, draft.currency, draft.language) in letter.text
    for table in tables(letter.text):
        assert max(map(len, table.split("\n"))) <= 72
