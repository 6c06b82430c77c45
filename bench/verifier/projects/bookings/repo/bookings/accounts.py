"""Accounts in cents by double entry."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entry:
    account: str
    cents: int


@dataclass
class Book:
    entries: list = field(default_factory=list)
    closed: bool = False

    def post(self, text, entries):
        """Books entries that add up to zero, all or none of them."""
        if self.closed:
            raise RuntimeError("the book is closed")
        entries = list(entries)
        if len(entries) < 2:
            raise ValueError("two entries at least")
        if any(entry.cents == 0 for entry in entries):
            raise ValueError("an entry of nothing")
        total = sum(entry.cents for entry in entries)
        if total != 0:
            raise ValueError(f"not balanced: {total}")
        self.entries.extend((text, entry) for entry in entries)

    def balance(self, account):
        """Of an account with all accounts below it: `costs` has `costs:rent` too."""
        return sum(
            entry.cents
            for _, entry in self.entries
            if entry.account == account or entry.account.startswith(account + ":")
        )

    def balances(self):
        """Of each account that is not even, sorted by name."""
        totals = {}
        for _, entry in self.entries:
            totals[entry.account] = totals.get(entry.account, 0) + entry.cents
        return {account: totals[account] for account in sorted(totals) if totals[account] != 0}

    def transfer(self, text, source, target, cents):
        if cents <= 0:
            raise ValueError("only positive amounts")
        if source == target:
            raise ValueError("nothing to transfer")
        self.post(text, [Entry(source, -cents), Entry(target, cents)])

    def undo(self, text):
        """Books the opposite of all entries with a text."""
        found = [entry for known, entry in self.entries if known == text]
        if not found:
            raise KeyError(text)
        self.post(f"undo {text}", [Entry(entry.account, -entry.cents) for entry in found])

    def close(self, into):
        """Moves all incomes and costs into one account, and takes no more entries."""
        moved = [
            Entry(account, -cents)
            for account, cents in self.balances().items()
            if account.split(":")[0] in ("income", "costs")
        ]
        if moved:
            self.post("closing", [*moved, Entry(into, -sum(entry.cents for entry in moved))])
        self.closed = True
