"""The owner's mail comes in: what it orders, and who vouches for its sender, into the journal.

Nothing is carried out here. The mail is kept byte for byte like any other; of the secret by which it came
the journal holds the digest alone, and that secret is spent once the orders are done.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from bot.correspondence.apart import apart
from bot.correspondence.let_go import of_the_evening
from bot.correspondence.meant import question
from bot.correspondence.misplaced import misplaced, unsure
from bot.correspondence.stopped_all import confirmed, stopped_by
from bot.correspondence.whose import asked, whose
from bot.desk import Desk
from bot.events.entries import HOUSE
from bot.events.letters import Attached
from bot.events.mail import PromiseRead
from bot.events.owner import NoteAdded
from bot.events.owner_mail import ActRead, OwnerAnswered, OwnerVouched
from bot.inbox import Arrived, Folder
from bot.owner.answers import ANSWERS, Act, Answer, Context, Item
from bot.owner.answers.context import PAPER
from bot.owner.answers.words.own_words import own_words
from bot.owner.files import attachments, authentication_results, speak_of_files
from bot.owner.keys import answered, without_code
from bot.owner.vouching import vouched
from bot.placing import Placement
from bot.placing.numbers import REPLIED
from bot.reading.mime import Head, head, message_ids_cited, whole_text
from bot.state.facts import Told

_WORD = re.compile(r"[^\W_][\w./-]{1,40}")
_WORDS, _FEW = 300, 5  # words of a mail that may name a customer, and customers that one word may name
_NAMED = 30  # customers that are looked up for one mail
_FEW_WORDS = 200  # characters of a mail that is an order to stop without a key
_FREE_STOPS = frozenset(("stop", "pause", "absent", "dispute"))
_STOPS = _FREE_STOPS | {"no", "paid"}
_NOES = frozenset(("no", "refuse"))
# Of somebody who has been spoken to, or need not be.
_HAS_TOLD = re.compile(
    r"\b(?:(?:re)?dit|pr[ée]venue?s?|inform[ée]e?s?|appel[ée]e?s?|t[ée]l[ée]phon\w*|eue? au|sait|savent"
    r"|courant|fait|inutile|pas (?:besoin|la peine|n[ée]cessaire)|told|called|spoke\w*|phone\w*|knows?|aware"
    r"|no need|done)\b",
    re.IGNORECASE,
)
# What only hands a mail on.
_HANDS_ON = re.compile(
    r"(?:(?:bonjour|hello|salut|coucou)\W{1,3})?(?:pour (?:info\w*|suite|toi|vous|action|m[ée]moire)"
    r"|fyi|pi|[àa] (?:traiter|suivre|voir|noter)|vu|(?:voir|cf\.?|lire) (?:ci[- ]dessous|plus bas)"
    r"|ci[- ]dessous|ci[- ]joint|see below|je (?:te|vous) (?:transf[èe]re|fais suivre)|transf[ée]r[ée]"
    r"|re[çc]u (?:ce matin|hier|aujourd'hui|de ce client))"
    r"(?:[ ,]{1,2}(?:merci|svp|stp|thanks))?[\s.!?:,…]*",
    re.IGNORECASE,
)
Reader = Callable[[bytes, Context, datetime], Answer]  # never raises
_LISTS = frozenset(("eve", "backlog"))
_PLAIN = Context("notice", "payment_match")  # asks a yes or no of nobody's case
# What the reader of answers calls the matters that policy asks about.
_ABOUT = {
    "promise_far": "promise",
    "promise_again": "promise",
    "arrived": "already_paid",
    "owner_letter": "undecided",
    "first_firm_letter": "mise_en_demeure",
    "after_mise_en_demeure": "mise_en_demeure",
    "not_served": "post",
    "no_address": "bounce",
    "left_over": "payment_match",  # a plain yes or no
}
# Questions whose answer may be a photo, without a word.
PICTURED = frozenset(("post", "deadline", "not_served", "mise_en_demeure"))


@dataclass(frozen=True, slots=True)
class Taking:
    desk: Desk
    reader: Reader
    authserv_id: str  # the server whose Authentication-Results are believed

    def take(
        self, arrived: Arrived, top: Head, placement: Placement, folder: Folder, at: datetime, *, late: bool
    ) -> bool:
        """Keeps and reads one mail of the owner's. What comes `late` proves nothing any more: it is asked
        back about."""
        told = self.desk.state.facts.told.get(placement.told)
        known = self.desk.state.mail_of(top.message_id) if top.message_id else None
        if known and self._same(known, arrived.raw, told):
            return False  # its other copy, changed on the way by a footer, say
        answer = self._read(arrived.raw, told, at)
        why_not = "late" if late else self._why_not(told, at)
        pictures = self._pictures(arrived.raw, top, told)
        files = attachments(arrived.raw, pictures=pictures)
        if placement.elsewhere:
            if not _heard(answer):
                return False  # his letter to somebody else
            why_not, files = why_not or _more_than_stops(answer), ()
        with self.desk.kept(arrived.raw, *(content for _, content in files)) as (digest, *digests):
            event = OwnerAnswered(
                mail=digest,
                message_id=top.message_id,
                sender=top.sender,
                subject=without_code(top.subject),
                arrived=at,
                reader=ANSWERS,
                told=placement.told,
                why_not=why_not,
                vouched=self._vouched(arrived.raw, top, folder),
                acts=tuple(map(_as_event, answer.acts)),
                unclear=answer.unclear,
                files=tuple(Attached(name, d) for (name, _), d in zip(files, digests, strict=True)),
            )
            self.desk.note(HOUSE, event)
        return True

    def above(self, raw: bytes, top: Head, folder: Folder, at: datetime, *, cases: Sequence[str]) -> None:
        """What the owner says over a mail that he hands on, of the customer whose mail it is: an order like
        any other without a key; words that order nothing are kept as a note of him."""
        digest, answer = sha256(raw).hexdigest(), self._read_above(raw, cases, at)
        if digest in self.desk.state.facts.orders or not (answer.acts or answer.unclear):
            return
        if len(cases) == 1 and not answer.unclear and all(act.act == "note" for act in answer.acts):
            notes = (NoteAdded(act.text or "", top.sender) for act in answer.acts)
            self.desk.note(cases[0], *notes)
            return
        event = OwnerAnswered(
            mail=digest,
            message_id=top.message_id,
            sender=top.sender,
            subject=without_code(top.subject),
            arrived=at,
            reader=ANSWERS,
            why_not="above",
            vouched=self._vouched(raw, top, folder),
            acts=tuple(map(_as_event, answer.acts)),
            unclear=answer.unclear,
        )
        self.desk.note(HOUSE, event)

    def _read_above(self, raw: bytes, cases: Sequence[str], at: datetime) -> Answer:
        one = self.desk.case(cases[0]) if len(cases) == 1 else None
        with apart("order=unread"):
            words = own_words(whole_text(raw), Context("digest"))
            if not words.strip() or _HANDS_ON.fullmatch(" ".join(words.split())):
                return Answer()
            if one is None:
                return self.reader(raw, self._with_named(Context("digest"), words), at)
            says_whose = whose(words, self.desk.state)
            if says_whose and all(act.act == "note" for act in says_whose.acts):
                return Answer()  # by that it was placed
            numbers = self._numbers(one.id)
            answer = self.reader(raw, Context("notice", "undecided", one.debtor.name, numbers), at)
            alone = self.desk.state.by_name(one.debtor.name) == [one.id]
            name = one.debtor.name if alone else next(iter(numbers), one.debtor.name)
            acts = tuple(a if a.target or a.act == "note" else replace(a, target=name) for a in answer.acts)
            return replace(answer, acts=acts)
        return Answer((), (whole_text(raw).strip()[:200] or "?",))

    def stops(self, raw: bytes, at: datetime) -> bool:
        """Whether a mail reads, in few words, as an order to stop and nothing else, of known names."""
        answer, state = self._read(raw, None, at), self.desk.state
        few = len(self._said(raw, None)[1]) <= _FEW_WORDS and bool(answer.acts) and not answer.unclear
        return few and all(
            act.act in _FREE_STOPS
            and (
                act.act != "dispute"
                if act.target in (None, "all")
                else bool(state.by_number(act.target) or state.by_name(act.target))
            )
            for act in answer.acts
        )

    def _pictures(self, raw: bytes, top: Head, told: Told | None) -> bool:
        """Whether pictures are awaited, or spoken of."""
        asked = question(self.desk, told.notices[0]) if told and told.notices else None
        if asked and asked[1].about in PICTURED | {"piece"}:
            return True
        words = "" if told else top.subject
        with apart("order=unread"):
            words = f"{words} {own_words(whole_text(raw), self._context(told))}"
        return speak_of_files(words)

    def vouch(self, raw: bytes, top: Head, folder: Folder) -> None:
        """The copy in Sent of a mail whose orders wait: our own side has sent it, if it says the same.

        Whoever got a mail of the owner's knows its Message-ID, and may write other words under it.
        """
        if folder.role != "sent" or not top.message_id:
            return
        facts = self.desk.state.facts
        for order in facts.orders.values():
            same = (order.message_id, order.sender) == (top.message_id, top.sender)
            told = facts.told.get(order.told)
            if same and order.mail not in facts.vouched and self._same(order.mail, raw, told):
                self.desk.note(HOUSE, OwnerVouched(order.mail, "sent"))
                return

    def _vouched(self, raw: bytes, top: Head, folder: Folder) -> str:
        if folder.role == "sent":
            return "sent"
        return vouched(authentication_results(raw), top.sender, self.authserv_id)

    def _read(self, raw: bytes, told: Told | None, at: datetime) -> Answer:
        """A mail on which the reader itself fails orders nothing, and is asked about."""
        with apart("order=unread"):
            told_back = told is not None and told.kind == "confirmation"
            context = replace(self._context(told), told_back=told_back)
            mail, words = self._said(raw, told)
            named = whose(words, self.desk.state) if asked(self.desk, told) else None
            named = named or self._stop_confirmed(mail, told, at)
            answer = named or self.reader(mail, self._with_named(context, words), at)
            answer = self._perhaps_told(answer, words, told)
            answer = misplaced(answer, words, self._asked(told), self.desk.state.by_name)
            titled = mail is not raw and not answer.acts and attachments(raw)  # a subject that is its title
            return Answer() if titled else unsure(answer, words, told)
        return Answer((), (whole_text(raw).strip()[:200] or "?",))

    def _stop_confirmed(self, mail: bytes, told: Told | None, at: datetime) -> Answer | None:
        pause = stopped_by(self.desk, told)
        return confirmed(pause, self.reader(mail, _PLAIN, at)) if pause else None

    def _perhaps_told(self, answer: Answer, words: str, told: Told | None) -> Answer:
        """A no to "he has not received your yes" may say that he knows it already: it refuses nothing."""
        asked = question(self.desk, told.notices[0]) if told and told.notices else None
        noes = [act for act in answer.acts if act.act in _NOES]
        if not asked or not asked[1].unsaid or not noes or not _HAS_TOLD.search(words):
            return answer
        acts = tuple(act for act in answer.acts if act not in noes)
        return replace(answer, acts=acts, unclear=(*answer.unclear, words.strip()[:200]))

    def _asked(self, told: Told | None) -> tuple[str, str]:
        """The case and the matter of the one question that is answered."""
        one = question(self.desk, told.notices[0]) if told and len(told.notices) == 1 else None
        return (one[0], one[1].about) if one else ("", "")

    def _said(self, raw: bytes, told: Told | None) -> tuple[bytes, str]:
        """The mail to read and the owner's own words in it; a new mail without any says it in its subject."""
        words = own_words(whole_text(raw), self._context(told))
        if told is None and not words.strip():
            words = REPLIED.sub("", head(raw).subject)
            return f"Content-Type: text/plain; charset=utf-8\n\n{words}\n".encode(), words
        return raw, words

    def _same(self, known: str, raw: bytes, told: Told | None) -> bool:
        """Whether this is the same mail as one that was kept: of the same person, to the same mail of ours,
        and with the same orders in it."""
        if not self.desk.state.knows_mail(known):
            return False
        old = self.desk.evidence.get(known)
        if self._origin(old) != self._origin(raw):
            return False
        day = datetime(2000, 1, 1, tzinfo=UTC)  # the same for both
        return self._read(old, told, day) == self._read(raw, told, day)

    def _origin(self, raw: bytes) -> tuple[str, str]:
        found, told = head(raw), self.desk.state.facts.told
        return found.sender, answered(message_ids_cited(raw), found.subject, told)

    def _why_not(self, told: Told | None, at: datetime) -> str:
        if told is None:
            return "no key"
        if told.used:
            return "used"
        return "expired" if told.until and at.date() > told.until else ""

    def _context(self, told: Told | None) -> Context:
        """What the mail that is answered showed, as the reader of answers knows it."""
        if told is None:
            return Context("digest")
        items = tuple(Item(i.n, self._name(i.case), i.invoices, self._about(i.notice)) for i in told.items)
        nothing_shown = told.kind == "confirmation" and not items and not told.notices
        if told.kind == "challenge" or nothing_shown:
            return _PLAIN  # "oui", or "reprends" to the confirmation of a stop of everything
        everybody = stopped_by(self.desk, told)  # more words to it are of everybody, too
        asked = question(self.desk, told.notices[0]) if told.notices and not everybody else None
        if told.kind in _LISTS or items or not asked:
            what = PAPER if told.kind == PAPER else ""
            kind = "eve" if of_the_evening(told) else "backlog" if told.kind == "backlog" else "digest"
            return Context(kind, what, items=items, leaves=told.day if kind == "eve" else None)
        case, opened = asked
        about = _ABOUT.get(opened.about, opened.about)
        beside = self._beside(case, opened.notice)
        numbers = opened.invoices or self._numbers(case)  # of none: of all that the customer owes
        return Context("notice", about, self._name(case), numbers, beside=beside)

    def _about(self, notice: str) -> str:
        asked = self.desk.state.facts.questions.get(notice)
        return _ABOUT.get(asked.opened.about, asked.opened.about) if asked else ""

    def _beside(self, case: str, notice: str) -> tuple[Item, ...]:
        """What else is asked about this customer: the owner may answer all of it at once."""
        known = self.desk.state.facts.questions.values()
        others = [q for q in known if q.case == case != HOUSE and q.opened.notice != notice]
        name = self._name(case)
        return tuple(Item(0, name, q.opened.invoices, self._about(q.opened.notice)) for q in others)

    def _with_named(self, context: Context, words: str) -> Context:
        """A list that also knows the customers whom these words may name; what many bear names nobody."""
        if context.kind == "notice":
            return context
        known = {item.case for item in context.items}
        found: dict[str, Item] = {}
        for word in dict.fromkeys(_WORD.findall(words)[:_WORDS]):
            if len(found) >= _NAMED:
                break
            cases = self.desk.state.by_number(word) or self.desk.state.by_name(word)
            for case in cases if len(cases) <= _FEW else ():
                seen = self.desk.case(case)
                if seen.debtor.name not in known:
                    found.setdefault(case, Item(-1 - len(found), seen.debtor.name, self._numbers(case)))
        return replace(context, items=(*context.items, *found.values()))

    def _numbers(self, case: str) -> tuple[str, ...]:
        return () if case == HOUSE else tuple(i.number for i in self.desk.case(case).open_invoices())

    def _name(self, case: str) -> str:
        return "" if case == HOUSE else self.desk.case(case).debtor.name


def _heard(answer: Answer) -> bool:
    """Of a mail that bears our key and was not written to us: what stops; a plain order, to be asked back."""
    acts = {act.act for act in answer.acts}
    return bool(acts & _STOPS) or bool(acts - {"note", "ask"} and not answer.unclear)


def _more_than_stops(answer: Answer) -> str:
    return "elsewhere" if answer.unclear or any(act.act not in _STOPS for act in answer.acts) else ""


def _as_event(act: Act) -> ActRead:
    return ActRead(
        act=act.act,
        target=act.target,
        until=act.until or act.awaits,
        since=act.from_,
        day=act.date,
        amount=act.amount,
        email=act.email or "",
        value=act.value or "",
        number=act.number or "",
        times=act.times,
        result=act.result or "",
        text=act.text or act.told or "",
        instalments=tuple(PromiseRead(i.date, i.amount) for i in act.instalments),
        leaves=act.leaves,
    )
