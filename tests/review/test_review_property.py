"""Extract, decide, edit the article, upgrade the rules, undo, adopt, in any order: no decision is lost, and the effective
facts are always what the log says.

The oracle keeps the log in plain Python and knows nothing of the database but the ids of statements.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from review.batches import apply, undo_batch
from review.decisions import Judgement, Verdict, corrections, decide, history, undo
from review.errors import ReviewError
from review.second_look import adopt, confirm, second_looks
from review.slots import Slots
from review.statement import read_statement
from tests.review.review_samples import (
    CAMERA,
    HIEP_HOA,
    KENG,
    QUANG_NINH,
    column,
    effective,
    fact,
    make,
    store,
)

WORDINGS = ("Toàn xã có {} điểm.", "Đến nay, toàn xã đã có {} điểm.")
PLACES = (HIEP_HOA, QUANG_NINH)
FOUND = st.frozensets(st.integers(1, 3), max_size=3)


class Desk(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.db = make(Path(self.folder.name) / "mohinh.db")
        self.wording, self.place, self.event, self.shift, self.found = 0, 0, None, 0, frozenset()
        self.now = {}  # id → (slots, state): what the machine says
        self.log = {}  # id → list of [review id, verdict, decided slots], live ones only
        self.rows = 0

    def teardown(self):
        self.db.close()
        self.folder.cleanup()

    def extract(self):
        facts = [
            fact(
                WORDINGS[self.wording].format(value),
                float(value),
                locality=PLACES[self.place],
                event=self.event,
            )
            for value in sorted(self.found)
        ]
        store(self.db, facts, text="." * self.shift + "\n" + "\n".join(f.sentence for f in facts) + "\n")
        current = set(column(self.db, "SELECT id FROM facts WHERE state = 'current'"))
        assert len(current) == len(facts)
        self.now = {key: (slots, "gone") for key, (slots, _) in self.now.items()}
        for key in current:
            self.now[key] = (read_statement(self.db.conn, key).slots, "current")

    @rule(found=FOUND)
    def extract_again(self, found):
        self.found = found
        self.extract()

    @rule()
    def edit_the_article(self):
        self.wording = 1 - self.wording
        self.extract()

    @rule(
        place=st.integers(0, 1),
        event=st.sampled_from([None, "launched", "operating"]),
        shift=st.integers(0, 9),
    )
    def upgrade_the_rules(self, place, event, shift):
        self.place, self.event, self.shift = place, event, shift
        self.extract()

    @rule(
        data=st.data(),
        verdict=st.sampled_from(list(Verdict)),
        model=st.sampled_from([KENG, CAMERA, "Mô hình lạ"]),
        value=st.sampled_from([None, 2.0, 7.0]),
    )
    def decide(self, data, verdict, model, value):
        if not self.now:
            return
        key = data.draw(st.sampled_from(sorted(self.now)))
        statement = read_statement(self.db.conn, key)
        after = Slots.of(
            {**statement.slots.as_dict(), "model": model, "value": value, "unit": value and "điểm"}
        )
        corrected = {}
        if verdict is Verdict.CORRECT:
            try:
                corrected = corrections(statement, after)
            except ReviewError:
                return
        row = decide(
            self.db, Judgement(key, verdict, data.draw(st.sampled_from("ab")), corrected), statement.version
        )
        self.log.setdefault(key, []).append((row, verdict, after if corrected else self.now[key][0]))
        self.rows += 1

    @rule(data=st.data())
    def undo(self, data):
        live = sorted(key for key, decisions in self.log.items() if decisions)
        if live:
            key = data.draw(st.sampled_from(live))
            undo(self.db, self.log[key].pop()[0], "a", others=True)
            self.rows += 1

    @rule(verdict=st.sampled_from([Verdict.ACCEPT, Verdict.REJECT]), back=st.booleans())
    def decide_all_at_once(self, verdict, back):
        keys = [key for key, (_, state) in self.now.items() if state == "current"]
        batch = apply(self.db, keys, (verdict, {}, None), "a", {"filter": ""})
        self.rows += len(keys)
        if back:
            assert undo_batch(self.db, batch, "a") == len(keys)
            self.rows += len(keys)
            return
        for key in keys:
            (newest, *_) = history(self.db.conn, key)
            self.log.setdefault(key, []).append((newest.id, verdict, self.now[key][0]))

    @rule(data=st.data(), stand_by=st.booleans())
    def look_again(self, data, stand_by):
        looks = second_looks(self.db.conn)
        if not looks:
            return
        look = data.draw(st.sampled_from(looks))
        key = look.decision.fact_id
        row, verdict, slots = self.log[key][-1]
        assert (row, verdict, slots) == (look.decision.id, look.decision.verdict, look.decided)
        if stand_by:
            again = confirm(self.db, row, "b")
            kept = slots if verdict in {Verdict.ACCEPT, Verdict.CORRECT} else self.now[key][0]
            self.log[key].append((again, history(self.db.conn, key)[0].verdict, kept))
            self.rows += 1
        elif look.nearest is not None:
            heir = look.nearest.id
            adopt(self.db, row, heir, "b")
            self.log[key].pop()
            newest = history(self.db.conn, heir)[0]
            assert newest.adopts == row
            kept = slots if verdict in {Verdict.ACCEPT, Verdict.CORRECT} else self.now[heir][0]
            self.log.setdefault(heir, []).append((newest.id, newest.verdict, kept))
            self.rows += 2

    @invariant()
    def no_decision_is_lost(self):
        assert column(self.db, "SELECT count(*) FROM reviews") == [self.rows]
        live = {key: decisions[-1][0] for key, decisions in self.log.items() if decisions}
        assert dict(self.db.execute("SELECT fact_id, review_id FROM decided").fetchall()) == live

    @invariant()
    def what_holds_is_what_the_log_says(self):
        said = {
            (slots.model, slots.locality, slots.value, slots.unit)
            for slots, state in self.now.values()
            if state == "current"
        }
        expected = []
        for key, (found, state) in self.now.items():
            _, verdict, decided = self.log[key][-1] if self.log.get(key) else (None, None, None)
            if verdict in {Verdict.ACCEPT, Verdict.CORRECT}:
                same = (decided.model, decided.locality, decided.value, decided.unit) in said
                holds = None if state == "gone" and same else decided
            else:
                holds = None if verdict == Verdict.REJECT or state == "gone" else found
            if holds:
                expected.append((key, holds.model, holds.locality, holds.value, holds.unit, holds.event))
        assert effective(self.db) == sorted(expected)

    @invariant()
    def every_decision_is_attached_or_listed(self):
        listed = {look.decision.fact_id: look.why for look in second_looks(self.db.conn)}
        for key, decisions in self.log.items():
            if decisions and self.now[key][1] == "gone":
                shown = history(self.db.conn, key)
                seen = next(row for row in shown if row.live).shown["state"]
                assert seen == "gone" or listed[key] == "gone"

    @invariant()
    def the_table_kept_by_the_trigger_is_what_the_log_gives(self):
        kept = self.db.execute("SELECT * FROM decided ORDER BY fact_id").fetchall()
        assert kept == self.db.execute("SELECT * FROM decision_slots ORDER BY fact_id").fetchall()


Desk.TestCase.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
TestDesk = Desk.TestCase
