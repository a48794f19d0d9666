import pytest

from extract.evaluation import format_table, locality_key, normal, same_locality, same_unit, same_value, score


def fact(model=None, value=None, unit=None, locality="xã A | tỉnh B", **slots):
    return {"model": model, "value": value, "unit": unit, "locality": locality, "qualifier": "exact", **slots}


GOLD = [
    {
        "id": "1",
        "models": ["Tiếng kẻng an ninh", "Camera an ninh"],
        "localities": ["xã A | tỉnh B", "tỉnh B"],
        "facts": [
            fact("Tiếng kẻng an ninh", 11, "kẻng", event="operating", date="2021"),
            fact(None, 3, "xã, phường, thị trấn", event="launched", date=None),
            fact("Camera an ninh", event="launched"),
        ],
    },
    {"id": "2", "models": ["Zalo an ninh"], "localities": [], "facts": []},
]
PREDICTED = [
    {
        "id": "1",
        "models": ["“tiếng kẻng  AN NINH”", "Loa an ninh"],
        "localities": ["xã A | huyện C | tỉnh B", "xã A | tỉnh D"],
        "facts": [
            fact("tiếng kẻng an ninh", 11.0, "kẻng an ninh", event="operating", date="2022"),
            fact(None, 3, "xã", event="", date=None, locality="xã A"),
            fact(None, 40, "camera"),
        ],
    },
]


def test_right_missed_and_spurious_are_counted_per_task():
    tasks = score(GOLD, PREDICTED).tasks
    assert (tasks["models"].right, tasks["models"].missed, tasks["models"].spurious) == (1, 2, 1)
    assert (tasks["localities"].right, tasks["localities"].missed, tasks["localities"].spurious) == (1, 1, 1)
    assert (tasks["counts"].right, tasks["counts"].missed, tasks["counts"].spurious) == (2, 0, 1)
    # “xã A” alone gives no province to disagree with … but is then its own province: another key.
    assert (tasks["facts"].right, tasks["facts"].missed, tasks["facts"].spurious) == (1, 2, 2)


def test_the_table_has_the_figures_to_three_places():
    assert format_table(score(GOLD, PREDICTED)) == (
        "task               P       R      F1   gold   pred\n"
        "models         0.500   0.333   0.400      3      2\n"
        "localities     0.500   0.500   0.500      2      2\n"
        "counts         0.667   1.000   0.800      2      3\n"
        "facts          0.333   0.333   0.333      3      3\n"
        "event          1.000  of 1 facts that agree\n"
        "date           0.000  of 1 facts that agree\n"
        "qualifier      1.000  of 1 facts that agree\n"
    )


def test_disagreements_come_first_when_asked_for():
    lines = format_table(score(GOLD, PREDICTED), errors=True).splitlines()
    assert lines[0] == '1\tmodels\tmissed\t"Camera an ninh"'
    assert lines[1] == '1\tmodels\tspurious\t"Loa an ninh"'
    assert '2\tmodels\tmissed\t"Zalo an ninh"' in lines
    assert lines[-8].startswith("task ")


def test_nothing_predicted_gives_zeros_and_not_an_error():
    result = score(GOLD, [])
    assert {task.f1 for task in result.tasks.values()} == {0.0}
    assert "models         0.000   0.000   0.000      3      0\n" in format_table(result)


def test_a_gold_item_is_paired_once():
    gold = [{"id": "1", "facts": [fact(None, 3, "tổ")]}]
    predicted = [{"id": "1", "facts": [fact(None, 3, "tổ"), fact(None, 3, "tổ")]}]
    counts = score(gold, predicted).tasks["counts"]
    assert (counts.right, counts.missed, counts.spurious) == (1, 0, 1)


def test_a_name_given_twice_counts_once():
    tasks = score([{"id": "1", "models": ["A b", "a B"]}], [{"id": "1", "models": ["“A b”"]}]).tasks
    assert (tasks["models"].gold, tasks["models"].f1) == (1, 1.0)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        (None, None),
        ("“Tổ hoà giải”.", "tổ hòa giải"),
        ("THUỶ  Ðội", "thủy đội"),
        (" 'Mắt' – ", "mắt"),
    ],
)
def test_names_are_compared_in_one_spelling(text, folded):
    assert normal(text) == folded


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [
        ("tổ tự quản", "tổ", True),
        ("tổ", "tổ tự quản về", True),
        ("tổ tự quản", "tổ hòa giải", False),
        ("xã, phường", "xã", True),
        ("xã, phường", "xã phường", False),
        (None, "", True),
        (None, "tổ", False),
    ],
)
def test_a_unit_agrees_with_its_leading_part(gold, predicted, same):
    assert same_unit(gold, predicted) is same


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [(3, 3.0, True), (3, "3", True), (3, 4, False), (None, None, True), (3, None, False), (3, "ba", False)],
)
def test_values_agree_as_numbers(gold, predicted, same):
    assert same_value(gold, predicted) is same


def test_localities_agree_by_unit_and_province():
    assert locality_key("xã A | huyện C") == ("xã a", None)
    assert locality_key("") is None
    assert same_locality("xã A | huyện C", "xã a | tỉnh B")
    assert not same_locality("xã A | tỉnh B", "xã A | thành phố D")
    assert not same_locality(None, "tỉnh B")
    assert same_locality(None, "")
