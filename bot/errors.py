"""The two errors that cross rooms; everything else is a value or a bug.

`OperatorError`: a person can mend it; all problems at once, no traceback, exit code 2.
`WorldError`: a server, a disk or a network said no; temporary waits, permanent goes to a person.
A finding (a flaw in the journal, a question to the owner) is a value, never an exception.
"""


class OperatorError(Exception):
    """Something the operator can mend. Each problem is one sentence: where, what, and the cure."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class WorldError(Exception):
    """The outside world refused. `permanent` says whether asking again is of any use."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent
