"""A mail to one of the owner's people on its way out: key, words, evidence, intent, SMTP, outcome.

Whoever gets it has a key of one's own; that of a person who may only read tells what is answered, and no
more. The evidence holds the words without the code, and the journal the digests of the secret: from neither
can an answer be forged.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot import outbox
from bot.desk import Desk
from bot.errors import WorldError
from bot.events.owner_mail import Item, OwnerMailKind, OwnerTold
from bot.inbox import Pauses
from bot.letters.writer import Words
from bot.outbox.mime import Attachment, Head
from bot.owner.keys import Key
from bot.policy.sight import calendar_of
from bot.rest import Rest
from bot.rules import Person, Rules

_AFTER_A_REPORT = timedelta(hours=20)
_FIRST, _LONGEST = 60.0, 6 * 3600.0  # seconds that an address which was refused is left alone

_REHEARSAL = {
    "fr": (
        "Répétition –",
        "Ceci est une répétition\u00a0: aucun client ne reçoit rien.",
        "Ce qui est joint ne doit pas être posté.",
    ),
    "en": (
        "Rehearsal –",
        "This is a rehearsal: no customer receives anything.",
        "What is attached must not be posted.",
    ),
}


@dataclass(frozen=True, slots=True)
class Mail:
    """What is to be told, before it has a key."""

    kind: OwnerMailKind
    words: Words
    notices: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    day: date | None = None
    answers: str = ""
    attachments: tuple[Attachment, ...] = ()
    asks: bool = True  # an answer is awaited, or welcome
    root: str = ""


@dataclass(slots=True)
class OwnerPost:
    desk: Desk
    rules: Rules
    post: outbox.Post
    sender: tuple[str, str]  # name, address
    new_id: Callable[[], str]
    rest: Rest  # of the server, after it said no
    rests: dict[str, Rest] = field(default_factory=dict)  # of an address that the server would not take

    def all_rest(self, people: Sequence[Person]) -> bool:
        """Whether nobody of these can be written to now."""
        return self.rest.lasts(self.desk.clock()) or not any(map(self.takes, people))

    def takes(self, person: Person) -> bool:
        """Whether this address may be tried now; one from which our mail came back rests till tomorrow."""
        now, back = self.desk.clock(), self.desk.state.facts.came_back.get(person.email)
        return not self._rest(person).lasts(now) and (back is None or now - back >= _AFTER_A_REPORT)

    def _rest(self, person: Person) -> Rest:
        return self.rests.setdefault(person.email, Rest(pauses=Pauses(_FIRST, _LONGEST)))

    def send(self, mail: Mail, person: Person) -> bool:
        """Whether it may have arrived; WorldError when there is no connection, and nothing is noted then."""
        now, theirs = self.desk.clock(), self._rest(person)
        if self.rest.lasts(now):
            raise WorldError("the server that takes our letters is left alone for a while")
        if not self.takes(person):
            return False
        arrived = self._send(mail, person, now)
        if not arrived:
            theirs.begin(now, permanent=False)
            return False
        theirs.end()
        return True

    def _send(self, mail: Mail, person: Person, now: datetime) -> bool:
        calendar = calendar_of(self.rules.calendar)
        key = Key(self.new_id(), self.new_id() + self.new_id())
        coded = mail.asks and person.may != "read"
        words = self._marked(mail.words, attached=bool(mail.attachments))
        subject = key.in_subject(words.subject) if coded else words.subject
        head = Head(
            *self.sender,
            (person.email,),
            subject,
            now.astimezone(calendar.zone),
            key.told,
            key.secret,
        )
        sealed = outbox.envelope(head, words.text, mail.attachments)
        with self.desk.kept(words.text.encode()) as (text,):
            told = OwnerTold(
                told=key.told,
                kind=mail.kind,
                to=person.email,
                subject=words.subject,
                text=text,
                secret=key.secret_digest if mail.asks else "",
                code=key.code_digest if coded else "",
                until=calendar.day(now) + timedelta(days=self.rules.owner.key_days) if mail.asks else None,
                notices=mail.notices,
                items=mail.items,
                day=mail.day,
                answers=mail.answers,
                root=mail.root,
            )
            try:
                arrived = outbox.tell(self.desk, self.post, sealed, told)
            except WorldError as error:
                self.rest.begin(now, permanent=error.permanent)
                raise
        if self.desk.state.facts.told[key.told].outcome == "uncertain":
            self.rest.begin(now, permanent=True)  # it fell silent: with the next mail one would wait as long
        elif arrived:
            self.rest.end()
        return arrived

    def _marked(self, words: Words, *, attached: bool) -> Words:
        """In a rehearsal every mail says so first: what it calls sent has reached nobody."""
        if self.rules.mode != "rehearsal":
            return words
        mark, said, not_to_post = _REHEARSAL[self.rules.language]
        told = f"{said} {not_to_post}" if attached else said
        return Words(f"{mark} {words.subject}", f"{told}\n\n{words.text}")

    def send_all(self, mail: Mail, people: Sequence[Person]) -> None:
        for person in people:
            self.send(mail, person)
