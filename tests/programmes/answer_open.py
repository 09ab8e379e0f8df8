"""What whoever has no account does in the histories of answers: come, send it again, take it back."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from backend.programmes.tokens import open_answer_id
from tests.programmes import make_answers as answers
from tests.programmes import make_open as opened
from tests.programmes.answer_model import DATES, FOR_ALL, Model, OpenSaid


class OpenAnswering(RuleBasedStateMachine):
    """Part of `Answering`: nobody's address is counted twice."""

    loop: asyncio.AbstractEventLoop
    owner: asyncpg.Connection
    model: Model
    dates: list[UUID]

    def run(self, act: Any) -> Any:
        return self.loop.run_until_complete(act)

    @rule(
        date_no=st.sampled_from([FOR_ALL, FOR_ALL, FOR_ALL, FOR_ALL, DATES[0]]),
        adults=st.integers(1, 2),
        children=st.integers(0, 1),
    )
    def answer_openly(self, date_no: int, adults: int, children: int) -> None:
        form, date_id = uuid4(), self.dates[date_no]
        expected = self.model.open_refusal(date_no, adults, children)
        act = opened.give(
            date_id, adults, children, form=form, address=form.hex, now=self.model.now
        )
        if expected is not None:
            assert self.run(answers.outcome(act)) == expected
            return
        one = OpenSaid(
            open_answer_id(form, date_id), form, self.run(act), date_no, adults, children
        )
        self.model.open_said.append(one)

    @rule(data=st.data())
    def send_openly_again(self, data: st.DataObject) -> None:
        """A reload, or a page that was lost: whatever became of the answer, the way back to it."""
        if not self.model.open_said:
            return
        one = data.draw(st.sampled_from(self.model.open_said))
        act = opened.give(
            self.dates[one.date], 2, form=one.form, address=uuid4().hex, now=self.model.now
        )
        assert self.run(act) == one.secret

    @rule(data=st.data())
    def withdraw_openly(self, data: st.DataObject) -> None:
        if not self.model.open_said:
            return
        one = data.draw(st.sampled_from(self.model.open_said))
        begun = self.model.begun(one.date)
        refused = one.state == "going" and begun
        act = opened.withdraw(one.secret, address=uuid4().hex, now=self.model.now)
        assert self.run(answers.outcome(act)) == ("ANSWERS_CLOSED" if refused else "done")
        if one.state == "going" and not refused:
            self.model.open_end([one], "own_wish")

    async def open_answers_agree(self) -> None:
        rows = await self.owner.fetch("select id, state, ended_why from open_answer")
        stand = {row["id"]: (row["state"], row["ended_why"]) for row in rows}
        assert stand == {each.id: (each.state, each.why) for each in self.model.open_said}
