"""The desk in a real Chromium: by keyboard alone, with a Vietnamese input method, on a narrow screen, for a screen reader."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.review import scenarios
from tests.review.browser import CHROMIUM, DRIVER, browser, keyboard_only, press, sign_in, wait
from tests.review.review_samples import CAMERA, HIEP_HOA, QUANG_NINH, column, fact, make, store

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium and chromedriver are not installed"),
]

AXE = Path(__file__).with_name("axe") / "axe.min.js"
BAD = "<script>window.hacked=1</script>\"'><img src=x onerror=window.hacked=1><svg onload=window.hacked=1>{{7*7}}"
DECISIONS = 30


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    made = tmp_path_factory.mktemp("desk") / "mohinh.db"
    with closing(make(made)) as db:
        facts = [
            fact(f"Toàn xã có {n} điểm.", float(n), flags=("outlier",)) for n in range(2, DECISIONS + 12)
        ]
        facts += [
            fact(f"Tỉnh có {n} camera.", float(n), "camera", CAMERA, QUANG_NINH, confidence=0.95)
            for n in (3, 4)
        ]
        store(db, facts)
        store(
            db,
            [
                fact(
                    f"Có 4 điểm {BAD}.",
                    4.0,
                    model=BAD,
                    locality=f"xã {BAD} | tỉnh Y",
                    flags=(BAD,),
                    confidence=0.99,
                )
            ],
            url="https://qn.example/<script>",
            title=BAD,
        )
    return made


@pytest.fixture(scope="module")
def server(path):
    with scenarios.served(path, ("lan", "hoa")) as running:
        yield running


@pytest.fixture(scope="module")
def driver(server):
    with browser() as made:
        sign_in(made, server.url)
        yield made


@pytest.fixture
def db(path):
    with closing(scenarios.open_database(path)) as opened:
        yield opened


def width(driver, pixels):
    metrics = {"width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": pixels < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def log_length(db):
    return column(db, "SELECT count(*) FROM reviews")[0]


def wait_for_log(driver, db, length):
    wait(driver).until(lambda _: log_length(db) == length)


def test_an_editor_works_with_the_keyboard_alone_each_decision_stored_once(server, db):
    before = log_length(db)
    times, _ = keyboard_only(server.url, DECISIONS)
    assert log_length(db) == before + DECISIONS
    assert column(db, "SELECT count(DISTINCT fact_id) FROM reviews")[0] == DECISIONS
    # The goal is 150 ms at 100,000 statements (bench/review_numbers.py); here other tests use the machine too.
    assert scenarios.percentile(times) < 1.0


def test_a_key_held_down_or_pressed_in_a_field_or_while_a_letter_is_composed_decides_nothing(
    driver, server, db
):
    driver.get(f"{server.url}/-/review/next")
    before = log_length(db)
    driver.execute_script(
        """
        const send = (target, key, more) => target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
        send(document.body, "a", { isComposing: true });
        send(document.body, "a", { keyCode: 229 });
        send(document.body, "Process", {});
        send(document.body, "a", { repeat: true });
        send(document.body, "a", { ctrlKey: true });
        send(document.getElementById("f-model"), "a", {});
        """
    )
    note = driver.find_element(By.ID, "f-note")
    note.send_keys("xác nhận qua điện thoại ")
    assert note.get_attribute("value") == "xác nhận qua điện thoại "
    assert log_length(db) == before
    assert driver.find_element(By.ID, "desk-status").text == ""


def test_a_correction_is_typed_picked_and_saved_with_enter(driver, server, db):
    driver.get(f"{server.url}/-/review/next?flag=outlier")
    before, address = log_length(db), driver.current_url
    driver.find_element(By.TAG_NAME, "body").send_keys("c")
    field = driver.switch_to.active_element
    assert field.get_attribute("name") == "model"
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys("Tiếng loa bình yên", Keys.ENTER)
    wait_for_log(driver, db, before + 1)
    wait(driver).until(lambda d: d.current_url != address)
    verdict, corrected = db.execute(
        "SELECT verdict, corrected FROM reviews ORDER BY id DESC LIMIT 1"
    ).fetchone()
    assert (verdict, corrected) == ("correct", '{"model": "Tiếng loa bình yên"}')
    assert "Saved" in driver.find_element(By.ID, "desk-status").text


def test_a_name_put_together_by_an_input_method_is_saved_as_it_was_meant(driver, server, db):
    driver.get(f"{server.url}/-/review/next?flag=outlier")
    before = log_length(db)
    driver.find_element(By.TAG_NAME, "body").send_keys("c")
    driver.switch_to.active_element.send_keys(Keys.CONTROL, "a")
    for letters in ("T", "Ti", "Tie", "Tiê", "Tiế", "Tiến", "Tiếng"):
        place = {"selectionStart": len(letters), "selectionEnd": len(letters)}
        driver.execute_cdp_cmd("Input.imeSetComposition", {"text": letters, **place})
    driver.execute_cdp_cmd("Input.insertText", {"text": "Tiếng"})
    assert log_length(db) == before
    driver.switch_to.active_element.send_keys(" loa bình yên", Keys.ENTER)
    wait_for_log(driver, db, before + 1)
    assert column(db, "SELECT corrected FROM reviews ORDER BY id DESC LIMIT 1") == [
        '{"model": "Tiếng loa bình yên"}'
    ]


def test_undo_brings_the_statement_back_and_a_place_is_picked_with_a_digit(driver, server, db):
    driver.get(f"{server.url}/-/review/next?flag=outlier")
    first = driver.find_element(By.CSS_SELECTOR, "blockquote.sentence").text
    before = log_length(db)
    press(driver, "x")
    assert driver.find_element(By.CSS_SELECTOR, "blockquote.sentence").text != first
    press(driver, "u")
    assert driver.find_element(By.CSS_SELECTOR, "blockquote.sentence").text == first
    assert column(db, "SELECT verdict FROM reviews ORDER BY id DESC LIMIT 2") == ["undo", "reject"]
    assert log_length(db) == before + 2


def test_keys_are_shown_on_the_buttons_and_can_be_changed(server, db):
    with browser() as driver:  # of her own: the keys stay changed if this test fails half-way
        sign_in(driver, server.url, "hoa")
        driver.get(f"{server.url}/-/review/next")
        assert _key_of(driver, "accept") == "a"
        unsure = driver.find_element(By.CSS_SELECTOR, "[data-action=unsure]")
        assert unsure.get_attribute("aria-keyshortcuts") == "Space"
        driver.find_element(By.CSS_SELECTOR, ".keys summary").click()
        field = driver.find_element(By.NAME, "accept")
        field.clear()
        field.send_keys("d", Keys.ENTER)
        wait(driver).until(lambda d: _key_of(d, "accept") == "d")
        driver.delete_all_cookies()  # they are hers, wherever she signs in
        sign_in(driver, server.url, "hoa")
        driver.get(f"{server.url}/-/review/next")
        assert _key_of(driver, "accept") == "d"
        before = log_length(db)
        press(driver, "d")
        assert log_length(db) == before + 1
        driver.find_element(By.CSS_SELECTOR, ".keys summary").click()
        driver.find_element(By.CSS_SELECTOR, ".keys [value=reset]").click()
        wait(driver).until(lambda d: _key_of(d, "accept") == "a")


def _key_of(driver, action):
    return driver.find_element(By.CSS_SELECTOR, f"[data-action={action}] kbd").text


def test_when_the_server_does_not_answer_nothing_is_lost_and_it_is_said(driver, server, db):
    driver.get(f"{server.url}/-/review/next")
    before = log_length(db)
    driver.execute_cdp_cmd("Network.enable", {})
    offline = {"latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", {**offline, "offline": True})
    driver.find_element(By.TAG_NAME, "body").send_keys("a")
    status = driver.find_element(By.ID, "desk-status")
    wait(driver).until(lambda _: "nothing was saved" in status.text)
    driver.execute_cdp_cmd(
        "Network.emulateNetworkConditions",
        {**offline, "offline": False, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    press(driver, "a")
    assert log_length(db) == before + 1
    driver.get_log("browser")  # the failed request stands there


def pages(db):
    bad, model = db.execute("SELECT id, model_id FROM facts WHERE article_id = 2").fetchone()
    return [
        "/-/review", "/-/review?flag=outlier&by=mine", "/-/review/next", f"/-/review/s/{bad}", f"/-/review/everywhere/{model}",
        "/-/review/bulk?flag=outlier", "/-/review/batches", "/-/review/lessons", "/-/review/again", "/-/review/figures",
        "/-/review/second", "/-/login",
    ]  # fmt: skip


@pytest.mark.parametrize("pixels", [1280, 360])
def test_no_page_runs_hostile_text_breaks_the_policy_or_is_wider_than_the_screen(driver, server, db, pixels):
    width(driver, pixels)
    for page in pages(db):
        driver.get(server.url + page)
        assert driver.execute_script("return window.hacked") is None, page
        assert driver.execute_script("return document.documentElement.scrollWidth") <= pixels, page
        assert driver.get_log("browser") == [], page
    width(driver, 1280)


def test_no_page_has_a_serious_accessibility_violation(driver, server, db):
    script = AXE.read_text(encoding="utf-8")
    found = []
    for page in pages(db):
        driver.get(server.url + page)
        driver.execute_script(script)
        violations = driver.execute_async_script(
            "const done = arguments[0]; axe.run(document, { resultTypes: ['violations'] }).then((r) => done(r.violations));"
        )
        found += [
            (page, one["id"], one["nodes"][0]["html"][:160])
            for one in violations
            if one["impact"] in {"serious", "critical"}
        ]
    assert found == []


def test_every_control_of_a_statement_has_a_label(driver, server):
    driver.get(f"{server.url}/-/review/next")
    unnamed = driver.execute_script(
        """
        return [...document.querySelectorAll("#desk input:not([type=hidden]), #desk select, #desk textarea, #desk button")]
          .filter((field) => !(field.labels?.length || field.textContent.trim() || field.ariaLabel)).map((field) => field.outerHTML);
        """
    )
    assert unnamed == []


def test_a_place_of_the_list_fills_the_field(driver, server):
    driver.get(f"{server.url}/-/review/next?flag=outlier")
    assert driver.find_element(By.ID, "f-locality").get_attribute("value") == HIEP_HOA
