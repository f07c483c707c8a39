"""The configuration: the example is the reference, and every mistake is said at once, with its cure."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, time
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.checks import EXAMPLE as EXAMPLES_OWN
from bot.checks import EXAMPLE_IBAN, creditor_known, left_over
from bot.config import Config, Server, load
from bot.config import text as yaml_text
from bot.config.faults import all_keys
from bot.config.shape import LATER, FileShape
from bot.errors import OperatorError
from bot.rules import CalendarRules, LawRules, Limits, OwnerRules, Pause, ReplyRules, Rules, Span
from bot.sources import Source

EXAMPLE = Path(__file__).parent.parent / "config.example.yaml"
ENVIRONMENT = {"RELANCE_MAIL_PASSWORD": "un secret"}
SMALLEST = """\
creditor:
  name: Atelier Morvan
  email: contact@morvan.example
owner:
  email: anne@morvan.example
mail:
  from: factures@morvan.example
  imap: {host: imap.morvan.example, user: factures, password_env: RELANCE_MAIL_PASSWORD}
  smtp: {host: smtp.morvan.example}
"""


def loaded(tmp_path: Path, content: str) -> Config:
    file = tmp_path / "config.yaml"
    file.write_text(content, encoding="utf-8")
    return load(file, ENVIRONMENT)


def problems(tmp_path: Path, content: str) -> tuple[str, ...]:
    with pytest.raises(OperatorError) as refused:
        loaded(tmp_path, content)
    return refused.value.problems


def problem(tmp_path: Path, content: str) -> str:
    (found,) = problems(tmp_path, content)
    return found


def smallest(**changes: str) -> str:
    """The smallest configuration with the lines that hold these words replaced."""
    lines = SMALLEST.splitlines()
    for words, line in changes.items():
        lines = [line if words in old else old for old in lines]
    return "\n".join(lines) + "\n"


# --- the example ------------------------------------------------------------------------------------


def test_the_example_loads_and_is_a_rehearsal() -> None:
    config = load(EXAMPLE, ENVIRONMENT)
    assert config.rules.mode == "rehearsal"
    assert config.mail_from == ("Atelier Morvan", "factures@atelier-morvan.example")
    assert config.imap == Server(
        "imap.atelier-morvan.example", 993, "tls", "factures@atelier-morvan.example", "un secret"
    )
    assert config.data == EXAMPLE.parent / "data"
    assert config.digest == sha256(EXAMPLE.read_bytes()).hexdigest()
    assert config.sources[1] == Source(path="payments/*.csv", holds="payments")
    assert config.rules.debtors["Martin SARL"].ceiling == "second_reminder"


def test_every_key_stands_in_the_example_with_a_sentence() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    for key in {key.rpartition(".")[2] for key in all_keys(FileShape) if key not in LATER}:
        standing = [n for n, line in enumerate(lines) if line.strip(" #-{").startswith(f"{key}:")]
        inline = [n for n, line in enumerate(lines) if f"# {key}: " in line or f" {key}: " in line]
        assert standing or inline, f"{key} is not in the example"
        assert any("#" in "".join(lines[max(0, n - 6) : n + 1]) for n in (*standing, *inline)), key


def test_what_the_example_shows_is_what_holds_without_it(tmp_path: Path) -> None:
    shown, bare = load(EXAMPLE, ENVIRONMENT), loaded(tmp_path, SMALLEST)
    own = {"creditor", "debtors"}
    for field in (known for known in fields(Rules) if known.compare):
        if field.name not in own:
            assert getattr(shown.rules, field.name) == getattr(bare.rules, field.name), field.name
    assert (shown.folders, shown.copy_to_sent, shown.first_look_days) == (
        bare.folders,
        bare.copy_to_sent,
        bare.first_look_days,
    )


def test_the_smallest_configuration_has_the_rules_own_defaults(tmp_path: Path) -> None:
    config = loaded(tmp_path, SMALLEST)
    rules = config.rules
    assert rules.calendar == CalendarRules()
    assert (rules.limits, rules.replies) == (Limits(), ReplyRules())
    assert (rules.owner, rules.law) == (OwnerRules(), LawRules())
    assert rules.creditor.signature == "Atelier Morvan"
    assert config.smtp == Server("smtp.morvan.example", 465, "tls", "", "")
    assert config.sources == ()
    for kind, days, deadline in (("business", [3, 12, 25, 40], 15), ("unknown", [7, 21, 35, 55], 30)):
        ladder = rules.ladders[kind]  # type: ignore[index]
        assert [step.day for step in ladder] == days
        assert ladder[-1].deadline_days == deadline
        assert ladder[-1].channels == ("letter", "email")
    assert set(rules.ladders) == {"business", "consumer", "nonprofit", "unknown", "public"}


def test_the_consumers_ladder_serves_nonprofit_and_unknown_unless_they_have_their_own(tmp_path: Path) -> None:
    steps = "[{step: one, day: 10, tone: cordial, template: reminder}]"
    ladders = loaded(tmp_path, SMALLEST + f"ladders: {{consumer: {steps}}}\n").rules.ladders
    assert ladders["unknown"] == ladders["nonprofit"] == ladders["consumer"]
    assert len(ladders["public"]) == 4


# --- values -----------------------------------------------------------------------------------------


def test_values_are_read_as_a_person_writes_them(tmp_path: Path) -> None:
    written = """
calendar:
  days: [mon, wed-thu]
  hours: "8:30-12:00"
  quiet: ["12-20/01-03"]
  pauses: [2026-08-03, "2027-01-04/2027-01-08"]
law: {ignore_below: 7.50, mise_en_demeure_from: 120}
"""
    rules = loaded(tmp_path, SMALLEST + written).rules
    assert rules.calendar.days == (0, 2, 3)
    assert (rules.calendar.opens, rules.calendar.closes) == (time(8, 30), time(12))
    assert rules.calendar.quiet == (Span((12, 20), (1, 3)),)
    assert rules.calendar.pauses == (
        Pause(date(2026, 8, 3), date(2026, 8, 3)),
        Pause(date(2027, 1, 4), date(2027, 1, 8)),
    )
    assert rules.law == LawRules(750, 12_000)


def test_a_port_that_is_not_given_follows_from_the_security(tmp_path: Path) -> None:
    config = loaded(tmp_path, smallest(smtp="  smtp: {host: localhost, security: none}"))
    assert (config.smtp.port, config.smtp.security) == (25, "none")


@pytest.mark.parametrize(
    ("host", "word", "copies"),
    [
        ("smtp.gmail.com", "auto", False),
        ("smtp.office365.com", "auto", False),
        ("notgmail.com", "auto", True),
        ("smtp.gmail.com", "yes", True),
        ("mail.example", "no", False),
    ],
)
def test_a_copy_goes_to_sent_unless_the_server_files_it_itself(
    tmp_path: Path, host: str, word: str, copies: bool
) -> None:
    content = smallest(smtp=f"  smtp: {{host: {host}}}\n  copy_to_sent: {word}")
    assert loaded(tmp_path, content).copy_to_sent is copies


def test_the_strictest_freshness_of_what_tells_payments_holds(tmp_path: Path) -> None:
    sources = (
        "sources: [{type: csv, path: a, fresh_days: 5}, {type: csv, path: b, holds: clients, fresh_days: 2}]"
    )
    assert loaded(tmp_path, SMALLEST + sources).rules.fresh_days == 5


def test_keys_of_the_contract_without_effect_yet_are_taken_and_told(tmp_path: Path) -> None:
    later = (
        "law: {interest_rate: 3x, indemnity: 40,"
        " charge_interest_from: mise_en_demeure, allocate: principal_first}"
    )
    config = loaded(tmp_path, f"{SMALLEST}\n{later}\n")
    assert config.idle_keys == LATER
    assert loaded(tmp_path, SMALLEST).idle_keys == ()


# --- mistakes ---------------------------------------------------------------------------------------

WRONG: list[tuple[str, str]] = [
    ("mode: test", "line 10: mode: 'test': is not known; allowed: rehearsal, live"),
    ("mode: rehersal", "did you mean rehearsal?"),
    ("languages: fr", "languages: this key is not known; did you mean language?"),
    ("approve: []", "approve: this key is not known here; it belongs to owner"),
    ("law: {interest_rate: high}", "law.interest_rate: 'high'"),
    ("law: {ignore_below: 5.005}", "'5.005': an amount has at most two decimals"),
    ("law: {ignore_below: -1}", "neither negative"),
    ('law: {ignore_below: "5 €"}', "an amount in euros is expected here"),
    ("limits: {per_hour: 0}", "limits.per_hour: '0': is too small; at least 1"),
    ("limits: {per_hour: many}", "'many': a whole number is expected here"),
    ("calendar: {hours: 9-17}", 'an hour is expected here, such as "17:00"'),
    ("calendar: {hours: '17:00-09:00'}", "hours: the day would close before it opens"),
    ("calendar: {days: lundi}", "'lundi' is no day"),
    ("calendar: {days: fri-mon}", "runs backwards"),
    ("calendar: {quiet: [08-01]}", "days of the year are expected here"),
    ("calendar: {quiet: ['02-30/03-01']}", "days of the year are expected here"),
    ("calendar: {pauses: ['2026-02-30']}", "days are expected here"),
    ("calendar: {holidays: Mars}", "'Mars' is no country known here"),
    ("calendar: {timezone: Paris}", "'Paris' is no time zone"),
    ("sources: {type: csv}", "sources: a list is expected here, each entry after a dash"),
    ("sources: [{type: xls, path: a}]", "sources[1].type: 'xls': is not known; allowed: csv"),
    ("sources: [{type: csv, path: a, complete: perhaps}]", "yes or no is expected here"),
    ("sources: [{type: csv, path: a, columns: {totl: x}}]", "'totl' is no field of invoices; known: "),
    (
        "debtors: {Martin: {treatment: nice}}",
        "debtors.Martin.treatment: 'nice': is not known; allowed: normal,",
    ),
    ("debtors: {Martin: {ceiling: fourth}}", "the ceiling of Martin is no step; known: "),
    ("ladders: {business: []}", "at least one step"),
    ("templates: ./nowhere", "templates: there is no such folder"),
    ("mode: live\nmode: rehearsal", "line 11: mode is given twice"),
    ("mode: [", "this is no valid YAML"),
    ("data: &a [*a]", "does it contain itself?"),
]


@pytest.mark.parametrize(("line", "sentence"), WRONG)
def test_a_mistake_is_said_with_its_place_and_its_cure(tmp_path: Path, line: str, sentence: str) -> None:
    found = problems(tmp_path, SMALLEST + line + "\n")
    assert any(sentence in each for each in found), found
    assert all(str(tmp_path / "config.yaml") + ", line 1" in each for each in found)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "siren: 732829320",
            "creditor.siren: '732829320': YAML reads this as a number; write it between quotes: \"",
        ),
        ("siren: 012345678", 'write it between quotes: "012345678"'),
        ('siren: "732829321"', "this is no SIREN"),
        ('iban: "FR76 3000 6000 0112 3456 7890 188"', "this is no IBAN"),
        ('bic: "AGRI"', "this is no BIC"),
        ("email: nobody", "an e-mail address is expected here"),
        ("phone: 0298000000", 'between quotes: "0298000000"'),
        ('signature: "Anne\\nBcc: x@y.example"', "one line is expected here"),
        ("voice: vous", "allowed: nous, je, tu"),
    ],
)
def test_what_is_said_of_the_creditor_is_checked(tmp_path: Path, line: str, sentence: str) -> None:
    content = SMALLEST.replace("  email: contact@morvan.example\n", "")
    if not line.startswith("email"):
        line += "\n  email: contact@morvan.example"
    assert sentence in problem(
        tmp_path, content.replace("  name: Atelier Morvan", f"  name: Morvan\n  {line}")
    )


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([("a", 5, "cordial"), ("b", 5, "neutral")], "b (day 5) must come later than a (day 5)"),
        ([("a", 5, "cordial"), ("a", 9, "neutral")], "two steps are called a"),
        ([("mise_en_demeure", 5, "formal"), ("b", 9, "neutral")], "mise_en_demeure must be the last step"),
        ([("mise_en_demeure", 5, "firm")], "go together"),
        ([("a", 5, "formal")], "go together"),
        ([("a", 0, "cordial")], "ladders.business[1].day: '0': is too small; at least 1"),
        ([("A step", 1, "cordial")], "a plain word is expected here"),
    ],
)
def test_a_ladder_climbs(tmp_path: Path, steps: list[tuple[str, int, str]], sentence: str) -> None:
    rungs = (
        f"{{step: {name}, day: {day}, tone: {tone}, template: "
        f"{'mise_en_demeure' if name == 'mise_en_demeure' else 'reminder'}}}"
        for name, day, tone in steps
    )
    found = problems(tmp_path, SMALLEST + f"ladders: {{business: [{', '.join(rungs)}]}}")
    assert any(sentence in each for each in found), found


def test_all_mistakes_are_said_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    content = smallest(email="  email: nobody").replace("user: factures, ", "") + "mode: no\nlaw: {x: 1}\n"
    found = problems(tmp_path, content)
    places = [int(each.split("line ")[1].split(":")[0]) for each in found]
    assert places == sorted(places)
    assert set(places) == {3, 5, 8, 10, 11}


def test_a_missing_file_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=r"copy config\.example\.yaml"):
        load(tmp_path / "config.yaml", {})


def test_a_key_left_empty_counts_as_not_written(tmp_path: Path) -> None:
    config = loaded(tmp_path, SMALLEST + "calendar:\n  timezone:\nsources:\ntemplates: ''\n")
    assert config.rules.calendar == CalendarRules()
    assert config.templates is None
    assert "creditor.name: this key must be given" in problem(tmp_path, smallest(Atelier="  name:"))


# --- secrets ----------------------------------------------------------------------------------------


def with_password(key: str) -> str:
    return SMALLEST.replace("password_env: RELANCE_MAIL_PASSWORD", key)


def test_a_password_comes_from_a_file_beside_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("  un mot de passe \n", encoding="utf-8")
    config = loaded(tmp_path, with_password("password_file: secret.txt"))
    assert config.imap.password == "  un mot de passe "
    assert "un mot de passe" not in repr(config)


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("password: s3cret", "a password never stands in this file"),
        ("passwort: s3cret", "this key is not known"),
        ("password_env: s3cret", "no variable of that name is set"),
        ("password_file: s3cret", "the file cannot be read"),
        ("password_file: s3cret, password_env: s3cret", "not both"),
        ("port: 993", "the password is missing"),
    ],
)
def test_a_secret_that_cannot_be_had_fails_loudly_and_is_never_repeated(
    tmp_path: Path, key: str, sentence: str
) -> None:
    found = problems(tmp_path, with_password(key))
    assert any(sentence in each for each in found), found
    assert "s3cret" not in " ".join(found)


def test_an_empty_password_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("\n", encoding="utf-8")
    assert "the file is empty" in problem(tmp_path, with_password("password_file: secret.txt"))


# --- whatever the text ------------------------------------------------------------------------------


def every_line(path: Path) -> Iterator[str]:
    yield from path.read_text(encoding="utf-8").splitlines(keepends=True)


@given(
    st.integers(0, len(list(every_line(EXAMPLE))) - 1),
    st.text("abc:{}[]-#&*!%@'\"\n 01.\t", max_size=12),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_line_changed_gives_a_configuration_or_problems(tmp_path: Path, line: int, noise: str) -> None:
    lines = list(every_line(EXAMPLE))
    lines[line] = noise + "\n"
    try:
        loaded(tmp_path, "".join(lines))
    except OperatorError as refused:
        assert refused.problems


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("10:30", "10:30"),
        ("yes", "yes"),
        ("true", True),
        ("2026-03-01", "2026-03-01"),
        ("", None),
    ],
)
def test_yaml_has_none_of_its_old_traps(written: str, value: Any) -> None:
    assert yaml_text.read(f"a: {written}").values == {"a": value}


def test_who_opens_no_mailbox_needs_no_password(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    assert load(path, {}, secrets=False).imap.password == ""
    with pytest.raises(OperatorError, match="password_env"):
        load(path, {})


def test_the_examples_own_bank_account_is_a_mistake_to_check(tmp_path: Path) -> None:
    assert load(EXAMPLE, ENVIRONMENT).rules.creditor.iban == EXAMPLE_IBAN


def test_a_customers_months_and_a_steps_copies_reach_the_rules(tmp_path: Path) -> None:
    step = "{step: first, day: 3, tone: cordial, template: reminder, copies: yes}"
    debtor = "debtors: {Martin: {pays_in: [3, 9], treatment: owner_only}}"
    written = f"{SMALLEST}\nladders: {{business: [{step}]}}\n{debtor}\n"
    found = loaded(tmp_path, written).rules
    assert found.ladders["business"][0].copies
    assert (found.debtors["Martin"].pays_in, found.debtors["Martin"].treatment) == ((3, 9), "owner_only")
    assert "13" in problem(tmp_path, f"{SMALLEST}\ndebtors: {{Martin: {{pays_in: [13]}}}}\n")


def test_the_entry_in_the_trade_register_is_taken_as_it_is_written(tmp_path: Path) -> None:
    """C. com. R123-237: it stands on the letters."""
    told = loaded(tmp_path, SMALLEST.replace("creditor:", "creditor:\n  rcs: RCS Quimper 812 345 678"))
    assert told.rules.creditor.rcs == "RCS Quimper 812 345 678"
    assert loaded(tmp_path, SMALLEST).rules.creditor.rcs == ""


def test_check_says_what_the_creditor_of_a_mise_en_demeure_lacks(tmp_path: Path) -> None:
    error, warning = creditor_known(loaded(tmp_path, SMALLEST))
    assert (error.level, warning.level) == ("error", "warning")
    assert error.what.startswith("creditor.address, creditor.iban: ") and "write it" in error.what
    assert "creditor.consumer_mediator" in warning.what and "L616-1" in warning.what


def test_check_asks_nothing_of_a_creditor_who_sends_no_mise_en_demeure(tmp_path: Path) -> None:
    step = "[{step: first, day: 3, tone: cordial, template: reminder}]"
    ladders = ", ".join(f"{kind}: {step}" for kind in ("business", "consumer", "public"))
    assert not list(creditor_known(loaded(tmp_path, f"{SMALLEST}ladders: {{{ladders}}}\n")))


def test_check_warns_of_a_register_s_number_that_is_not_the_firm_s(tmp_path: Path) -> None:
    own = EXAMPLE.read_text(encoding="utf-8")
    path = tmp_path / "config.yaml"
    for rcs, warned in (("RCS Quimper", 0), ("RCS Quimper B 732 829 320", 0), ("RCS Brest 812 345 678", 1)):
        path.write_text(own.replace("RCS Quimper 732 829 320", rcs), encoding="utf-8")
        found = list(creditor_known(load(path, ENVIRONMENT)))
        assert len(found) == warned and all("creditor.rcs" in each.what for each in found)


def test_what_is_left_of_the_example_is_named_in_one_warning(tmp_path: Path) -> None:
    [left] = left_over(load(EXAMPLE, ENVIRONMENT))
    assert (left.level, left.about) == ("warning", "configuration")
    for key in EXAMPLES_OWN:
        assert key in left.what
    own = EXAMPLE.read_text(encoding="utf-8").replace("Atelier Morvan  ", "Menuiserie Le Bihan  ")
    path = tmp_path / "config.yaml"
    path.write_text(own, encoding="utf-8")
    [left] = left_over(load(path, ENVIRONMENT))
    assert "creditor.name" not in left.what and "creditor.siren" in left.what
