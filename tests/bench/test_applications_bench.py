"""The bench of applications in small: core under a few calls, and the page it writes."""

from pathlib import Path

from bench import applications


def test_core_is_measured_and_the_page_says_what_came_of_it(tmp_path: Path) -> None:
    core = {"sqlite": applications.measure_core("sqlite", tmp_path / "core", 3)}
    for clients in ("1", "8"):
        measured = core["sqlite"][clients]
        assert measured.keys() == applications.MEASURED.keys()
        assert all(one["count"] == 3 and one["rate"] > 0 for one in measured.values())
    turns = {"form": applications.spread([0.1, 0.3]), "trivial": applications.spread([0.1, 0.1])}
    setting = applications.setting(core)
    page = applications.report({"setting": setting, "core": core, "turns": turns})
    assert f"| sqlite | {core['sqlite']['1']['decide']['rate']} |" in page
    assert "| 之比 | 2.00 | 2.90 | |" in page


def test_percentiles_are_in_milliseconds() -> None:
    found = applications.spread([number / 1000 for number in range(1, 101)])
    assert (found["count"], found["p50"], found["p99"]) == (100, 50.5, 99.0)
