"""Whether words are plain enough for what they would do: meanings in, acts and what is unclear out.

- What presses is kept only if nothing near it is unknown, hedged, conditional, asked, reported or taken back.
- What stops is kept even so.
- Anything else is kept unless it is hedged or asked.
What is not kept is shown as unclear, in the owner's own words.
"""

import re
from dataclasses import dataclass, field

from bot.owner.answers.acts import Act
from bot.owner.answers.beside import told_of_another, unknown_near
from bot.owner.answers.commands import Command, Walk
from bot.owner.answers.context import Context
from bot.owner.answers.marks import Mark
from bot.owner.answers.meaning import Meant
from bot.reading.dates import Now

STOPS = frozenset(("no", "stop", "pause", "absent", "dispute", "drop"))
_AGAINST = frozenset(("no", "stop", "pause", "paid", "dispute", "drop", "refuse", "treatment"))
_ONCE = frozenset(
    ("unclaimed", "not_served", "presented", "refused_letter", "posted", "paid", "called", "absent")
)
_DOUBTS = frozenset(("hedge", "doubt", "seen", "if", "defer"))
_GLAD = frozenset(("ok", "resume"))


@dataclass(slots=True)
class Verdict:
    acts: list[Act] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)

    def doubt(self, words: str) -> None:
        if words and words not in self.unclear:
            self.unclear.append(words)


def vetted(walks: list[Walk], meant: list[Meant], context: Context, now: Now) -> Verdict:
    verdict = Verdict()
    for one in meant:
        if one.act is None:
            verdict.doubt(_sentence(walks, one.command))
        elif _kept(one, walks, meant, context, now):
            _add(verdict.acts, one.act)
        else:
            verdict.doubt(_sentence(walks, one.command))
    return verdict


def _add(acts: list[Act], act: Act) -> None:
    """The act, unless it was said; said again with more, the fuller stands."""
    for place, other in enumerate(acts):
        if (other.act, other.target) == (act.act, act.target) and act.act in _ONCE:
            acts[place] = max(other, act, key=_fullness)
            return
    if act not in acts:
        acts.append(act)


def _fullness(act: Act) -> int:
    return sum(value is not None for value in (act.date, act.amount, act.number, act.until, act.times))


def _sentence(walks: list[Walk], command: Command) -> str:
    return command.sentence.exact


def _kept(one: Meant, walks: list[Walk], meant: list[Meant], context: Context, now: Now) -> bool:
    assert one.act is not None
    walk = walks[one.command.number]
    if one.command.mixed and (one.act.presses or one.act.act in ("paid", "drop")):
        return False
    if one.act.presses:
        return not (
            walk.sentence.question
            or walk.sentence.trailing
            or _doubted(one.command, walk)
            or told_of_another(one.command, walk)
            or unknown_near(one.command, walk, context, now)
            or _taken_back(one, walks, meant)
            or _contradicted(one, meant)
            or _against(one, walks)
        )
    asked = walk.sentence.question and one.command.chunk == len(walk.chunks) - 1
    asked = asked and not any(c.name == "ask" for c in walk.commands)
    if one.act.act == "ask":
        return True
    hedged = any(h.name in ("hedge", "if") for h in walk.chunks[one.command.chunk].helpers)
    if one.act.act == "called":
        return True
    if one.act.act in ("stop", "no", "pause"):
        answers = one.act.act == "no" and context.matter in ("already_paid", "payment_match", "wrong_contact")
        return not (asked and one.act.act != "stop") and not (hedged and answers)
    return not hedged and not asked


def _doubted(command: Command, walk: Walk) -> bool:
    strays = [
        c for c in walk.commands if c.name == "not" and not c.targets and not _tells_no(walk, c, command)
    ]
    if any(_near(c, command) for c in strays):
        return True
    for index, chunk in enumerate(walk.chunks):
        if not _of_another(command, walk, index):
            found = [h for h in chunk.helpers if _weighs(h, command, walk, index)]
            if found:
                return not _gentle_turn(command, walk, found[0].start)
    return False


def _tells_no(walk: Walk, negation: Command, command: Command) -> bool:
    """ "reprends pour Abadie, il n'a pas tenu parole": what another did not do."""
    if negation.chunk <= command.chunk:
        return False
    since = [m for m in walk.sentence.marks if m.kind == "comma" and m.end <= negation.start]
    told = walk.sentence.text.folded[since[-1].end if since else 0 : negation.start]
    return (
        re.match(
            r" ?(?:car |parce qu'|puisqu'|since |as |because )?(?:il|elle|ils|elles|he|she|they)\b", told
        )
        is not None
    )


def _of_another(command: Command, walk: Walk, index: int) -> bool:
    """Whether that part of the sentence speaks of somebody else than this order does."""
    chunk = walk.chunks[index]
    if not command.targets or not chunk.aimed or index == command.chunk:
        return False
    return index > command.chunk or not any(h.name in ("if", "hedge") for h in chunk.helpers)


def _weighs(helper: Mark, command: Command, walk: Walk, index: int) -> bool:
    if helper.name not in _DOUBTS or _left_behind(command, helper, index):
        return False
    return not (command.targets and _turns_to_another(walk, helper, command))


def _near(other: Command, command: Command) -> bool:
    """A stray "pas" takes back a bare yes anywhere, an order of its own only from its part on."""
    return command.name not in _PLAIN_ORDERS or other.chunk >= command.chunk


_PLAIN_ORDERS = frozenset(("resume", "mise_en_demeure", "not_received", "dispute_closed", "reminded"))


def _left_behind(command: Command, helper: Mark, chunk: int) -> bool:
    """ "il a promis mais rien reçu, reprends": the doubt stands in what was said before."""
    if command.name not in _PLAIN_ORDERS or helper.name not in ("doubt", "seen", "defer"):
        return False
    return helper.start < command.start and (chunk < command.chunk or command.start - helper.end <= 1)


def _turns_to_another(walk: Walk, helper: Mark, command: Command) -> bool:
    """ "1 et 2 oui mais 3 non": what follows the "mais" is about another case."""
    turn = walk.sentence.text.folded[helper.start : helper.end] in ("mais", "but")
    return turn and helper.start > command.end and any(0 < m.start - helper.end <= 6 for m in walk.named)


def _gentle_turn(command: Command, walk: Walk, place: int) -> bool:
    """ "mollo avec lui, mais tu peux envoyer": the turn leads to the order instead of taking it back."""
    word = walk.sentence.text.folded[place : place + 4].strip()
    others = [c for c in walk.commands if c is not command]
    leads = 0 <= command.start - place <= 6
    return (
        word in ("mais", "but")
        and command.name == "send"
        and leads
        and all(c.name == "treatment" for c in others)
    )


def _taken_back(one: Meant, walks: list[Walk], meant: list[Meant]) -> bool:
    """The next sentence begins with "mais", "attends", "enfin non"."""
    for walk in walks[one.command.number + 1 : one.command.number + 2]:
        first = walk.sentence.marks[0]
        if first.kind == "phrase" and first.name in _DOUBTS - {"seen"}:
            return True
        if one.command.name in ("yes", "send", "send_mise_en_demeure") and _more_asked(walk):
            return True
        if first.name == "not" and not walk.commands[0].targets:
            return True
    return False


def _more_asked(walk: Walk) -> bool:
    """ "ok. appelle-moi avant": a sentence that orders nothing known, and something."""
    if any(c.name not in ("not", "weak") for c in walk.commands):
        return False
    helpers = {h.name for chunk in walk.chunks for h in chunk.helpers}
    return bool(helpers & (_DOUBTS - {"seen"}))


def _leads(other: Command, command: Command) -> bool:
    """ "je ne veux pas de mise en demeure maintenant"; not "non, reprends"."""
    gap = command.start - other.end
    return (
        other.chunk == command.chunk
        and 0 <= gap <= 8
        and len(other.words) > 4
        and other.number == command.number
    )


_TURNS = {"not_received": frozenset(("yes", "weak", "send", "dispute_closed", "mise_en_demeure"))}


def _against(one: Meant, walks: list[Walk]) -> bool:
    """ "ok, non", "litige clos non": a yes and a no that nobody can put together."""
    act = one.act
    if act is None or (act.act == "not_received" and one.command.name == "not_received"):
        return False
    turns = _TURNS.get(act.act, frozenset(("no",)))
    near = walks[one.command.number : one.command.number + 2] if act.act != "not_received" else walks
    for walk in near:
        for other in walk.commands:
            after = other.start > one.command.start or act.act == "not_received" or _leads(other, one.command)
            against = other.name in turns or (other.name in ("refuse", "not") and _leads(other, one.command))
            if other is not one.command and against and not other.targets and after:
                return True
    return False


def _contradicted(one: Meant, meant: list[Meant]) -> bool:
    assert one.act is not None
    for other in meant:
        if other.act is None or other is one or other.act.act not in _AGAINST:
            continue
        same = other.act.target == one.act.target
        if (
            same
            and one.act.act in _GLAD
            and not (other.act.act == "treatment" and other.act.value == "gentle")
        ):
            return True
    return False
