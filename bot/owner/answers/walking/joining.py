"""Orders that belong together, made one: what a call told, a "oui" before the order that it introduces.

Commands in, commands out, in the order said. It drops what another says better and adds nothing.
"""

import re
from itertools import pairwise, takewhile

from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import figure
from bot.owner.answers.walking.commands import Command
from bot.owner.answers.walking.introducing import introduces
from bot.owner.answers.walking.listing import SAVE
from bot.owner.answers.walking.retelling import as_told, of_what_was_told, tell, tells
from bot.owner.answers.words.telling import TIME_LEFT


def joined(commands: list[Command], context: Context) -> list[Command]:
    found: list[Command] = []
    dropped: Command | None = None
    for command in _positive(commands):
        if _thought_again(command, found) or of_what_was_told(command, found[-1] if found else None):
            continue
        if context.kind != "notice":
            _means_the_one_before(command, found)
        as_told(command, found, context)
        last = found[-1] if found else None
        if last and _merged(command, last):
            continue
        if tells(command, last, context):
            assert last is not None
            tell(last, command)
        elif command.name == "said" and context.matter != "call":
            dropped = command
            continue
        else:
            if dropped and not command.targets and dropped.number == command.number:
                command.targets = list(dropped.targets)
            found.append(command)
    _undo(found)
    found = found if context.kind == "notice" else _without_turns(found)
    _change_mind(found)
    _means_another(found)
    found = [c for c in found if not _said_longer(c, found)]
    kept = [c for c in found if not introduces(c, found, context)]
    still = {id(c) for c in kept}
    _hand_on([c for c in found if id(c) not in still], kept)
    return kept


_REST = frozenset(("no", "not", "stop", "pause", "drop"))


def _means_the_one_before(command: Command, found: list[Command]) -> None:
    """ "Mme Fabre a payé. Rien pour elle": whom the sentence before named, and nobody else."""
    if command.targets or command.own or command.name not in _REST or not command.of_him:
        return
    near = {target for c in found if command.number - c.number <= 1 for target in c.targets}
    if len(near) == 1 and near != {"all"}:
        command.targets = list(near)


def _hand_on(dropped: list[Command], kept: list[Command]) -> None:
    """ "oui 135 encaissés hier": the sum belongs to the payment that the yes only opens."""
    for yes in (c for c in dropped if c.name == "yes"):
        paid = next((c for c in kept if c.number == yes.number and c.start > yes.end), None)
        if paid is not None and paid.name == "paid" and paid.sum() is None:
            paid.marks += [m for m in yes.marks if m.kind in ("sum", "number")]


_CANCELS = re.compile(r"annule[rsz]?|cancel|undo")


def _undo(commands: list[Command]) -> None:
    """ "annule, Martin n'a rien payé": Martin rests; that his payment is to be taken back is not sure."""
    for last, command in pairwise(commands):
        if command.name != "not_received" or last.name != "stop" or command.number - last.number > 1:
            continue
        if not last.targets and _CANCELS.fullmatch(last.words):
            last.targets, last.own = list(command.targets), command.own
            last.several, command.undone = command.several, True


_TURNS = re.compile(
    r"(?:non|nan|no|ah|oh|attend(?:s|ez)?|attends (?:un peu|non)|non attends|minute|une seconde"
    r"|wait(?: a (?:minute|sec))?|hang on|hold on|no wait|wait no)"
)
_HELD = frozenset(("no", "not", "stop", "pause", "dispute"))


def _without_turns(found: list[Command]) -> list[Command]:
    """ "ok for all. Wait, not 2", "non attends, 2 litige": what only turns to one stops nobody else."""
    return [c for i, c in enumerate(found) if not _turns_to(found[i:], said=found[:i])]


def _turns_to(commands: list[Command], said: list[Command]) -> bool:
    """Whether such words, behind what was said of others, run up to an order that keeps somebody back."""
    first = commands[0]
    run = list(takewhile(lambda c: _TURNS.fullmatch(c.words) and not (c.targets or c.marks), commands))
    if not run or len(run) == len(commands) or not any(c.number < first.number for c in said):
        return False
    one = commands[len(run)]
    waits = any(c.name == "stop" and c.number == first.number for c in (*said[-1:], *run))
    gap = one.sentence.text.folded[run[-1].end : max(one.opens, run[-1].end) or one.start]
    near = (
        one.number == first.number
        and not gap.strip(" ,.")
        and (one.opens or one.start) - run[-1].end <= _NEAR
    )
    return waits and near and one.name in _HELD and bool(one.targets) and "all" not in one.targets


_NEAR = 4  # letters
_ON_REFLECTION = re.compile(
    r"(?:^|\b)(?:enfin|finalement|en fait|tout compte fait|reflexion faite|a la reflexion|actually|wait"
    r"|on second thoughts?|on reflection|(?:ah|euh|heu|oh|bon),? (?:non|no))\W{1,3}"
    r"(?:(?:non|no|si|yes|oui|ah|en fait|finalement|je|on|i|we)\W{1,3}){0,3}$"
)


def _change_mind(commands: list[Command]) -> None:
    """ "ok pour le 30. Enfin non, refuse": what was granted or planned first is no longer sure."""
    for last, command in pairwise(c for c in commands if c.name not in ("no", "not", "yes", "weak")):
        since = last.end if last.number == command.number else command.sentence.start
        led = command.sentence.text.folded[since : command.start]
        planned = last.name == command.name == "plan"
        if (planned or {last.name, command.name} == {"accept", "refuse"}) and _ON_REFLECTION.search(led):
            last.undone = True


_IT_IS = re.compile(
    r"\W*(?:(?:non|nan|no|ah|oups|oops|pardon|sorry|desolee?|erreur|euh)\W{1,3}){1,3}"
    r"(?:c'est|c|cest|it's|it is) $"
)


def _means_another(commands: list[Command]) -> None:
    """ "stop Martin. Non, c'est Petit que je voulais stopper": of the first it is no longer sure."""
    for last, command in pairwise(c for c in commands if c.targets):
        named = [m.start for m in command.sentence.marks if m.kind in ("name", "number") or m.name == "nth"]
        led = command.sentence.text.folded[command.sentence.start : named[0]] if named else ""
        again = last.name == command.name and command.number == last.number + 1
        if again and last.targets != command.targets and _IT_IS.fullmatch(led):
            last.undone = True


def _thought_again(command: Command, found: list[Command]) -> bool:
    """ "pas avant lundi, non attendez": the pause is a stop, and until no day."""
    if command.name != "stop" or command.targets or command.marks or len(found) < 2:
        return False
    no, before = found[-1], found[-2]
    follows = no.number == before.number == command.number and command.start - no.end <= 2
    if not follows or no.name != "no" or no.targets or before.name not in ("pause", "yes", "send"):
        return False
    if before.name == "pause" and before.targets:
        before.name, before.fields, before.marks = "stop", {}, []
        found.pop()
        return True
    return False


def _merged(command: Command, last: Command) -> bool:
    """Whether this is the other half of the order before, which then has its days, sums and targets."""
    if _leaves_alone(command, last):
        last.marks += command.marks
        return True
    if not _same_call(command, last):
        return False
    last.marks += command.marks
    last.targets = last.targets or command.targets
    last.own |= command.own
    if command.name == "paid":
        last.end = max(last.end, command.end)  # the sum may stand in its words
    return True


_NEGATED = {
    "accept": "refuse", "yes": "no", "send": "no", "resume": "no", "paid": "not_received",
    "send_mise_en_demeure": "no", "mise_en_demeure": "no",
}  # fmt: skip


def _positive(commands: list[Command]) -> list[Command]:
    """ "nous ne pouvons pas accepter", "n'accepte pas": what a bare "pas" beside it makes of an order."""
    found: list[Command] = []
    for command in commands:
        last = found[-1] if found else None
        if last is not None and _nothing_came(last, command):
            last.end = command.end
            continue
        if last is not None and _takes_back(last, command) and command.name in _NEGATED:
            found.pop()
            command.start = last.start
            command.name, command.fields = _NEGATED[command.name], {}
        found.append(command)
    return found


_NOTHING_HAS = re.compile(
    r"rien (?:ne (?:nous |m')?|n')(?:a|est|soit|ont)(?: (?:ete|encore|pu|etre|a ce jour)){0,3} $"
)


def _nothing_came(nothing: Command, command: Command) -> bool:
    """ "rien n'a été reçu": no payment."""
    if nothing.name != "not_received" or command.name != "paid" or nothing.number != command.number:
        return False
    text = command.sentence.text.folded[nothing.start : command.start]
    return _NOTHING_HAS.search(text) is not None


def _takes_back(negation: Command, command: Command) -> bool:
    if (
        negation.name != "not"
        or negation.words != "pas"
        or negation.targets
        or negation.number != command.number
    ):
        return False
    between = command.sentence.text.folded[negation.end : command.start]
    return between in (" ", "")


def _denied(command: Command) -> bool:
    return (
        re.search(r"\b(?:pas|not|non)\b", command.sentence.text.folded[command.start - 5 : command.end])
        is not None
    )


_WAS = re.compile(
    r"\b(?:etai(?:t|ent)|avant|autrefois|jadis|fut|ancien(?:ne)?(?:ment)?|was|were"
    r"|used to be|formerly|once)\b"
)


def _once_was(command: Command) -> bool:
    """Told of what was, in its own part of the sentence."""
    text, sentence = command.sentence.text.folded, command.sentence
    since = max(text.rfind(mark, sentence.start, command.start) for mark in ",;") + 1
    until = min((m.start for m in sentence.marks if m.kind == "comma" and m.start >= command.end), default=0)
    return _WAS.search(text, max(since, sentence.start), until or command.end) is not None


def _not_this(refusal: Command, command: Command) -> bool:
    """ "ah non pas l'école": one refusal."""
    gap = (
        command.sentence.text.folded[refusal.end : command.start] if command.number == refusal.number else "?"
    )
    return (
        command.name in ("not", "no")
        and bool(command.targets)
        and gap.strip(" ,") == ""
        and command is not refusal
        and not SAVE.fullmatch(command.words)  # "rien demain sauf 3"
        and not (command.words.startswith("surtout") and re.search(r"rien|personne|aucun", refusal.words))
    )


_SETTLES = frozenset(("drop", "paid", "treatment", "stop", "pause"))
_ONCE = frozenset(("stop", "drop", "dispute"))
_TWICE = _ONCE | {"kind"}


def _said_longer(command: Command, commands: list[Command]) -> bool:
    """ "pas encore, laissez-leur jusqu'au 30": a pause says how long the stop is meant."""
    alike = commands if command.name in _TWICE else ()
    beside = [c for c in alike if c is not command and c.number == command.number and c.name == command.name]
    if command.name == "kind" and any(c.start < command.start for c in beside) and _denied(command):
        return True  # "c'est une association, pas une entreprise"
    if command.name == "kind" and any(c.start > command.start for c in beside) and _once_was(command):
        return True  # "c'était une asso, maintenant c'est une SARL"
    if command.name in _ONCE and not command.marks and not command.targets and any(c.targets for c in beside):
        return True  # "suspends l'envoi pour Lambert jusqu'à nouvel ordre"
    until_told = re.fullmatch(
        r"(?:jusqu'a nouvel ordre|sine die|pour l'instant|pour le moment|until further notice|for now)",
        command.words,
    )
    if (
        command.name == "stop"
        and until_told
        and any(
            c.name in ("pause", "stop", "no") and c.start < command.start and c.number == command.number
            for c in commands
            if c is not command
        )
    ):
        return True
    needless = re.search(r"peine|besoin|inutile|need|worth", command.words)
    if (
        command.name == "no"
        and command.leant
        and needless
        and any(
            c.name in _SETTLES and c.targets == command.targets and c.number == command.number
            for c in commands
        )
    ):
        return True  # "on laisse tomber, c'est pas la peine"
    if command.name == "no" and not command.targets and any(_not_this(command, c) for c in commands):
        return True
    if command.name != "stop" or command.day():
        return False
    return any(c.name == "pause" and _to_come(c) and c.targets == command.targets for c in commands)


_MEANWHILE = re.compile(r"d'ici la|until then|till then|meanwhile|entre-temps")


def _to_come(command: Command) -> bool:
    days = [figure(m) for m in command.marks if m.kind in ("day", "duration")]
    had = TIME_LEFT.search(command.sentence.text.folded[: command.start])
    if _MEANWHILE.search(command.words):
        return True
    return not had and any(day.ahead and day.ahead != day.behind for day in days)


def _leaves_alone(command: Command, last: Command) -> bool:
    """ "laisse Mme Hoarau tranquille jusqu'à fin mars": one order in three pieces."""
    if last.name == "not" and last.words == "leave" and command.words == "to me":
        last.name, last.fields = "treatment", command.fields
        return True
    if (
        last.name != "pause"
        or last.day()
        or command.number != last.number
        or (command.targets and not command.leant)
    ):
        return False
    quiet = command.name == "treatment" and command.words.startswith("tranquille")
    return quiet or (command.name == "pause" and command.day() is not None)


def _counted_after(command: Command, last: Command) -> bool:
    """ "est réglé (1 530 € encaissés le 20)"."""
    between = command.sentence.text.folded[last.end : command.start]
    return not command.targets and "(" in between and not last.day(past=True)


def _same_call(command: Command, last: Command) -> bool:
    """ "j'ai eu Benali au téléphone", "virement du 5 bien reçu": said in two pieces."""
    if command.name not in ("called", "paid") or last.name != command.name or command.number != last.number:
        return False
    if command.name == "paid" and last.name == "paid" and _counted_after(command, last):
        return True
    if command.name == "paid" and (command.targets or command.sum() or command.chunk != last.chunk):
        return False
    return not (command.targets and last.targets and not command.leant)
