"""`make benchmark` prints tables, writes a chart and a block of README. One short run: no figure is judged."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT))
from benchmarks import course, report

SETTINGS = ["full speed", "half a core, 0.75 GB"]
CONTENDERS = [
    *(f"this package, {name}" for name in ("solutions", "template", "half done", "crashing")),
    "the plain way", "import torch", "import numpy",
]  # fmt: skip


@pytest.fixture(scope="module")
def short_run(tmp_path_factory):
    """The folder that a run of one round wrote to, and what it printed."""
    folder = tmp_path_factory.mktemp("benchmark")
    for name in ("front.md", "page.md"):
        (folder / name).write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n")
    options = ["--rounds", "1", "--memory-rounds", "1", "--submissions", "1", "2"]
    places = ["--out", folder, "--front", folder / "front.md", "--page", folder / "page.md"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *options, *places], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def test_every_contender_is_measured_in_every_setting(short_run):
    folder, _ = short_run
    measured = json.loads((folder / "latest.json").read_text())
    assert [(row["setting"], row["name"]) for row in measured["rows"]] == [(s, c) for s in SETTINGS for c in CONTENDERS]
    for row in measured["rows"]:
        assert row["wall_seconds"]["median"] > 0
        assert row["cpu_seconds"]["median"] > 0
        assert row["memory_bytes"]["median"] > 10**6
        assert set(row["ratios"]) == {"the plain way", "import torch", "import numpy"}
        assert row["ratios"].get(row["name"], {"wall": {"median": 1.0}})["wall"]["median"] == 1.0


def test_the_growth_is_broken_down_to_the_last_second(short_run):
    folder, _ = short_run
    growth = json.loads((folder / "latest.json").read_text())["growth"]
    assert [row["submissions"] for row in growth] == [1, 2]
    for row in growth:
        assert list(row["parts"]) == ["start", "worker", "calls", "comparison", "results"]
        assert all(seconds > 0 for seconds in row["parts"].values())
        assert sum(row["parts"].values()) == pytest.approx(row["together"])


def test_the_tables_go_to_the_terminal_and_into_the_pages_and_nothing_else_changes(short_run):
    folder, printed = short_run
    front, page = ((folder / name).read_text() for name in ("front.md", "page.md"))
    for text in (front, page):
        assert text.startswith(f"before\n{report.BEGIN}")
        assert text.endswith(f"{report.END}\nafter\n")
        assert "old" not in text
    measured = json.loads((folder / "latest.json").read_text())
    assert report.tables(measured) in page
    assert report.tables(measured) in printed
    assert measured["date"] in page
    assert measured["machine"]["processor"] in page
    assert report.sentence(measured) in front
    assert "|" not in front


def test_the_chart_has_a_bar_for_each_ratio(short_run):
    folder, _ = short_run
    drawn = "".join(ElementTree.parse(folder / "latest.svg").getroot().itertext())
    measured = json.loads((folder / "latest.json").read_text())
    for row in measured["rows"]:
        assert row["name"] in drawn
        assert f"{row['ratios']['the plain way']['wall']['median']:.2f}" in drawn


def test_a_page_without_the_marks_is_left_alone_and_said(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("no marks\n")
    with pytest.raises(ValueError, match="has no <!-- benchmark -->"):
        report.write_into(page, "text")
    assert page.read_text() == "no marks\n"


def test_the_plain_way_gives_the_solutions_full_marks_and_the_template_none(tmp_path):
    for folder, score in (("solutions", 100), ("student_template", 0)):
        results = tmp_path / f"{folder}.json"
        subprocess.run([sys.executable, ROOT / "benchmarks/plain/run_tests.py", ROOT / folder, results], check=True)
        tests = json.loads(results.read_text())["tests"]
        assert len(tests) == 33
        assert sum(test["score"] for test in tests) == score


def test_the_pages_show_the_last_benchmark():
    measured = json.loads((ROOT / "benchmarks/latest.json").read_text())
    assert report.sentence(measured) in (ROOT / "README.md").read_text(encoding="utf-8")
    page = (ROOT / "benchmarks/README.md").read_text(encoding="utf-8")
    assert report.figures(measured) in page
    assert course.table(json.loads((ROOT / "benchmarks/course.json").read_text())) in page
