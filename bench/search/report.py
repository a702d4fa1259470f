"""Writes docs/benchmarks/search.md: Chinese, with a short summary in English."""

import os
import platform
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from pathlib import Path

from bench.search.measures import (
    Retrieval,
    at_coverage,
    by_kind,
    milliseconds,
    quality,
    retrieval,
)
from bench.search.result import Run, Task, best_rival, ours
from bench.search.systems import SYSTEMS

VERSIONS = ["numpy", "onnxruntime", "bm25s", "jieba", "faiss-cpu", "scikit-learn"]
RERUN = "make bench-search QUESTIONS=<标注问题的文件或文件夹> POLICY=<policy-qa-mini 文件夹>"


def write(done: dict[str, Task]) -> str:
    parts = [f"# 检索: 与别的办法比\n\n{_english(done)}\n\n{_setting()}"]
    if "questions" in done:
        parts.append(_questions(done["questions"]))
    if "policy" in done:
        parts.append(_policy(done["policy"]))
    return "\n\n".join(parts) + "\n"


def _setting() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    model = next((line.split(":")[1].strip() for line in lines if "model name" in line), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in VERSIONS)
    return (
        f"{date.today()}; {os.cpu_count()} 核 {model}, {memory:.0f} GiB; "
        f"Python {platform.python_version()}, {versions}; Rasa 3.6.21 (Python 3.10)。\n\n"
        f"重跑: `{RERUN}` (要先 `luoxiaozheng build`, 并装上 `bench` 附加依赖)。\n\n"
        "所有办法在同一次运行里答同样的问题, 各在自己的进程里先建、后答。毫秒: 一次一问, 含规整与"
        "编码。内存: 从进程开始到答完的增长, 含所用的程序库。建立: 从零开始。"
    )


def _english(done: dict[str, Task]) -> str:
    said = ["**In short.**"]
    if (task := done.get("questions")) and (mine := ours(task)) and (rival := best_rival(task)):
        own = quality(task.asked, task.runs[mine].answers)
        best = quality(task.asked, task.runs[rival].answers)
        theirs, _ = at_coverage(task.asked, task.runs[rival].answers, own.answered)
        said.append(
            f"On {own.rows} labelled questions ours has the right matter first in "
            f"{own.top1:.3f} of cases; by its own rule it answers {own.answered:.3f} and is right "
            f"in {own.hit1:.3f}, wrong in {own.wrong:.3f}. The best rival "
            f"({SYSTEMS[rival].label}) has it first in {best.top1:.3f}, and in {theirs:.3f} when "
            "it answers as many."
        )
    if (task := done.get("policy")) and (mine := ours(task)):
        scores = {n: retrieval(task.asked, r.answers).ndcg10 for n, r in task.runs.items()}
        rivals = {n: s for n, s in scores.items() if n.startswith("bm25")}
        if rivals:
            best_name = max(rivals, key=lambda name: rivals[name])
            said.append(
                f"On {len(task.asked)} questions over {task.documents} policy texts nDCG@10 is "
                f"{scores[mine]:.3f}, the best BM25 ({SYSTEMS[best_name].label}) "
                f"{rivals[best_name]:.3f}."
            )
    return " ".join(said)


def _questions(task: Task) -> str:
    mine = ours(task)
    coverage = quality(task.asked, task.runs[mine].answers).answered if mine else 1.0
    rows = []
    for name, run in task.runs.items():
        found = quality(task.asked, run.answers)
        hit, wrong = at_coverage(task.asked, run.answers, coverage)
        same = ("同左", "同左") if name == mine else (share(hit), share(wrong))
        rows.append(
            [
                SYSTEMS[name].title,
                *(share(x) for x in (found.top1, found.hit3, found.hit1, found.wrong)),
                *same,
                share(found.ece),
                *_costs(run),
            ]
        )
    head = ["办法", "首位对", "hit3", "hit1", "wrong", f"hit1 @{share(coverage)}"]
    head += [f"wrong @{share(coverage)}", "ECE", *COSTS]
    return "\n\n".join(
        [
            f"## 找对事项\n\n{len(task.asked)} 个标注了事项的问题 (只算有指南的; 问题不收在"
            f"本仓库), {task.documents} 份指南。各家得到同样的 {task.sentences} 句: 指南的名称、"
            "摘要、事实与问法, 以及我们训练时用的练习问题 (没有指南能答的, 只有我们与 Rasa 用得上; "
            "Rasa 只用人说的话来训练, 不用事实)。除标明“不规整”的一行, 都先过 `text.normalise`。",
            table(head, rows),
            f"首位对: 排第一的就是对的, 不管答不答。hit1、wrong: 按各自的规则答了且对、答了而错; "
            "BM25、e5、RRF 没有不答的规则, Rasa 在 DIET 判为 `faq` 时答, 我们按概率答、反问或不答。"
            f"@{share(coverage)}: 只答自己最有把握的那么多 (与我们答的一样多; 按分数或领先第二名"
            "的差, 取对它有利的)。ECE: 置信度与“首位对”之差, 十格; 没有概率的不算。",
            "![按办法](search-systems.svg)",
            _registers(task),
            "![按说法](search-registers.svg)\n\n![校准](search-calibration.svg)\n\n"
            "![快慢](search-latency.svg)",
        ]
    )


def _registers(task: Task) -> str:
    kinds = {name: by_kind(task.asked, run.answers) for name, run in task.runs.items()}
    names = list(next(iter(kinds.values())))
    rows = []
    for name, found in kinds.items():
        cells = [share(found[kind].top1) for kind in names]
        rows.append([SYSTEMS[name].title, *cells])
    some = next(iter(kinds.values()))
    head = ["首位对, 按说法", *(f"{kind} ({some[kind].rows})" for kind in names)]
    return table(head, rows)


def _policy(task: Task) -> str:
    halves = [[q for i, q in enumerate(task.asked) if i % 2 == part] for part in (0, 1)]
    rows = []
    for name, run in task.runs.items():
        all_of_it = retrieval(task.asked, run.answers)
        by_half = [retrieval(half, run.answers[part::2]) for part, half in enumerate(halves)]
        rows.append([SYSTEMS[name].title, *_shares(all_of_it), *map(_ndcg, by_half), *_costs(run)])
    head = [
        "办法",
        "nDCG@10",
        "R@1",
        "R@10",
        "首篇含答案",
        "nDCG@10 双数行",
        "nDCG@10 单数行",
        *COSTS,
    ]
    return "\n\n".join(
        [
            f"## 长文检索 (policy-qa-mini)\n\n{len(task.asked)} 个问题, {task.documents} 篇政策"
            "文本, 每问一篇是对的 (DataFountain 424; 只用来测, 不收在本仓库)。我们的办法见 "
            "`knowledge_base/documents.py`: 不用这些问题训练; 五个常数在双数行 (从 0 数起) 的问题上"
            "选定, 单数行没有参与。",
            table(head, rows),
            "首篇含答案: 排第一的那篇一字不差地含有标注的答案。不少政策有几篇互相转载, 标注只认"
            "一篇, 所以它比 R@1 高。",
            "![长文检索](search-policy.svg)",
        ]
    )


COSTS = ["p50 ms", "p99 ms", "内存 MiB", "建立 s"]


def _costs(run: Run) -> list[str]:
    p50, p99 = milliseconds(run.answers)
    return [f"{p50:.1f}", f"{p99:.1f}", f"{run.memory:.0f}", f"{run.build_seconds:.1f}"]


def _shares(found: Retrieval) -> list[str]:
    shown = (found.ndcg10, found.recall1, found.recall10, found.holding1)
    return [share(value) for value in shown]


def _ndcg(found: Retrieval) -> str:
    return share(found.ndcg10)


def share(value: float | None) -> str:
    """`.873`; a dash for None."""
    if value is None:
        return "-"
    return f"{value:.3f}".removeprefix("0")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
