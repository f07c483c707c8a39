"""The owner's acts: pay, hold, resume, approve, refuse, note, posted. They work beside a running service."""

from collections.abc import Callable
from datetime import date as Date

import typer

from bot import acts
from bot.case import Case
from bot.cli.context import Context, case_of_notice, cents, day, resolve
from bot.config import Config
from bot.desk import Desk
from bot.errors import OperatorError
from bot.events.entries import HOUSE, CaseEvent
from bot.events.owner import NoticeAnswered
from bot.events.owner_mail import ActRead, HouseResumed
from bot.journal import Moved
from bot.owner.matters import Matter
from bot.owner.orders import carry_out, ground
from bot.policy.sight import calendar_of
from bot.story import told_of
from bot.wording import decimal

_TRIES = 5
Act = Callable[[Case, str, Context], list[CaseEvent]]


def register(app: typer.Typer) -> None:
    for command in (pay, hold, resume, approve, refuse, note, posted):
        app.command()(command)


def pay(
    context: typer.Context,
    invoice: str,
    amount: str,
    date: str = typer.Option("", "--date", help="The day the money came; today if not given."),
    ref: str = typer.Option("", "--ref", help="The transfer's or cheque's reference."),
    back: bool = typer.Option(False, "--back", help="Takes back what was recorded by mistake."),
) -> None:
    """Records money received for an invoice, or takes back what was recorded by mistake."""
    ctx: Context = context.obj
    config = ctx.config()
    with ctx.desk(config) as desk:
        on = day(date) if date else _today(config, ctx)
        if on > _today(config, ctx):
            raise OperatorError(f"{on} is still to come; record a payment once it is there")
        for _ in range(_TRIES):
            case, number = resolve(desk, invoice)
            if not number:
                raise OperatorError(f"{invoice} is a case; name the invoice that was paid")
            act = acts.pay_back if back else acts.pay
            if _recorded(desk, case, act(case, number, cents(amount), on, ref)):
                left = desk.case(case.id).left([number])
                done = "taken back" if back else "recorded"
                typer.echo(f"{number}: {amount} {done}, {decimal(left)} left")
                return
        raise _busy(invoice)


def hold(
    context: typer.Context,
    target: str = typer.Argument(metavar="CASE_OR_INVOICE"),
    until: str = typer.Option("", "--until", help="The last day held; until resumed if not given."),
    why: str = typer.Option(..., "--why", help="The reason, kept in the journal."),
) -> None:
    """Nobody is written to about this case or invoice."""
    last = day(until) if until else None
    _act(context, target, lambda case, number, ctx: acts.hold(case, number, last, why, ctx.clock()))
    typer.echo(f"{target}: held " + (f"through {last}" if last else "until resumed"))


def resume(context: typer.Context, target: str = typer.Argument(metavar="CASE_OR_INVOICE")) -> None:
    """Goes on with a case or one invoice (`house`: with all, after a stop of everything)."""
    config = context.obj.config()
    if target == HOUSE:
        with context.obj.desk(config) as desk:
            desk.note(HOUSE, HouseResumed("the owner says so"))
        typer.echo("everybody may be written to again")
        return
    before, events = _act(
        context,
        target,
        lambda case, number, ctx: acts.resume(case, (number,) if number else (), _today(config, ctx)),
    )
    typer.echo(f"{target}: {acts.resumed(before, events)}")


def note(
    context: typer.Context,
    target: str = typer.Argument(metavar="CASE"),
    text: str = typer.Argument(metavar="TEXT"),
) -> None:
    """Keeps a note in the case's story; what it says of a court or of who has the case now is heeded."""
    _, events = _act(context, target, lambda case, _, ctx: _noted(case, text, ctx))
    said = (words for event in events[1:] if (words := told_of(event)))
    typer.echo("; ".join((f"{target}: noted", *said)))


def _noted(case: Case, text: str, ctx: Context) -> list[CaseEvent]:
    """The same words do the same by mail and here."""
    act = ActRead("note", text=text)
    on = ground(case, Matter(case.id), act, rules=ctx.config().rules, now=ctx.clock(), by="owner")
    carried = carry_out(on)
    if carried.refused:
        why = carried.line.name.replace("_", " ")
        day = carried.line.values.get("date")
        raise OperatorError(f"not taken: {why}" + (f" ({day})" if day else ""))
    return list(carried.events)


def posted(
    context: typer.Context,
    target: str = typer.Argument(metavar="CASE"),
    number: str = typer.Option(..., "--number", help="The registered letter's number."),
    date: str = typer.Option(..., "--date", help="The day it was posted."),
    presented: str = typer.Option("", "--presented", help="The day it was first presented."),
    refused: str = typer.Option("", "--refused", help="The day it was refused at the door."),
) -> None:
    """The mise en demeure was posted, and perhaps presented or refused."""
    shown = day(presented) if presented else None
    away = day(refused) if refused else None
    plain = number.replace(" ", "")
    on = day(date)
    ctx: Context = context.obj
    if max(on, shown or on, away or on) > _today(ctx.config(), ctx):
        raise OperatorError("that day is still to come; say what happened once it has")
    case, _ = _act(
        context,
        target,
        lambda case, _, __: acts.posted(case, plain, on, presented=shown, refused=away),
    )
    with ctx.desk(ctx.config()) as desk:
        typer.echo(f"{target}: {acts.on_its_way(desk.case(case.id))}")


def approve(
    context: typer.Context,
    notice: str,
    why: str = typer.Option("", "--why", help="A reason to keep."),
    until: str = typer.Option("", "--until", help="The day granted to a debtor who asked for time."),
) -> None:
    """Says yes to a notice."""
    _answer(context, notice, yes=True, why=why, until=day(until) if until else None)


def refuse(
    context: typer.Context, notice: str, why: str = typer.Option("", "--why", help="A reason to keep.")
) -> None:
    """Says no to a notice."""
    _answer(context, notice, yes=False, why=why)


def _answer(context: typer.Context, notice: str, *, yes: bool, why: str, until: Date | None = None) -> None:
    ctx: Context = context.obj
    config = ctx.config()
    name = case_of_notice(notice)
    with ctx.desk(config) as desk:
        if name == HOUSE:
            _answer_house(desk, notice, yes=yes, why=why)
        else:
            for _ in range(_TRIES):
                case = desk.case(name)
                now = ctx.clock()
                events = acts.answer(case, notice, yes=yes, why=why, rules=config.rules, now=now, until=until)
                if _recorded(desk, case, events):
                    break
            else:
                raise _busy(notice)
    typer.echo(f"{notice}: {'approved' if yes else 'refused'}")


def _answer_house(desk: Desk, notice: str, *, yes: bool, why: str) -> None:
    opened = desk.state.facts.notices.get(notice)
    word = "approve" if yes else "refuse"
    if opened is None:
        raise OperatorError(f"notice {notice}: none of that name is open; `relance status` lists them")
    if word not in opened.choices:
        raise OperatorError(f"notice {notice} ({opened.about}) is answered with: {', '.join(opened.choices)}")
    desk.note(HOUSE, NoticeAnswered(notice, "approve" if yes else "refuse", "owner", why))


def _act(context: typer.Context, target: str, act: Act) -> tuple[Case, list[CaseEvent]]:
    """Does it; gives the case as it was before, and what was written down."""
    ctx: Context = context.obj
    with ctx.desk(ctx.config()) as desk:
        for _ in range(_TRIES):
            case, number = resolve(desk, target)
            events = act(case, number, ctx)
            if _recorded(desk, case, events):
                return case, events
        raise _busy(target)


def _recorded(desk: Desk, case: Case, events: list[CaseEvent]) -> bool:
    try:
        desk.append(case.id, case.n, events)
    except Moved:
        return False
    return True


def _busy(what: str) -> OperatorError:
    return OperatorError(f"{what}: the case is being worked on; try again in a moment")


def _today(config: Config, ctx: Context) -> Date:
    return calendar_of(config.rules.calendar).day(ctx.clock())
