"""Whether words are plain enough for what they would do: meanings in, acts and what is unclear out.

- What presses is kept only if nothing near it is unknown, hedged, conditional, asked, reported or taken back.
- What stops is kept even so.
- Anything else is kept unless it is hedged or asked.
What is not kept is shown as unclear, in the owner's own words.
"""

import re
from dataclasses import dataclass, field

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context
from bot.owner.answers.doubting.beside import told_of_another, unknown_near
from bot.owner.answers.doubting.doubts import DOUBTS, doubted
from bot.owner.answers.doubting.gathering import add
from bot.owner.answers.doubting.halves import half_closed, not_whole
from bot.owner.answers.doubting.slips import Slip, slipped
from bot.owner.answers.doubting.unsaid import unsaid
from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.meaning.meaning import Meant
from bot.owner.answers.walking.commands import Command, Walk
from bot.owner.answers.walking.others import case_of, meant
from bot.owner.answers.words.telling import tells
from bot.reading.dates import Now

STOPS = frozenset(("no", "stop", "pause", "absent", "dispute", "drop"))
_AGAINST = frozenset(("no", "stop", "pause", "paid", "dispute", "drop", "refuse", "treatment"))
_GLAD = frozenset(("ok", "resume"))


@dataclass(slots=True)
class Verdict:
    acts: list[Act] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)

    def doubt(self, words: str) -> None:
        if words and words not in self.unclear:
            self.unclear.append(words)


def vetted(walks: list[Walk], meant_: list[Meant], context: Context, now: Now) -> Verdict:
    verdict = Verdict()
    slips = slipped(walks)
    for one in meant_:
        slip = slips.get(one.command.number)
        if slip:
            verdict.doubt(one.command.sentence.exact)
        if one.act is None or (slip and not (slip is Slip.CORRECTED and one.act.act in STOPS)):
            verdict.doubt(one.command.sentence.exact)
        elif _kept(one, walks, meant_, context, now):
            add(verdict.acts, one.act)
        else:
            verdict.doubt(one.command.sentence.exact)
    _without_bare_exceptions(verdict, meant_, context)
    return verdict


_EXCEPT = re.compile(
    r"sauf|except\w*|hormis|hors|a part|mis a part|en dehors|a l'exception|all but|other than|apart|save"
    r"|with the exception"
)
_SAYS_MORE = frozenset(("paid", "pause", "stop", "dispute", "drop"))


def _without_bare_exceptions(verdict: Verdict, meant_: list[Meant], context: Context) -> None:
    """ "tout sauf la 4, qui est payée": the case has an act of its own, and is none of the others."""
    for one in meant_:
        act = one.act
        if act is None or act.act != "no" or act not in verdict.acts or not _EXCEPT.match(one.command.words):
            continue
        case = case_of(act.target, context)
        if any(o.act in _SAYS_MORE and case_of(o.target, context) == case for o in verdict.acts if case):
            verdict.acts.remove(act)


def _kept(one: Meant, walks: list[Walk], meant: list[Meant], context: Context, now: Now) -> bool:
    assert one.act is not None
    walk = walks[one.command.number]
    if one.command.mixed and (one.act.presses or one.act.act in ("paid", "drop")):
        return False
    if not_whole(one, walk, context):
        return False
    if one.act.presses:
        return _plain_enough(one, walks, meant, context, now)
    asked = walk.sentence.question and one.command.chunk == len(walk.chunks) - 1
    asked = asked and not any(c.name == "ask" for c in walk.commands)
    if one.act.act in ("ask", "called") or (one.act.act == "nothing_new" and not asked):
        return True
    if _undone_by_what_follows(one, walk, context):
        return False
    helpers = walk.chunks[one.command.chunk].helpers
    rest = min(
        (h.start for h in helpers if h.name == "rest" and h.start > one.command.end),
        default=walk.sentence.end,
    )
    if one.act.act == "refuse" and tells(walk.sentence.text.folded[one.command.end : walk.sentence.end]):
        return True  # "non c'est la troisième fois qu'il me fait le coup"
    hedged = any(
        (h.start < rest and h.name == "hedge") or (_on_a_condition(h) and not _when_it_was(h, one.command))
        for h in helpers
    )
    if one.act.act in ("stop", "no", "pause"):
        answers = one.act.act == "no" and context.matter in ("already_paid", "payment_match", "wrong_contact")
        return not (asked and one.act.act != "stop") and not (hedged and answers)
    return not hedged and not asked


def _plain_enough(one: Meant, walks: list[Walk], meant: list[Meant], context: Context, now: Now) -> bool:
    """Whether what presses is said so that nothing near it leaves a doubt."""
    walk = walks[one.command.number]
    return not (
        (walk.sentence.question and not _asks_after(one.command, walk))
        or (walk.sentence.trailing and not _exception_follows(one, walks))
        or _second_thoughts(one, walks)
        or doubted(one.command, walk)
        or told_of_another(one.command, walk)
        or unknown_near(one.command, walk, context, now)
        or _taken_back(one, walks, meant)
        or _contradicted(one, meant)
        or _against(one, walks)
        or unsaid(one.command, walks)
    )


def _undone_by_what_follows(one: Meant, walk: Walk, context: Context) -> bool:
    """A yes with a "mais", a no or a pause that hangs on a condition."""
    assert one.act is not None
    if one.act.act in ("no", "stop", "pause") and _of_its_condition(one.command, walk):
        return True
    if one.act.act == "accept":
        return (one.command.name in ("yes", "weak") and _turned(one.command, walk)) or _on_condition(
            one, walk
        )
    if one.act.act == "no":
        return context.kind == "notice" and _ELSE.search(walk.sentence.folded) is not None
    return one.act.act == "pause" and _conditional(one.command, walk)


def _of_its_condition(command: Command, walk: Walk) -> bool:
    """ "oui si le virement n'est pas là": what stands behind the "si" says when, and stops nothing."""
    yes = [c.end for c in walk.commands if c.name in ("yes", "send") and c.end <= command.start]
    return any(
        h.name == "if" and _CONDITION.fullmatch(h.said.words) and min(yes) <= h.start < command.start
        for h in (walk.chunks[command.chunk].helpers if yes else ())
    )


_CONDITION = re.compile(
    r"(?:si|s'ils?|if|a (?:la )?(?:seule )?condition.*|pourvu.*|provided.*|moyennant|sous .*"
    r"|on (?:the )?condition)"
)


def _on_condition(one: Meant, walk: Walk) -> bool:
    """ "c'est accepté, à la condition qu'ils versent quelque chose"."""
    helpers = [
        h for chunk in walk.chunks for h in chunk.helpers if h.name == "if" and h.start > one.command.end
    ]
    return any(_CONDITION.fullmatch(h.said.words) for h in helpers)


_TURN = re.compile(r"mais|but|sauf qu(?:e|')|however|cependant")


def _turned(command: Command, walk: Walk) -> bool:
    """ "ok, but remind her the day before", "mais oui bien sûr … mdr": a yes with something behind it."""
    helpers = [h for chunk in walk.chunks for h in chunk.helpers]
    if any(h.name == "hedge" for h in helpers):
        return True
    turn = [
        h for h in helpers if h.name == "doubt" and h.start > command.end and _TURN.fullmatch(h.said.words)
    ]
    return (
        bool(turn)
        and not any(c.start > turn[0].start for c in walk.commands)
        and not tells(walk.sentence.text.folded[turn[0].end : walk.sentence.end])
    )


_ELSE = re.compile(r"^\W*(?:si|if)\b.*\b(?:sinon|otherwise|else)\b")


def _on_a_condition(helper: Mark) -> bool:
    """ "si", "sauf si", "unless"."""
    return helper.name == "if" or (helper.name == "doubt" and _IF.search(helper.said.words) is not None)


_IF = re.compile(r"\b(?:si|if|unless)\b")


def _when_it_was(helper: Mark, command: Command) -> bool:
    """ "il m'a payé quand j'ai fait le poêle"."""
    behind = command.sentence.text.folded[helper.end : command.sentence.end]
    return command.name == "paid" and helper.start > command.end and tells(behind)


def _conditional(command: Command, walk: Walk) -> bool:
    """ "s'il ne paye pas d'ici vendredi, oui": the day belongs to the condition."""
    helpers = walk.chunks[command.chunk].helpers
    return any(h.name == "if" and h.start < command.start for h in helpers) and "d'ici" in command.words


def _asks_after(command: Command, walk: Walk) -> bool:
    """ "3 chase, how much is 4?": the question is about another, in a part of its own."""
    return any(c.name == "ask" and c.chunk > command.chunk and c.targets for c in walk.commands)


def _taken_back(one: Meant, walks: list[Walk], meant: list[Meant]) -> bool:
    """The next sentence begins with "mais", "attends", "enfin non"."""
    for walk in walks[one.command.number + 1 : one.command.number + 2]:
        first = walk.sentence.marks[0]
        if walk.commands and _begins_exception(walk.commands[0], walk):
            continue
        if tells(walk.sentence.folded) or (
            one.command.targets and walk.named and not _names_again(one, walk)
        ):
            continue
        if first.kind == "phrase" and first.name in DOUBTS - {"seen"}:
            return True
        if one.command.name in ("yes", "send", "send_mise_en_demeure") and _more_asked(walk):
            return True
        if first.name == "not" and not walk.commands[0].targets and not _without(walk):
            return True
    return False


def _names_again(one: Meant, walk: Walk) -> bool:
    """Whether the sentence speaks of somebody whom the order means as well."""
    said = {case_of(target, walk.context) for target in one.command.targets}
    return bool(said & {meant(mark, walk.context) for mark in walk.named}) or "all" in one.command.targets


def _without(walk: Walk) -> bool:
    """ "sans fleurs": how, and nothing taken back."""
    marks = walk.sentence.marks
    return len(marks) == 2 and walk.commands[0].words == "sans" and marks[1].kind == "word"


def _more_asked(walk: Walk) -> bool:
    """ "ok. appelle-moi avant": a sentence that orders nothing known, and something."""
    if any(c.name not in ("not", "weak") for c in walk.commands):
        return False
    helpers = {h.name for chunk in walk.chunks for h in chunk.helpers}
    return bool(helpers & (DOUBTS - {"seen"}))


def _leads(other: Command, command: Command) -> bool:
    """ "je ne veux pas de mise en demeure maintenant"; not "non, reprends"."""
    gap = command.start - other.end
    return (
        other.chunk == command.chunk
        and 0 <= gap <= 8
        and len(other.words) > 4
        and other.number == command.number
    )


def _exception_follows(one: Meant, walks: list[Walk]) -> bool:
    """ "ok les 3... non attends, pas Chauvin"."""
    following = walks[one.command.number + 1 : one.command.number + 2]
    return any(walk.commands and _begins_exception(walk.commands[0], walk) for walk in following)


def _second_thoughts(one: Meant, walks: list[Walk]) -> bool:
    """ "2 attends... non c'est bon, envoie": whether that takes the stop back cannot be told."""
    if one.command.targets or not one.command.number:
        return False
    walk, before = walks[one.command.number], walks[one.command.number - 1]
    held = before.commands and before.commands[-1].name in ("stop", "pause") and before.commands[-1].targets
    return bool(held) and walk.commands[0].name == "no" and walk.commands[0] is not one.command


def _begins_exception(other: Command, walk: Walk) -> bool:
    """ "ah non, pas la laiterie": no to her alone."""
    return not other.targets and any(
        c.name in ("not", "no") and c.targets and 0 <= c.start - other.end <= 3 for c in walk.commands
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
            taken_back = other is not one.command and against and not other.targets and after
            if taken_back and not _begins_exception(other, walk):
                return True
    return False


def _unknown_credit(other: Meant, one: Meant) -> bool:
    """ "avoir 100 HT, litige clos": how much is left is not said."""
    same = other.command.targets == one.command.targets
    return other.command.name == "credit" and other.act is None and same


def _contradicted(one: Meant, meant: list[Meant]) -> bool:
    assert one.act is not None
    if one.act.act in ("dispute_closed", "resume") and any(_unknown_credit(o, one) for o in meant):
        return True
    for other in meant:
        if other.act is None or other is one or other.act.act not in _AGAINST:
            continue
        same = other.act.target == one.act.target
        if half_closed(one, other, meant):
            return True
        if one.act.act == "resume" and other.act.act == "refuse":
            continue  # "non, relance"
        if (
            same
            and one.act.act in _GLAD
            and not (other.act.act == "treatment" and other.act.value == "gentle")
        ):
            return True
    return False
