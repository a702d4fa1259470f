"""Charts of a run, as SVG. Labels are in English: no font with Chinese characters is needed."""

from collections.abc import Callable
from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from bench.search.measures import by_kind, quality, retrieval
from bench.search.result import Task, best_rival, ours
from bench.search.systems import SYSTEMS
from cli.evaluate.calibration import bins

matplotlib.rcParams.update({"svg.hashsalt": "bench", "font.size": 9, "axes.axisbelow": True})
BLUE, LIGHT, RED, GREY = "#1f6fb4", "#9ec9e8", "#c8442f", "#8a8f98"


def draw(done: dict[str, Task], folder: Path) -> None:
    """Write `search-*.svg` into `folder`."""
    if "questions" in done:
        task = done["questions"]
        _save(_systems, task, folder / "search-systems.svg")
        _save(_registers, task, folder / "search-registers.svg")
        _save(_calibration, task, folder / "search-calibration.svg")
        _save(_latency, task, folder / "search-latency.svg")
    if "policy" in done:
        _save(_policy, done["policy"], folder / "search-policy.svg")


def _save(draw_on: Callable[[Axes, Task], None], task: Task, file: Path) -> None:
    figure, axes = plt.subplots(figsize=(7.2, 3.6), layout="constrained")
    draw_on(axes, task)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)
    lines = (line.rstrip() for line in file.read_text(encoding="utf-8").splitlines())
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _groups(axes: Axes, names: list[str], bars: dict[str, tuple[list[float], str]]) -> None:
    """Grouped bars of shares: a group a name, a bar a label (values, colour)."""
    width = 0.8 / len(bars)
    for i, (label, (values, colour)) in enumerate(bars.items()):
        at = np.arange(len(names)) + (i - (len(bars) - 1) / 2) * width
        drawn = axes.bar(at, values, width * 0.94, label=label, color=colour)
        shown = [f"{value:.2f}".lstrip("0") for value in values]
        axes.bar_label(drawn, shown, fontsize=6.5, padding=1)
    axes.set_xticks(range(len(names)), names, rotation=18, ha="right")
    axes.set_ylim(0, 1.05)
    axes.grid(axis="y", color="#e4e6ea")
    axes.legend(frameon=False, ncols=len(bars), loc="lower left", bbox_to_anchor=(0, 1))


def _systems(axes: Axes, task: Task) -> None:
    found = [quality(task.asked, run.answers) for run in task.runs.values()]
    bars = {
        "hit1": ([one.hit1 for one in found], BLUE),
        "hit3": ([one.hit3 for one in found], LIGHT),
        "wrong": ([one.wrong for one in found], RED),
    }
    _groups(axes, [SYSTEMS[name].label for name in task.runs], bars)
    axes.set_ylabel("share of questions")


def _registers(axes: Axes, task: Task) -> None:
    bars, ticks = {}, []
    for name, colour in ((ours(task), BLUE), (best_rival(task), GREY)):
        if name is not None:
            kinds = by_kind(task.asked, task.runs[name].answers)
            bars[SYSTEMS[name].label] = ([one.top1 for one in kinds.values()], colour)
            ticks = [f"{kind} ({one.rows})" for kind, one in kinds.items()]
    _groups(axes, ticks, bars)
    axes.set_ylabel("first one right")


def _calibration(axes: Axes, task: Task) -> None:
    """Reliability of each system that gives probabilities; the area of a dot is its rows."""
    axes.plot([0, 1], [0, 1], color="#c5c9d0", linestyle="--", linewidth=1)
    for name, run in task.runs.items():
        right = [a.ranking[0] in q.accept for q, a in zip(task.asked, run.answers, strict=True)]
        known = [answer.confidence for answer in run.answers]
        sure = [min(max(p, 0.0), 1.0) for p in known if p is not None]
        if len(sure) != len(right):
            continue
        dots = [
            (one.confidence, one.hit1, one.n)
            for one in bins(sure, right)
            if one.confidence is not None and one.hit1 is not None
        ]
        x, y, n = zip(*dots, strict=True)
        colour = BLUE if SYSTEMS[name].ours else RED
        axes.plot(x, y, color=colour, linewidth=1)
        area = [15 + 600 * count / len(right) for count in n]
        axes.scatter(x, y, area, color=colour, alpha=0.75, label=SYSTEMS[name].label)
    axes.set(xlim=(0, 1.02), ylim=(0, 1.05), xlabel="confidence", ylabel="first one right")
    if axes.get_legend_handles_labels()[0]:
        axes.legend(frameon=False, loc="upper left", markerscale=0.5)


def _latency(axes: Axes, task: Task) -> None:
    """Bars to p50, whiskers to p99."""
    names = list(task.runs)
    for i, name in enumerate(names):
        p50, p99 = np.percentile([answer.ms for answer in task.runs[name].answers], [50, 99])
        colour = BLUE if SYSTEMS[name].ours else GREY
        axes.barh(i, p50, color=colour, height=0.6)
        axes.plot([p50, p99], [i, i], color="black", linewidth=1, marker="|")
        axes.text(p99, i, f"  {p50:.1f} / {p99:.1f}", va="center", fontsize=7)
    axes.set_yticks(range(len(names)), [SYSTEMS[name].label for name in names])
    axes.invert_yaxis()
    axes.margins(x=0.14)
    axes.set_xlabel("ms a question, one at a time: p50 (bar), p99 (line)")


def _policy(axes: Axes, task: Task) -> None:
    found = [retrieval(task.asked, run.answers) for run in task.runs.values()]
    bars = {
        "nDCG@10": ([one.ndcg10 for one in found], BLUE),
        "R@1": ([one.recall1 for one in found], LIGHT),
        "R@10": ([one.recall10 for one in found], GREY),
    }
    _groups(axes, [SYSTEMS[name].label for name in task.runs], bars)
