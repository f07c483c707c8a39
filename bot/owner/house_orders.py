"""Orders about the house: absences, pauses of everything, answers to questions of no one case. Pure."""

from datetime import date

from bot.events.entries import Event
from bot.events.owner import NoticeAnswered, NoticeOpened
from bot.events.owner_mail import ActRead, HousePaused, HouseResumed
from bot.owner.orders.ground import Line

_ALWAYS = frozenset(("absent", "nothing_new"))
_EVERYTHING = frozenset(("stop", "pause", "resume", "no"))  # said of nothing in particular
_YES, _NO = frozenset(("ok", "accept")), frozenset(("no", "refuse", "stop"))


def needs_no_matter(act: ActRead) -> bool:
    return act.act in _ALWAYS


def everything(act: ActRead, today: date, by: str) -> tuple[list[Event], Line]:
    """An order that names no case: nobody is written to, or everybody is again."""
    if act.act == "absent" and act.until:
        first = max(act.since or today, today)
        absent = HousePaused(first, act.until, "the owner is away", by)
        return [absent], Line("absent", {"since": first, "until": act.until})
    if act.act == "resume":
        return [HouseResumed("the owner says so", by)], Line("resume_all")
    if act.act in _EVERYTHING:
        return [HousePaused(today, act.until, "the owner says stop", by)], Line(
            "stop_all", {"until": act.until}
        )
    return [], Line("unknown_target", {"target": ""})


def about_house(
    act: ActRead, opened: NoticeOpened, by: str, kept_back: frozenset[str]
) -> tuple[list[Event], Line]:
    """The answer to a question of the house. `kept_back`: cases of a list that are not meant by a yes."""
    name, about = opened.notice, opened.about
    if act.act == "nothing_new" and about == "stale_source":
        return [NoticeAnswered(name, "approve", by)], Line("nothing_new")
    if act.act in _YES and "approve" in opened.choices and about != "stale_source":
        meant = tuple(case for case in opened.cases if case not in kept_back)
        if opened.cases and not meant:  # each was answered on its own, and no list without names is approved
            return [NoticeAnswered(name, "moot", by)], Line("ok_noted", {"about": about})
        return [NoticeAnswered(name, "approve", by, cases=meant)], Line("ok", {"about": about})
    if act.act in _NO and "refuse" in opened.choices:
        return [NoticeAnswered(name, "refuse", by)], Line("no", {"about": about})
    if act.act == "pause" and about == "eve" and act.until and opened.day and act.until >= opened.day:
        return [NoticeAnswered(name, "refuse", by)], Line("no", {"about": about})  # each of its letters rests
    return [], Line("other_word", {"about": about})
