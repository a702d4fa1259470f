"""Questions on a matter: written ones, real ones, and whole dialogues turn by turn.

Rows fall into *covered* (a right matter has a guide), *not covered* (none has) and
*no right matter* (nothing is accepted). Where no guide can answer, declining, handing over
and asking back are good. The measures of "all" are over covered and not covered rows.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cli.assistant import Reply
from cli.evaluate import calibration
from cli.evaluate.evaluators.rows import groups_by, row_result
from cli.evaluate.formats import DialogueRow, ItemRow, Matter, RealRow
from cli.evaluate.measures import ASKING_BACK_LIMIT, Verdict, judge, share
from cli.evaluate.result import Group, Measures, RowResult, SetResult


@dataclass(frozen=True)
class Judged:
    """A question with its reply and the verdict. `labels` are what to group by."""

    row: RowResult
    verdict: Verdict
    accepted: frozenset[str]
    labels: dict[str, str] = field(default_factory=dict)

    def is_covered(self, guides: frozenset[str]) -> bool:
        return bool(self.accepted & guides)

    @property
    def good_without_guide(self) -> bool:
        return self.verdict.declined or self.verdict.clarified


def evaluate_items(
    path: str, rows: Sequence[ItemRow], replies: Sequence[Sequence[Reply]], guides: frozenset[str]
) -> SetResult:
    """Written questions, by register and audience."""
    judged = [
        _judged(row.id, row.text, row, reply[0], register=row.style, audience=row.audience)
        for row, reply in zip(rows, replies, strict=True)
    ]
    return _result(path, "items", judged, guides)


def evaluate_real(
    path: str, rows: Sequence[RealRow], replies: Sequence[Sequence[Reply]], guides: frozenset[str]
) -> SetResult:
    """Real questions, by intent. What is not scored is only counted by outcome."""
    both = list(zip(rows, replies, strict=True))
    judged = [
        _judged(row.id, row.text, row, reply[0], intent=row.intent)
        for row, reply in both
        if _is_scored(row)
    ]
    result = _result(path, "real_shenzhen", judged, guides)
    left = Counter(reply[0].outcome for row, reply in both if not _is_scored(row))
    result.asked, result.not_scored = len(both), left.total()
    if left:
        counts = ", ".join(f"{outcome} {n}" for outcome, n in left.most_common())
        result.notes.append(
            f"{left.total()} rows are disputed or out of scope and not scored: {counts}"
        )
    return result


def evaluate_dialogues(
    path: str,
    rows: Sequence[DialogueRow],
    replies: Sequence[Sequence[Reply]],
    guides: frozenset[str],
) -> SetResult:
    """Dialogues, each turn a question, by first turn and later ones."""
    dialogues = [
        [
            _judged(
                f"{row.id}#{number}",
                turn.text,
                turn,
                reply,
                turn="first" if number == 1 else "later",
            )
            for number, (turn, reply) in enumerate(
                zip(row.turns, row_replies, strict=True), start=1
            )
        ]
        for row, row_replies in zip(rows, replies, strict=True)
    ]
    result = _result(path, "dialogues", [turn for turns in dialogues for turn in turns], guides)
    whole = sum(all(turn.verdict.helped for turn in turns) for turns in dialogues)
    result.notes.append(f"{whole} of {len(dialogues)} dialogues helped at every turn")
    return result


def _is_scored(row: RealRow) -> bool:
    return row.in_scope and not row.disputed and row.intent != "other"


def _judged(row_id: str, text: str, matter: Matter, reply: Reply, **labels: str) -> Judged:
    verdict = judge(reply, matter.accepted, matter.aspects, matter.told)
    right = ", ".join(sorted(matter.accepted)) or "(no right matter)"
    expected = f"{right} [{', '.join(sorted(matter.aspects))}]"
    if matter.told_by:
        expected += f" told by {' or '.join(matter.told_by)}"
    row = row_result(row_id, text, expected, reply)
    row.verdicts = verdict.model_dump()
    return Judged(row=row, verdict=verdict, accepted=matter.accepted, labels=labels)


def _result(path: str, name: str, judged: Sequence[Judged], guides: frozenset[str]) -> SetResult:
    for one in judged:
        one.row.problem = _problem(one, one.is_covered(guides))
    answerable = [one for one in judged if one.accepted]
    groups = [_group("all", answerable)]
    covered = [one for one in answerable if one.is_covered(guides)]
    not_covered = [one for one in answerable if not one.is_covered(guides)]
    for group_name, part, has_guide in (
        ("covered", covered, True),
        ("not covered", not_covered, False),
        ("no right matter", [one for one in judged if not one.accepted], False),
    ):
        if part:
            groups.append(_group(group_name, part, with_good=not has_guide))
    for label in dict.fromkeys(label for one in judged for label in one.labels):
        groups += groups_by(label, answerable, _label(label), _group)
        if covered and not_covered:
            groups += groups_by(f"covered, {label}", covered, _label(label), _group)
    sure = [one for one in answerable if one.row.confidence is not None]
    return SetResult(
        path=path,
        format=name,
        asked=len(judged),
        groups=groups,
        calibration=calibration.bins(*_confidences(sure)),
        notes=_notes(groups),
        rows=[one.row for one in judged],
    )


def _label(name: str) -> Callable[[Judged], str]:
    return lambda one: one.labels[name]


def _group(name: str, part: Sequence[Judged], with_good: bool = False) -> Group:
    measures: Measures = {
        measure: share(one.verdict.model_dump()[measure] for one in part)
        for measure in Verdict.model_fields
    }
    if measures["told"] is None:
        del measures["told"]
    measures["ece"] = calibration.ece(*_confidences(part))
    if with_good:
        measures["good"] = share(one.good_without_guide for one in part)
    return Group(name=name, n=len(part), measures=measures)


def _confidences(part: Sequence[Judged]) -> tuple[list[float], list[bool]]:
    pairs = [
        (one.row.confidence, one.verdict.hit1) for one in part if one.row.confidence is not None
    ]
    return [confidence for confidence, _ in pairs], [hit for _, hit in pairs]


def _problem(one: Judged, covered: bool) -> str | None:
    """The worst that is to be said of the reply, or None."""
    verdict = one.verdict
    if verdict.wrong:
        return "wrong"
    if verdict.failed:
        return "failed"
    if not covered:
        return None if one.good_without_guide else "not declined"
    if not verdict.helped:
        return "asked back in vain" if verdict.clarified else "missed"
    if verdict.told is False:
        return "not told"
    return "aspect" if verdict.aspect is False else None


def _notes(groups: Sequence[Group]) -> list[str]:
    return [
        f"FAILURE: asked back on {clarified:.3f} of the unambiguous rows ({group.name}); "
        f"the limit is {ASKING_BACK_LIMIT}"
        for group in groups
        if group.name in ("all", "covered")
        and (clarified := group.measures["clarified"]) is not None
        and clarified > ASKING_BACK_LIMIT
    ]
