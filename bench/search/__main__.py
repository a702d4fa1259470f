"""One run: every system builds and answers in a process of its own, then all is written."""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from bench.search import charts, report
from bench.search.knowledge import Question, documents, guide_sentences, questions
from bench.search.result import Run, Task
from bench.search.systems import FOR_DOCUMENTS, FOR_QUESTIONS, ROOT, SYSTEMS
from bench.search.worker import Answer, Sentence
from knowledge_base.loader import load_guides
from knowledge_base.settings import Settings


def main() -> None:
    given = arguments()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(given.work or temporary)
        tasks = {}
        if given.questions:
            guides = load_guides(Settings().guides_dir).guides
            asked = questions(given.questions, set(guides))
            tasks["questions"] = (guide_sentences(guides), asked, FOR_QUESTIONS)
        if given.policy:
            tasks["policy"] = (*documents(given.policy), FOR_DOCUMENTS)
        done = {
            name: measure(work / name, known, asked[:: given.every], only(names, given.systems))
            for name, (known, asked, names) in tasks.items()
        }
    if not done:
        sys.exit("nothing to measure: give --questions, --policy or both")
    given.out.mkdir(parents=True, exist_ok=True)
    charts.draw(done, given.out)
    (given.out / "search.md").write_text(report.write(done), encoding="utf-8")
    say(f"written: {given.out / 'search.md'}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--questions", type=Path, nargs="*", default=[], help="files or folders")
    parser.add_argument("--policy", type=Path, help="folder with corpus.jsonl and queries.jsonl")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks")
    parser.add_argument("--every", type=int, default=1, help="only each n-th question (a trial)")
    parser.add_argument("--systems", nargs="*", default=[], help=f"of {', '.join(SYSTEMS)}")
    parser.add_argument("--work", type=Path, help="keep what is built here, and use it again")
    return parser.parse_args()


def only(names: list[str], wanted: list[str]) -> list[str]:
    return [name for name in names if not wanted or name in wanted]


def measure(folder: Path, known: list[Sentence], asked: list[Question], names: list[str]) -> Task:
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "sentences.jsonl", [asdict(sentence) for sentence in known])
    write(folder / "questions.jsonl", [{"text": question.text} for question in asked])
    say(f"{folder.name}: {len(known)} sentences, {len(asked)} questions")
    return Task(
        documents=len({sentence.owner for sentence in known} - {""}),
        sentences=len(known),
        asked=asked,
        runs={name: run(name, folder) for name in names},
    )


def run(name: str, folder: Path) -> Run:
    """Build (unless kept from an earlier run) and answer."""
    start, built = time.perf_counter(), folder / name / "build.json"
    if not built.is_file():
        shutil.rmtree(folder / name, ignore_errors=True)
        step("build", name, folder)
    step("answer", name, folder)
    say(f"  {name:<16} {time.perf_counter() - start:6.1f} s")
    answered = json.loads((folder / name / "answers.json").read_text(encoding="utf-8"))
    return Run(
        answers=[Answer(**row) for row in answered["answers"]],
        build_seconds=json.loads(built.read_text())["seconds"],
        load_seconds=answered["load"],
        memory=answered["memory"],
    )


def step(which: str, name: str, folder: Path) -> None:
    command = [str(SYSTEMS[name].python), "-m", "bench.search.worker", which, name, str(folder)]
    log = folder / f"{name}.{which}.log"
    with log.open("w") as output:
        done = subprocess.run(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
    if done.returncode:
        sys.exit(f"{name} failed to {which}:\n{log.read_text()[-3000:]}")


def write(file: Path, rows: list[dict[str, object]]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    file.write_text("".join(lines), encoding="utf-8")


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
