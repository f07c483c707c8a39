"""What is owed on one invoice while the days go by: payments and credit notes booked, the days cut.

A payment goes to the interest that has run and then to the principal (C. civ. 1343-1), or the other way
round; a credit note reduces the principal and is no payment. What is beyond both waits for the indemnity.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.law.claim import Allocate, Claim
from bot.law.semesters import Semester

Move = tuple[date, bool, int]  # first day under the new principal, whether it is a payment, cents
_DAY = timedelta(days=1)


@dataclass(slots=True)
class Account:
    """What is owed while the days go by; local to one computation."""

    principal: int
    accrued: int = 0
    paid: int = 0  # of the interest
    surplus: int = 0  # received beyond principal and the interest of its day

    def pay(self, amount: int, *, interest_first: bool) -> None:
        """To the interest that has run, then to the principal (C. civ. 1343-1), or the other way round."""
        if interest_first:
            amount = self._to_interest(amount)
        on_principal = min(amount, self.principal)
        self.principal -= on_principal
        self.surplus += self._to_interest(amount - on_principal)

    def credit(self, amount: int) -> None:
        """Reduces the principal; it is no payment in the sense of C. civ. 1343-1."""
        on_principal = min(amount, self.principal)
        self.principal -= on_principal
        self.surplus += amount - on_principal

    def _to_interest(self, amount: int) -> int:
        """What is left of the amount once it has settled the interest that has run (C. civ. 1343-1)."""
        settled = min(amount, self.accrued - self.paid)
        self.paid += settled
        return amount - settled

    def settle(self, indemnity: int) -> int:
        """Puts the surplus on interest, then on the indemnity (C. com. D441-5); gives the rest of that."""
        self.surplus = self._to_interest(self.surplus)
        settled = min(self.surplus, indemnity)
        self.surplus -= settled
        return indemnity - settled


def moves(claim: Claim) -> list[Move]:
    """Payments and credit notes in order; the day of a payment still bears interest (CCP R2192-32)."""
    credited = [(c.on, False, c.amount) for c in claim.credits]
    paid = [(p.on + _DAY, True, p.amount) for p in claim.payments]
    return sorted((*credited, *paid))


def book(account: Account, waiting: list[Move], day: date, allocate: Allocate) -> list[Move]:
    """Books what is effective by this day (C. civ. 1343-1); gives the rest."""
    for effective, is_payment, amount in waiting:
        if effective > day:
            break
        if is_payment:
            account.pay(amount, interest_first=allocate == "interest")
        else:
            account.credit(amount)
    return [move for move in waiting if move[0] > day]


def spans(first: date, last: date, changes: Sequence[date]) -> Iterator[tuple[date, date]]:
    """The days from first to last, cut before each change and each semester (C. com. L441-10 II)."""
    while first <= last:
        following = [day for day in changes if day > first]
        end = min(last, Semester.of(first).last, *(day - _DAY for day in following))
        yield first, end
        first = end + _DAY
