"""Remittances in the random histories: asked for, approved, refused, taken back, sent, answered by a bank, returned."""

from dataclasses import dataclass, field
from functools import partial
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from backend.core.actor import Staff
from backend.earnings.commands import banking, remitting
from backend.earnings.commands.remitting import Payee, To, Why
from backend.ledger.commands import AccountKind
from tests.earnings.crashes import WAYS
from tests.earnings.fake_bank import LAYOUT
from tests.earnings.lives import Crash, Lives, Spot
from tests.earnings.make_remittance import ACCOUNT, NAME
from tests.work import make_work as work

WHO, NTH = st.integers(0, 1), st.integers(0, 1_000)
CRASH = st.none() | st.tuples(st.integers(1, 12) | st.integers(1, 60), st.sampled_from(WAYS))
PAYEES = {
    AccountKind.WORKER_PERSONAL: Payee.HOLDER,
    AccountKind.CIVIL_REPARATION: Payee.JUDICIARY,
}
WORDS = {"paid": "ABONADO", "returned": "DEVUELTO", "refused": "RECHAZADO"}


@dataclass
class Remittance:
    """The model's: where it is, and what the bank has said of it."""

    id: UUID
    spot: Spot
    kind: AccountKind
    amount: int
    reference: str
    asker: Staff
    state: str = "asked"
    heard: set[str] = field(default_factory=set)

    @property
    def is_reserved(self) -> bool:
        return self.state in ("asked", "approved", "sent")

    def hears(self, word: str, amount: int) -> str:
        """What an answer file comes to: moved, known or mismatch."""
        if amount != self.amount or self.state in ("asked", "approved"):
            return "mismatch"
        if word in self.heard:
            return "known"
        if self.state != "sent" and not (self.state == "confirmed" and word == "returned"):
            return "mismatch"
        self.heard.add(word)
        self.state = {"paid": "confirmed"}.get(word, word)
        return "moved"


class Payments(Lives):
    """The rules of what is paid out of accounts."""

    def _in(self, *states: str) -> list[Remittance]:
        return [each for each in self.remittances.values() if each.state in states]

    @precondition(lambda self: self.stated)
    @rule(
        nth=NTH,
        amount=st.integers(1, 30_000),
        kind=st.sampled_from(sorted(PAYEES)),
        steps=st.integers(0, 4),
        word=st.sampled_from(sorted(WORDS)),
        crash=CRASH,
    )
    def pay(
        self, nth: int, amount: int, kind: AccountKind, steps: int, word: str, crash: Crash
    ) -> None:
        """Asked for, and sometimes seen through at once: approved, sent, answered, come back."""
        spots = sorted({(who, place) for who, place, _ in self.stated})
        anywhere = (nth % 2, self.places[nth % 4 // 2])
        about = self._asked(spots[nth % len(spots)] if nth % 8 else anywhere, kind, amount, crash)
        if about is None or not steps:
            return
        self._decided(about, "approve", work.chief(about.spot[1]), crash)
        if steps > 1:
            self._filed(about.spot[1], crash)
        if steps > 2:
            self._answered(about, word, about.amount, about.asker, crash)
        if steps > 3:
            self._answered(about, "returned", about.amount, work.chief(about.spot[1]), crash)

    @precondition(lambda self: self.remittances)
    @rule(nth=NTH, how=st.sampled_from(["approve", "refuse", "cancel"]), crash=CRASH)
    def decide_remittance(self, nth: int, how: str, crash: Crash) -> None:
        """Mostly one that waits; whoever asked approves nothing."""
        among = (
            self._in("asked") if self._in("asked") and nth % 4 else list(self.remittances.values())
        )
        about = among[nth % len(among)]
        by = work.chief(about.spot[1]) if nth % 5 else about.asker
        self._decided(about, how, by, crash)

    @precondition(lambda self: self._in("approved"))
    @rule(nth=NTH, crash=CRASH)
    def send(self, nth: int, crash: Crash) -> None:
        among = self._in("approved")
        self._filed(among[nth % len(among)].spot[1], crash)

    @precondition(lambda self: self.remittances)
    @rule(nth=NTH, word=st.sampled_from(sorted(WORDS)), crash=CRASH)
    def answer(self, nth: int, word: str, crash: Crash) -> None:
        """What the bank says of any; sometimes of another amount, sometimes again."""
        sent = self._in("sent", "confirmed")
        among = sent if sent and nth % 7 else list(self.remittances.values())
        about = among[nth % len(among)]
        by = about.asker if nth % 3 else work.chief(about.spot[1])
        self._answered(about, word, about.amount + (nth % 6 == 5), by, crash)

    def _asked(self, spot: Spot, kind: AccountKind, amount: int, crash: Crash) -> Remittance | None:
        free = self.run(self.free(spot, kind))
        clerk = work.chief(spot[1])
        ask = partial(
            remitting.ask_remittance, clerk, uuid4(), establishment_id=spot[1], source=kind, amount=amount,
            inmate_id=self.people[spot[0]].inmate_id, to=To(PAYEES[kind], ACCOUNT, NAME), now=self.now,
        )  # fmt: skip
        came, answer = self.act(ask, crash)
        if free is None:
            assert came == "NOT_FOUND"
            return None
        assert came == ("done" if amount <= free else "BALANCE_TOO_LOW")
        if came != "done":
            return None
        made = Remittance(UUID(answer["id"]), spot, kind, amount, answer["reference"], clerk)
        self.remittances[made.id] = made
        return made

    def _decided(self, about: Remittance, how: str, by: Staff, crash: Crash) -> None:
        more = {} if how == "approve" else {"why": Why.NOT_DUE}
        act = getattr(remitting, f"{how}_remittance")
        came, _ = self.act(
            partial(act, by, uuid4(), remittance_id=about.id, now=self.now, **more), crash
        )
        until = ("asked", "approved") if how == "cancel" else ("asked",)
        expected = "done" if about.state in until else "ALREADY_DECIDED"
        if by is about.asker and how != "cancel" and expected == "done":
            expected = "SECOND_PERSON_NEEDED"
        assert came == expected
        if came == "done":
            about.state = {"approve": "approved", "refuse": "refused", "cancel": "cancelled"}[how]

    def _filed(self, at: str, crash: Crash) -> None:
        """Into one file for the bank: everything that was approved at a place."""
        due = [each for each in self._in("approved") if each.spot[1] == at]
        about = {"establishment_id": at, "layout": LAYOUT, "now": self.now}
        came, answer = self.act(
            partial(banking.make_bank_file, work.chief(at), uuid4(), **about), crash
        )
        assert came == "done"
        assert (answer["count"], answer["total"]) == (len(due), sum(each.amount for each in due))
        for each in due:
            each.state = "sent"

    def _answered(self, about: Remittance, word: str, amount: int, by: Staff, crash: Crash) -> None:
        line = f"{about.reference};{amount // 100}.{amount % 100:02};{WORDS[word]};OP-1"
        content = f"REFERENCIA;IMPORTE;ESTADO;OPERACION\r\n{line}".encode()
        read = partial(
            banking.read_bank_answers, by, uuid4(), establishment_id=about.spot[1], layout=LAYOUT,
            content=content, now=self.now,
        )  # fmt: skip
        came, counts = self.act(read, crash)
        assert came == "done"
        took = about.hears(word, amount)
        assert counts == {each: int(each == took) for each in ("moved", "known", "mismatch")}
