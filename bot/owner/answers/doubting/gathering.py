"""Acts gathered one by one: what is said twice counts once, with all that either telling of it has.

And who is left out of an order about all: a case that has more said of it, or that is named and nothing sure.
"""

import re
from dataclasses import dataclass, field, replace

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context
from bot.owner.answers.doubting.beside import underlined
from bot.owner.answers.doubting.order import LETTERS
from bot.owner.answers.doubting.told import tells_against
from bot.owner.answers.doubting.whose import cases, spoken_of
from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.meaning.calling import in_part
from bot.owner.answers.meaning.meaning import Meant
from bot.owner.answers.walking.aims import all_of_them
from bot.owner.answers.walking.commands import Walk
from bot.owner.answers.walking.others import case_of

_ONCE = frozenset(
    ("unclaimed", "not_served", "presented", "refused_letter", "posted", "paid", "called", "absent")
)


@dataclass(slots=True)
class Verdict:
    acts: list[Act] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)

    def doubt(self, words: str) -> None:
        if words and words not in self.unclear:
            self.unclear.append(words)

    def add(self, act: Act) -> None:
        """The act, unless it was said; said again with more, the fuller stands."""
        for place, other in enumerate(self.acts):
            if (other.act, other.target) == (act.act, act.target) and act.act in _ONCE:
                fuller, less = sorted((other, act), key=_fullness, reverse=True)
                self.acts[place] = _with_the_rest_of(fuller, less)
                return
            if act.act == "pause" and (other.act, other.target) == ("pause", act.target):
                self.acts[place] = act  # "attends demain. enfin mardi"
                return
        if act not in self.acts:
            self.acts.append(act)


def _with_the_rest_of(fuller: Act, less: Act) -> Act:
    """ "c'est payé, chèque de 154 encaissé le 28": one payment, told in two pieces; so is a posting."""
    if fuller.act not in ("paid", "posted"):
        return fuller
    return replace(
        fuller,
        amount=fuller.amount or less.amount,
        date=fuller.date or less.date,
        number=fuller.number or less.number,
    )


def _fullness(act: Act) -> int:
    return sum(value is not None for value in (act.date, act.amount, act.number, act.until, act.times))


_EXCEPT = re.compile(
    r"sauf|except\w*|hormis|hors|a part|mis a part|en dehors|a l'exception|all but|other than|apart|save"
    r"|with the exception"
)
_SAYS_MORE = frozenset(("paid", "pause", "stop", "dispute", "drop", "already_reminded"))


def without_bare_exceptions(verdict: Verdict, all_meant: list[Meant], context: Context) -> None:
    """ "tout sauf la 4, qui est payée": the case has an act of its own, and is none of the others.

    Called by another name in it, "tout sauf la 2, Riou m'a réglé", it keeps both.
    """
    for one in all_meant:
        act = one.act
        if act is None or act.act != "no" or act not in verdict.acts or not _EXCEPT.match(one.command.words):
            continue
        case = case_of(act.target, context)
        more = [o for o in verdict.acts if o.act in _SAYS_MORE or o.value == "never"]
        if case and any(o.target == act.target for o in more):
            verdict.acts.remove(act)


def never_reminded(verdict: Verdict, all_meant: list[Meant], walks: list[Walk]) -> None:
    """ "tous relancés 2 fois sauf Blanc que j'ai jamais relancé": of him none, and no refusal."""
    for one in all_meant:
        command, act = one.command, one.act
        if act is None or act.act != "no" or act not in verdict.acts or not _EXCEPT.match(command.words):
            continue
        of_all = any(a.act == "already_reminded" and a.target == "all" for a in verdict.acts)
        here = [c for c in walks[command.number].commands if c.name == "not_reminded"]
        if of_all and any(c.targets == command.targets for c in here):
            verdict.acts[verdict.acts.index(act)] = Act("already_reminded", act.target, times=0)


def without_refusing_the_spared(verdict: Verdict, all_meant: list[Meant], context: Context) -> None:
    """ "stop sauf Roux", "tous payés sauf Roux": of Roux nothing is ordered, and of each other one it is.

    In a backlog, where something is asked about each, it is a no.
    """
    of_all: Meant | None = None
    spared: list[Meant] = []
    for one in all_meant if context.matter != "backlog" else ():
        if (one.act and one.act.target == "all") or (
            one.act is None and one.command.targets in ([], ["all"])
        ):
            of_all = one
        elif one.act and one.act.act == "no" and _SPARES.match(one.command.words) and one.act in verdict.acts:
            spared += [one] if of_all and of_all.command.name in _RESTS and not _then_leaves(of_all) else []
    for one in spared:
        verdict.acts[:] = [act for act in verdict.acts if act != one.act]
        verdict.doubt(one.command.sentence.exact)
    act = of_all.act if of_all else None
    if spared and act in verdict.acts and act and not _of_everybody(act):
        left_out = {_whose(one.act, context) for one in spared if one.act}
        others = [item.case for item in context.listed if item.case not in left_out]
        place = verdict.acts.index(act)
        verdict.acts[place : place + 1] = [replace(act, target=case) for case in dict.fromkeys(others)]


def _then_leaves(one: Meant) -> bool:
    """ "tous lundi sauf Brice": who is left out of those who leave on that day does not."""
    return one.act is not None and one.act.leaves


_SPARES = re.compile(rf"{_EXCEPT.pattern}|(?:mais|but) (?:surtout )?(?:pas|not)\b")
_RESTS = frozenset(("no", "stop", "pause", "paid", "settled", "drop", "dispute", "treatment"))


def _of_everybody(act: Act) -> bool:
    """Of all customers, listed or not: who is spared is asked for."""
    return act.act in ("no", "stop", "pause") and act.value != "listed"


# Orders that say how a case goes on.
_GOES_ON = frozenset(
    ("ok", "no", "stop", "pause", "resume", "credit", "dispute", "dispute_closed", "accept", "refuse",
     "propose", "plan", "treatment", "drop", "mise_en_demeure", "contact")
)  # fmt: skip


def without_what_is_conceded(verdict: Verdict, all_meant: list[Meant], context: Context) -> None:
    """ "une vis manque, c'est vrai. Avoir de 45, le reste est dû", "elle a payé, c'est vrai": no dispute."""
    for one in all_meant:
        if one.act and one.act.act == "dispute" and _IT_IS_TRUE.fullmatch(one.command.words):
            settled = {act.act for act in verdict.acts if act.target == one.act.target}
            if {"credit", "dispute_closed"} <= settled or "paid" in settled:
                verdict.acts[:] = [act for act in verdict.acts if act != one.act]


_IT_IS_TRUE = re.compile(r"(?:c'est |that's |it's )?(?:bien )?(?:vrai|exact|true|correct)")


def without_bare_calls(verdict: Verdict, all_meant: list[Meant], context: Context) -> None:
    """ "je l'ai eu, avoir de 80": how the owner knows what he orders, and no call that told anything."""
    ordered = {_whose(act, context) for act in verdict.acts if act.act in _GOES_ON}
    for one in all_meant if context.matter != "call" else ():
        bare = one.act and one.act.act == "called" and not one.command.fields.get("result")
        if one.act and bare and one.act.result == "other" and _whose(one.act, context) in ordered:
            verdict.acts[:] = [act for act in verdict.acts if act != one.act]


def without_needless_stops(verdict: Verdict, all_meant: list[Meant], context: Context) -> None:
    """ "abandonne, arrête les relances": what the other act says of the case stops the reminders.

    So does the no of "let me ring him first, don't send", and "leave it, write it off" leaves nothing.
    """
    settled = {_whose(act, context) for act in verdict.acts if _ends_reminders(act)}
    refused = {_whose(act, context) for act in verdict.acts if act.act in ("no", "pause")}
    dropped = {_whose(act, context) for act in verdict.acts if act.act == "drop"}
    for one in all_meant:
        if one.act is None or one.act.act != "stop":
            continue
        words, who = one.command.words, _whose(one.act, context)
        if (
            (_OF_REMINDERS.search(words) and who in settled)
            or (_FIRST.search(words) and who in refused)
            or (_LEAVE.match(words) and who in dropped)
        ):
            verdict.acts[:] = [act for act in verdict.acts if act != one.act]


def without_what_is_credited(verdict: Verdict, all_meant: list[Meant], context: Context) -> None:
    """ "j'annule la facture, avoir de 500": all of it, or so much?"""
    credited = {_whose(act, context) for act in verdict.acts if act.act == "credit"}
    for one in all_meant:
        act = one.act
        if act and act.act == "drop" and act in verdict.acts and _whose(act, context) in credited:
            verdict.acts.remove(act)
            verdict.doubt(one.command.sentence.exact)


def ask_of_parts(verdict: Verdict, all_meant: list[Meant]) -> None:
    """ "appelé, paie la moitié vendredi": kept in the owner's words, and asked what was promised."""
    for one in all_meant:
        if one.act in verdict.acts and one.act and one.act.result == "other" and in_part(one.command):
            verdict.doubt(one.command.sentence.exact)


def without_letters_twice(verdict: Verdict, all_meant: list[Meant], context: Context) -> None:
    """ "je m'en occupe, plus de mails": who sees to it himself wants no letters, and that is all.

    So does who names another address: "n'écrivez plus à Sandrine, prenez compta@…".
    """
    named = {_whose(act, context) for act in verdict.acts if act.act == "contact"}
    mine = {_whose(act, context) for act in verdict.acts if act.value == "owner_only"}
    for one in all_meant:
        if one.act is None:
            continue
        words, who = one.command.words, _whose(one.act, context)
        never = one.act.value == "never" and who in mine and _NO_MORE.match(words)
        there = one.act.act == "no" and who in named and _TO_WRITE.search(words)
        if never or there:
            verdict.acts[:] = [act for act in verdict.acts if act != one.act]


_TO_WRITE = re.compile(r"\b(?:n'|ne |plus |don't |do not |stop )?(?:ecri|writ|utilis|use\b)")
_NO_MORE = re.compile(r"(?:plus (?:de |d'|aucun)|no more )")


def _whose(act: Act, context: Context) -> str | None:
    return case_of(act.target, context) or act.target


def _ends_reminders(act: Act) -> bool:
    return act.act in ("drop", "dispute") or (act.act == "treatment" and act.value in ("owner_only", "never"))


_FIRST = re.compile(r"\bfirst$|d'abord|^(?:je|on) .* avant$")
_LEAVE = re.compile(r"(?:je |on |i |we )?(?:(?:lui|leur) )?(?:leave|laisse\w{0,2}|let)\b")
_OF_REMINDERS = re.compile(
    r"relanc|rappel|ecri|courrier|lettre|mail|chas|remind|contact|letter|writ|entendre|hear\b|paix|tranquille"
    r"|alone"
)


def hold_back(verdict: Verdict, walks: list[Walk], told: tuple[Act, ...]) -> None:
    """ "ok. Petit est décédé", "ok sauf Dupont" (there are two): an order about all means none of these.

    Nothing is sent to who is named and has no act of his own; what only tells of money does not stand. The
    words are shown, as a note or as unclear.
    """
    pressing = [act for act in verdict.acts if act.presses and act.target == "all"]
    bare = {c.number for w in walks for c in w.commands if c.name in _BARE and not c.targets and not c.rest}
    for walk in walks if pressing else ():
        for case in _named_only(walk, verdict.acts):
            if not any(note.text in walk.sentence.exact for note in told if note.text):
                verdict.doubt(walk.sentence.exact)
            perhaps_of_him = _names_alone(walk) or walk.number + 1 in bare
            if any(act.act in _SENDS for act in pressing) and not perhaps_of_him:
                verdict.acts.append(Act("no", case))
            else:
                verdict.acts[:] = [act for act in verdict.acts if act not in pressing]
                for letting_go in filter(_of_all, walks):
                    verdict.doubt(letting_go.sentence.exact)


def ask_back(verdict: Verdict, walks: list[Walk]) -> None:
    """ "1 ok, 2 elle paie vendredi, 3 ok": what is told of one of whom nothing is ordered, where something is
    of others of the same list, comes back."""
    targets = {act.target for act in verdict.acts}
    asked = bool(walks) and walks[0].context.kind in ("eve", "backlog")
    told = targets | {t for w in walks for c in w.commands if c.name == "not_reminded" for t in c.targets}
    for walk in walks if asked and targets and not targets & {None, "all"} else ():
        rest = {*_named_only(walk, verdict.acts)} - {case_of(target, walk.context) for target in told}
        ends = [*(mark.start for mark in walk.named[1:]), walk.sentence.end]
        for mark, end in zip(walk.named, ends, strict=False):
            behind = walk.sentence.text.folded[mark.end : end]
            words = walk.sentence.words(mark.start, end)
            if rest & {*cases(mark, walk.context)} and _WORD.search(behind) and not _shown(words, verdict):
                verdict.doubt(words)


_WORD = re.compile(r"[^\W\d]{2}")


def _shown(words: str, verdict: Verdict) -> bool:
    return any(words in one or one in words for one in verdict.unclear)


_BARE = frozenset(("send", "weak"))  # "Envoie.", "vas-y": of whom the sentence before spoke, or of all


def _of_all(walk: Walk) -> bool:
    """Whether a sentence lets the letters of all go, or of all others."""
    return any(c.name in LETTERS and set(c.targets) <= {"all"} for c in walk.commands)


def _names_alone(walk: Walk) -> bool:
    """ "ok / 1 et 3": nobody can tell whether they alone are meant or left out."""
    return not walk.commands and not any(chunk.words for chunk in walk.chunks)


def _named_only(walk: Walk, acts: list[Act]) -> list[str]:
    """The cases named in a sentence and in no act, or told by rank with news; both that a name fits."""
    marks = [
        mark
        for mark in walk.named
        if not underlined(mark, walk)
        and (mark.kind == "name" or not all_of_them(walk.context, walk.sentence.marks, _place(mark, walk)))
    ]
    found = [case for mark in marks for case in cases(mark, walk.context)]
    if tells_against(walk):
        found += [case for _, told in spoken_of(walk) for case in told]
    done = {case_of(act.target, walk.context) for act in acts if act.act != "ask" or not _asks_whether(walk)}
    return [case for case in dict.fromkeys(found) if case not in done]


def _asks_whether(walk: Walk) -> bool:
    """ "ok. et Durand, il a payé ?", "ok. Durand ?"; not "combien doit Durand ?"."""
    return walk.sentence.question and not _HOW_MUCH.search(walk.sentence.folded)


_HOW_MUCH = re.compile(
    r"\b(?:combien|how much|how many|quand|when|quelle?s?|which|laquelle|ou en|where|que (?:nous |me )?doit"
    r"|owes?|adresses?|e?-?mails?|telephone|numero|devis|contrat|address|phone|number|quote|contract)\b"
)


def _place(mark: Mark, walk: Walk) -> int:
    return next(index for index, other in enumerate(walk.sentence.marks) if other is mark)


_SENDS = frozenset(("ok", "resume", "mise_en_demeure", "already_reminded"))
