"""Photos as telephones and mail programs attach them: the slip is kept, the logo under every mail is not."""

from collections.abc import Iterator
from email.message import EmailMessage, Message
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from bot.owner.files import attachments, only_name_files, speak_of_files
from tests.office import Office, opened
from tests.test_owner_orders import disputed

PHOTO, LOGO, ICON = (
    b"\xff\xd8\xff\xe0" + b"p" * 300_000,
    b"\x89PNG" + b"l" * 14_000,
    b"\x89PNG" + b"i" * 3_000,
)
CID = "5B0B6D8A-1F0E-4C5E-9D6B-2F8C@home"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def image(content: bytes, name: str, kind: str, disposition: str, cid: str = "") -> MIMEImage:
    part = MIMEImage(content, kind)
    part.set_param("name", name)
    part.add_header("Content-Disposition", disposition, filename=name)
    if cid:
        part.add_header("Content-Id", f"<{cid}>")
    return part


def together(kind: str, *parts: Message) -> MIMEMultipart:
    whole = MIMEMultipart(kind)
    for part in parts:
        whole.attach(part)
    return whole


def iphone_plain(
    text: str, content: bytes = PHOTO, name: str = "IMG_0423.jpeg", kind: str = "jpeg"
) -> Message:
    """Apple Mail: the photo stands in the text, between two parts of it, and no page refers to it."""
    photo = image(content, name, kind, "inline")
    return together("mixed", MIMEText(text), photo, MIMEText("\n\nEnvoyé de mon iPhone"))


def iphone_page(text: str, content: bytes = PHOTO) -> Message:
    """Apple Mail with a page: the photo is what the page shows."""
    page = MIMEText(
        f'<html><body dir="auto">{text}<img alt="IMG_0424" src="cid:{CID}"></body></html>', "html"
    )
    shown = together("related", page, image(content, "IMG_0424.jpeg", "jpeg", "inline", CID))
    return together("alternative", MIMEText(f"{text}\n\nEnvoyé de mon iPhone"), shown)


def outlook(text: str, *attached: Message, logo: bytes = LOGO) -> Message:
    """Outlook: the firm's logo under each mail, shown by the page; files beside it."""
    cid = "image001.png@01DCB0A1.4F2E6B50"
    page = MIMEText(f'<html><body><p>{text}</p><img width=120 src="cid:{cid}"></body></html>', "html")
    words = together("alternative", MIMEText(f"{text}\n\n[cid:{cid}]"), page)
    related = together("related", words, image(logo, "image001.png", "png", "inline", cid))
    return together("mixed", related, *attached) if attached else related


def gmail(text: str, content: bytes = PHOTO) -> Message:
    """Gmail: an attachment that bears a Content-ID which no page refers to."""
    words = together("alternative", MIMEText(text), MIMEText(f"<div>{text}</div>", "html"))
    return together("mixed", words, image(content, "20260310_101500.jpg", "jpeg", "attachment", "f_m3x9a1"))


def sent(office: Office, body: Message, to: EmailMessage | None = None) -> str:
    office.receive(office.with_body(office.answer("", to=to), body))
    return str(office.mails()[-1].get_content())  # type: ignore[no-untyped-call]


def pieces(office: Office) -> list[tuple[str, str]]:
    return [(piece.number, piece.name) for piece in office.case().pieces]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (iphone_plain("pièces F-118"), "IMG_0423.jpeg"),
        (iphone_page("pièces F-118"), "IMG_0424.jpeg"),
        (gmail("pièces F-118"), "20260310_101500.jpg"),
        (outlook("pièces F-118", image(PHOTO, "bordereau.jpg", "jpeg", "attachment")), "bordereau.jpg"),
        (iphone_plain("pièces F-118", name="IMG_9.HEIC", kind="heic"), "IMG_9.HEIC"),
    ],
)
def test_a_photo_is_kept_for_the_invoice_that_the_words_name(
    office: Office, body: Message, name: str
) -> None:
    disputed(office)
    said = sent(office, body, office.mails()[0])
    assert pieces(office) == [("F-118", name)]
    assert "pièce gardée au dossier" in said
    assert "pas compris" not in said


@pytest.mark.parametrize("about", ["post", "deadline", "not_served", "mise_en_demeure"])
@pytest.mark.parametrize("make", [iphone_plain, iphone_page, gmail])
def test_without_a_word_it_goes_to_the_letter_that_was_asked_about(office: Office, about: str, make) -> None:  # type: ignore[no-untyped-def]
    office.ask("c1", about, "approve", "refuse", invoices=("F-118",))
    said = sent(office, make(""), office.mails()[0])
    assert [number for number, _ in pieces(office)] == ["F-118"]
    assert said.startswith("Martin SARL, F-118\u00a0: pièce gardée au dossier")
    assert not any(notice.answer for notice in office.case().notices.values())


def test_with_the_day_of_the_post_both_are_taken(office: Office) -> None:
    office.ask("c1", "mise_en_demeure", "approve", "refuse", invoices=("F-118",))
    sent(office, iphone_plain("AR F-118 en photo"), office.mails()[0])
    assert [number for number, _ in pieces(office)] == ["F-118"]


@pytest.mark.parametrize("logo", [ICON, LOGO])
@pytest.mark.parametrize("about", ["dispute", "post"])
def test_a_logo_under_a_mail_is_no_piece(office: Office, logo: bytes, about: str) -> None:
    office.ask("c1", about, invoices=("F-118",))
    sent(office, outlook("pause 10 jours", logo=logo), office.mails()[0])
    sent(office, outlook("pièces F-118", image(PHOTO, "bon.jpg", "jpeg", "attachment"), logo=logo))
    assert not [name for _, name in pieces(office) if name.startswith("image001")]
    assert [hold.rule for hold in office.case().holds.values()] == ["owner"]


def test_a_logo_that_a_plain_mail_carries_is_no_piece(office: Office) -> None:
    disputed(office)
    sent(office, iphone_plain("litige clos", LOGO, "logo.png", "png"), office.mails()[0])
    assert pieces(office) == []


def test_an_attached_photo_is_kept_whatever_the_mail_says(office: Office) -> None:
    disputed(office)
    sent(office, gmail("litige clos"), office.mails()[0])
    assert pieces(office) == [("F-118", "20260310_101500.jpg")]
    assert not office.case().holds


def test_what_is_a_picture_and_what_decorates() -> None:
    """By size, by disposition, by whether the page shows it."""

    def kept(body: Message, *, pictures: bool = False) -> list[str]:
        return [name for name, _ in attachments(body.as_bytes(), pictures=pictures)]

    small = image(ICON, "tampon.png", "png", "attachment")
    assert kept(together("mixed", MIMEText("x"), small)) == []
    assert kept(together("mixed", MIMEText("x"), small), pictures=True) == ["tampon.png"]
    assert kept(iphone_page("x")) == []
    assert kept(iphone_page("x"), pictures=True) == ["IMG_0424.jpeg"]
    assert kept(iphone_page("x", LOGO), pictures=True) == []
    assert kept(together("mixed", MIMEText("x"), image(PHOTO, "film.gif", "gif", "attachment"))) == []
    banner = (
        MIMEText(f'<img src="cid:{CID}">', "html"),
        image(b"b" * 90_000, "banner.png", "png", "inline", CID),
    )
    assert kept(together("related", *banner), pictures=True) == []
    nameless = MIMEImage(PHOTO, "jpeg")
    assert kept(together("mixed", MIMEText("x"), nameless)) == ["photo.jpeg"]


@pytest.mark.parametrize(
    ("words", "named", "only"),
    [
        ("pièces F-118", True, True),
        ("ci-joint le bordereau de la F-118.", True, True),
        ("Voici la photo du recommandé", True, True),
        ("here is the slip for F-118", True, True),
        ("pièces F-118, litige clos", True, False),
        ("payé 500", False, False),
        ("bon, on attend", False, False),
        ("", False, False),
    ],
)
def test_words_that_name_what_is_attached(words: str, named: bool, only: bool) -> None:
    assert speak_of_files(words) is named
    assert only_name_files(words) is only
