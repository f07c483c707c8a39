"""A file that was not taken, as a question to the owner: open until another of its source is taken.

In go the file and what was made of it, out come the events of the house. Approved, the very same file is
taken as it is; a file that is damaged, or lacks a column that is needed, cannot be approved.
"""

from bot.desk import Desk
from bot.events.entries import HouseEvent
from bot.events.owner import NoticeAnswered, NoticeOpened
from bot.imports.standing import File, is_of
from bot.sources.compare import Changes


def about(desk: Desk, file: File, changes: Changes) -> tuple[HouseEvent, ...]:
    """The owner is asked about a file that was not taken, until one of its source is."""
    facts = desk.state.facts
    ours = {
        one.digest
        for path, one in facts.alarmed.items()
        if path == file.name or is_of(path, file.source.path)
    }
    open_ = [n.notice for n in facts.notices.values() if n.about == "alarm" and n.mail in ours]
    why = "a newer file came" if changes.alarm else "a file of this source was taken"
    moot = [NoticeAnswered(name, "moot", "policy", why) for name in open_]
    if not changes.alarm:
        return tuple(moot)
    cure = "." if changes.for_good else ", or approve: it is taken as it is."
    question = f"{file.name} was not taken: {changes.alarm}. Bring a corrected export{cure}"
    choices = () if changes.for_good else ("approve",)
    opened = NoticeOpened(
        desk.next_house_notice(), "alarm", question, choices, mail=file.digest, day=file.as_of
    )
    return (*moot, opened)
