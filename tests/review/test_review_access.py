"""Who may do what: not signed in, reader, forged, replayed, another's form; and hostile texts. Refused, and written down."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from review.editors import Role, add_editor, editors_file, load_editors, remove_editor, verify
from review.errors import ReviewError
from tests.review.desk_client import PASSWORD, Served, form
from tests.review.review_samples import column, fact, store


@pytest.fixture
def served(db, tmp_path):
    db.ids = store(db, [fact("Toàn xã có 2 điểm.", 2.0), fact("Toàn xã có 3 tổ.", 3.0, "tổ")])
    people = [("lan", Role.EDITOR), ("hoa", Role.EDITOR), ("minh", Role.READER), ("sep", Role.ADMIN)]
    site = Served(tmp_path / "mohinh.db", people)
    yield site
    site.close()


def refused(db):
    return column(db, "SELECT reason FROM refusals ORDER BY id")


def nothing_decided(db):
    return column(db, "SELECT count(*) FROM reviews") == [0]


def test_who_is_not_signed_in_is_sent_to_the_door_and_cannot_decide(served, db):
    stranger, page = (
        served.visitor(),
        served.visitor("lan").get(f"/-/review/s/{served.site and db.ids[0]}"),
    )
    assert stranger.get("/-/review").headers["location"] == "/-/login"
    sent = form(page, "/-/review/s/")
    answer = stranger.post(sent["action"], {**sent["fields"], "verdict": "accept"})
    assert answer.status_code == 403
    assert refused(db) == ["not signed in"]
    assert nothing_decided(db)


def test_a_reader_sees_the_desk_and_decides_nothing(served, db):
    minh = served.visitor("minh")
    page = minh.get(f"/-/review/s/{db.ids[0]}")
    assert "Toàn xã có 2 điểm." in page.text
    assert (
        "verdict" not in page.text.split('class="verdicts"')[0]
        or "<form" not in page.text.split("<blockquote")[1]
    )
    lan = form(served.visitor("lan").get(f"/-/review/s/{db.ids[0]}"), "/-/review/s/")
    token = minh.get("/-/login")  # has a cross-site token of hers
    fields = {
        **lan["fields"],
        "csrftoken": form(token, "/-/login")["fields"]["csrftoken"],
        "verdict": "accept",
    }
    assert minh.post(lan["action"], fields).status_code == 403
    assert refused(db) == ["a reader may not do this"]
    assert nothing_decided(db)


def test_a_forged_cross_site_post_is_refused_whatever_it_carries(served, db):
    lan = served.visitor("lan")
    sent = form(lan.get(f"/-/review/s/{db.ids[0]}"), "/-/review/s/")
    forged = {**sent["fields"], "verdict": "accept"}
    assert lan.post(sent["action"], {k: v for k, v in forged.items() if k != "csrftoken"}).status_code == 403
    assert lan.post(sent["action"], {**forged, "token": "guessed"}).status_code == 403
    assert lan.post(sent["action"], forged, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert [reason[:6] for reason in refused(db)] == ["forged", "the fo", "the fo"]
    assert nothing_decided(db)


def test_a_form_made_for_somebody_else_or_for_another_statement_is_refused(served, db):
    lan, hoa = served.visitor("lan"), served.visitor("hoa")
    hers = form(lan.get(f"/-/review/s/{db.ids[0]}"), "/-/review/s/")["fields"]
    others = form(hoa.get(f"/-/review/s/{db.ids[0]}"), "/-/review/s/")
    assert (
        hoa.post(
            others["action"], {**others["fields"], "token": hers["token"], "verdict": "accept"}
        ).status_code
        == 403
    )
    other_statement = form(lan.get(f"/-/review/s/{db.ids[1]}"), "/-/review/s/")
    fields = {**other_statement["fields"], "token": hers["token"], "verdict": "accept"}
    assert lan.post(other_statement["action"], fields).status_code == 403
    assert nothing_decided(db)


def test_a_form_sent_again_counts_once(served, db):
    lan = served.visitor("lan")
    sent = form(lan.get(f"/-/review/s/{db.ids[0]}"), "/-/review/s/")
    fields = {**sent["fields"], "verdict": "unsure"}
    assert lan.post(sent["action"], fields).status_code == 303
    assert lan.post(sent["action"], fields).status_code == 403
    assert column(db, "SELECT count(*) FROM reviews") == [1]
    assert refused(db) == ["This form has been sent before; it was counted once."]


def test_the_decision_of_another_is_taken_back_by_an_admin_only(served, db):
    lan, hoa, sep = (served.visitor(name) for name in ("lan", "hoa", "sep"))
    lan.decide(lan.get(f"/-/review/s/{db.ids[0]}"), "accept")
    for visitor, status in ((hoa, 403), (sep, 303)):
        visitor.decide(visitor.get(f"/-/review/s/{db.ids[1]}"), "unsure")
        page = visitor.get(f"/-/review/s/{db.ids[0]}")
        assert visitor.press(page, "/-/review/undo", decision="1").status_code == status


def test_a_wrong_password_is_refused_and_the_sixth_has_to_wait(served, db):
    stranger = served.visitor()
    answers = [stranger.sign_in("lan", "sai").status_code for _ in range(6)]
    assert answers == [403] * 5 + [429]
    assert stranger.sign_in("lan").status_code == 429
    assert "wrong name or password" in refused(db)


def test_who_is_taken_away_or_has_another_password_is_out_at_once(served, tmp_path):
    lan, hoa, path = served.visitor("lan"), served.visitor("hoa"), editors_file(tmp_path / "mohinh.db")
    remove_editor(path, "lan")
    add_editor(path, "hoa", "mot-mat-khau-khac")
    assert lan.get("/-/review").status_code == hoa.get("/-/review").status_code == 302


def test_passwords_are_tried_at_the_same_moment_without_harm(tmp_path):
    people = add_editor(editors_file(tmp_path / "mohinh.db"), "lan", PASSWORD)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda given: verify(given, people.password), [PASSWORD, "sai"] * 40))
    assert found == [True, False] * 40
    assert not verify(PASSWORD, "pbkdf2_sha256$1$a$b")


def test_the_session_cookie_is_out_of_reach_of_scripts(served):
    lan = served.visitor()
    fields = form(lan.get("/-/login"), "/-/login")["fields"]
    answer = lan.post("/-/login", {**fields, "username": "lan", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_editors_are_kept_apart_from_the_database_for_their_owner_only(tmp_path):
    path = editors_file(tmp_path / "mohinh.db")
    add_editor(path, "lan", PASSWORD)
    assert path.stat().st_mode & 0o777 == 0o600
    assert PASSWORD not in path.read_text(encoding="utf-8")
    before = load_editors(path)
    add_editor(path, "lan", PASSWORD, Role.ADMIN)
    assert load_editors(path).secret == before.secret
    assert [(one.name, one.role) for one in load_editors(path).people] == [("lan", "admin")]
    for name, password in (("", PASSWORD), ("a b", PASSWORD), ("lan", "short")):
        with pytest.raises(ReviewError):
            add_editor(path, name, password)


def test_a_flood_of_refusals_does_not_fill_the_database(served, db, monkeypatch):
    monkeypatch.setattr("review.desk.runtime._MOST_REFUSED", 5)
    stranger = served.visitor()
    assert {stranger.post("/-/review/undo", {}).status_code for _ in range(8)} == {403}
    assert refused(db) == ["not signed in"] * 5


def test_hostile_texts_are_shown_as_text_everywhere(served, db):
    bad = "<script>window.hacked=1</script>\"'><img src=x onerror=window.hacked=1>{{ 7*7 }}"
    ids = store(db, [fact(f"Có 4 điểm {bad}.", 4.0, model=bad, locality=f"xã {bad} | tỉnh Y", flags=(bad,))], url="https://qn.example/<script>", title=bad)  # fmt: skip
    hoa = served.visitor("hoa")
    hoa.decide(hoa.get(f"/-/review/s/{ids[0]}"), "correct", unit="camera", note=bad)
    model = column(db, "SELECT model_id FROM facts WHERE id = ?", ids[0])[0]
    for path in (f"/-/review/s/{ids[0]}", f"/-/review/everywhere/{model}", "/-/review?by=mine", "/-/review/figures", "/-/review/second"):  # fmt: skip
        text = hoa.get(path).text
        assert "<script>window" not in text
        assert "<img src=x" not in text
        assert "{{ 7*7 }}" in text or "7*7" not in text
