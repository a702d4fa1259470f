"""Filling an application: one message to the draft in core, one turn back."""

import re

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from actions.clients import core
from actions.clients.core import CoreRefused
from actions.errand import BEGINS, begin
from actions.forms.cards import BACK, PERSON, SKIP, STOP, draft_card, matter_of
from actions.forms.digression import digression
from actions.forms.moves import Move
from actions.matters import matter_meant, papers_for, with_matters
from actions.signed_in import signed_in_move
from actions.turns import SURE, intent_of, key_of, said_in, structured, sureness_of
from core.contract import DraftKind, DraftStep, DraftView, StepResult
from messages import Act, NoticeCard, Option, TextCard, Turn
from showing.bookings import booking_card
from showing.cases import case_card
from showing.matches import matches_card
from showing.payments import payment_card
from showing.work_orders import work_order_card
from text.fields.questions import steering
from text.fields.spelling import TOKEN
from text.normalise import normalise

HELP_AFTER = 3
"""Answers in a row that were not understood, before other ways are offered."""
STEPS = {"back": "back", "skip": "skip"}
ACTS = {"greet": "greet", "person": "human_agent", "unsubscribe": "my_data"}
"""Steering words that are answered on the normal road, whatever the classifier thinks."""
SPEAKS = re.compile(r"[^\W\d_年月日号]")
"""A mere number or date, or the token of a private value, is no act, whatever the classifier
thinks."""
PLACES = {"hall_directions", "find_parking", "greet"}
"""What the classifier takes half an address for: 就在我家楼下."""
SUBMITS = {"submit", "yes"}
"""Steering words that hand in what was read back."""
_WELL = "(?:那|好的?|行|对的?|啱|得|可以|确认|没问题|就|帮我|我|去|来|要|现在|马上)*"
CONFIRMS: dict[DraftKind, re.Pattern[str]] = {
    "payment": re.compile(
        f"{_WELL}(?:付款|付钱|缴款|缴费|交钱|交费|给钱|俾钱|付|缴)(?:吧|啦|了)?|pay(?: now| it)?"
    ),
    "booking": re.compile(f"(?!我要){_WELL}预?约(?:这个|这个时间|上)?(?:吧|啦|了)?|book(?: it)?"),
    "moving": re.compile(f"{_WELL}(?:改期?|换)(?:这个)?(?:吧|啦)?"),
    "cancelling": re.compile(f"{_WELL}取消(?:它|预约|掉)?(?:吧|啦|了)?|cancel it"),
}
"""Short words, without punctuation, that hand in what was read back of one kind: 好，付款吧."""
BEGUN_BY: dict[str, DraftKind] = {
    "pay_fee": "payment",
    "book_appointment": "booking",
    "move_appointment": "moving",
    "cancel_appointment": "cancelling",
    "complaint": "work_order",
    "report": "work_order",
    "suggestion": "work_order",
    "policy_match": "entitlements",
}
"""Acts that mean what is being filled already, where they name nothing else."""
ANOTHER = re.compile("另|别的|还[有想要]|再[约付缴交]|第二|another|other")
BOOKS = re.compile("约|約|book|appointment")
KEEPS = re.compile("[不别唔]要?取消")
"""Not to cancel, though the word is in it."""
ASKS_WHERE = re.compile(
    "(?:编码|编号|单号|号码?|number|code).{0,6}(?:在哪|哪里|哪儿|边度|怎么找|长什么样|是什么|where)"
    "|(?:找不到|没找到|搵唔到|where).{0,12}(?:编码|编号|单号|号码?|number|code)"
)
NUMBERS = {"notice_number", "unit_code", "booking_number"}


async def move(tracker: Tracker) -> Move:
    """The next step of the draft, or a digression. Raises CoreAway and CoreRefused."""
    said = said_in(tracker)
    draft = str(tracker.get_slot("draft_id"))
    word = _steering(tracker, said)
    if word in STEPS:
        return _after(await _step(tracker, draft, do=STEPS[word]))
    if word == "draft_step":
        return await _on_its_card(tracker, draft)
    if word in LEAVING:
        return await LEAVING[word](tracker, draft)
    if word in ACTS or said.startswith("/"):
        return await digression(tracker, await _draft(tracker, draft), ACTS.get(word or ""))
    if other := await _another_matter(tracker, draft):
        return other
    # The answer goes first, always: sent again after a crash, the same words give the same
    # result, and a yes that filled the last field does not hand the application in.
    result = await _step(tracker, draft, do="answer", text=said)
    if _asks_matter(result):  # which core cannot read: it has no guides
        result = await _with_matter(tracker, result)
    if result.accepted or result.refusal is None:  # taken, or asked again to be changed
        return _after(result)
    if result.draft.step == "review" and (word in SUBMITS or _confirms(said, result.draft.kind)):
        return _after(await _step(tracker, draft, do="submit"))
    if not _elsewhere(tracker, result):
        move = Move(_not_understood(result))
        move.turn.cards[0] = with_matters(move.turn.cards[0], said)
        return move
    return await digression(tracker, result.draft)


def _asks_matter(result: StepResult) -> bool:
    question = result.draft.question
    return question is not None and question.type == "matter"


async def _with_matter(tracker: Tracker, before: StepResult) -> StepResult:
    """The answer again as the matter that search finds in it, where it surely finds one. What was
    taken before stays said."""
    matter = matter_meant(said_in(tracker), None)
    if matter is None:
        return before
    draft = before.draft.id
    result = await _step(tracker, draft, do="answer", text=matter, field="matter")
    if not result.accepted:
        return before
    result.accepted = [*before.accepted, *result.accepted]
    return result


async def _another_matter(tracker: Tracker, draft: str) -> Move | None:
    """A fresh booking where the words book something else than what is being booked."""
    sure = intent_of(tracker) == "book_appointment" and sureness_of(tracker) >= SURE
    if not sure or not BOOKS.search(said_in(tracker).lower()):
        return None
    matter = matter_meant(said_in(tracker), None)
    if matter is None:
        return None
    now = await _draft(tracker, draft)
    other = now.kind == "booking" and now.about not in (None, matter.partition("|")[0])
    return await begin(tracker, "book_appointment") if other else None


def _confirms(said: str, kind: DraftKind) -> bool:
    pattern = CONFIRMS.get(kind)
    words = re.sub(r"[^\w ]", "", normalise(said)).strip()
    return pattern is not None and pattern.fullmatch(words) is not None


async def _on_its_card(tracker: Tracker, draft: str) -> Move:
    """A step chosen on a card, perhaps on an older one, of another draft."""
    meant = structured(tracker, "draft") or draft
    move = await chosen(tracker, meant)
    if meant != draft and move.over:
        move.over, move.turn.then = False, "collecting"
        move.turn.cards.append(draft_card(await _draft(tracker, draft), "我们接着填。"))
    elif meant != draft:
        move.slots.append(SlotSet("draft_id", meant))
    return move


def _steering(tracker: Tracker, said: str) -> str | None:
    """The exact word that steers, or the structured act of a chosen option."""
    if said.startswith("/"):
        intent = intent_of(tracker)
        return intent if intent in {"stop", "back", "skip", "draft_step", "signed_in"} else None
    return steering(said)


async def chosen(tracker: Tracker, draft: str) -> Move:
    """A step chosen on a card: edit a field, submit, or throw the draft away."""
    do = structured(tracker, "do")
    if do not in {"edit", "submit", "abandon"}:
        return Move(_collecting(await _draft(tracker, draft)))
    result = await _step(tracker, draft, do=do, field=structured(tracker, "field"))
    if do == "abandon":
        text = "这份草稿已经删掉了。想办别的，随时说。"
        return Move(Turn(outcome="smalltalk", cards=[TextCard(text=text, speech=text)]), over=True)
    return _after(result)


async def _step(
    tracker: Tracker, draft: str, do: str, text: str | None = None, field: str | None = None
) -> StepResult:
    name = f"{do}:{field}" if do == "answer" and field else do  # an answer may be given twice
    step = DraftStep.model_validate(
        {
            "session": tracker.sender_id,
            "do": do,
            "text": text,
            "field": field,
            "key": f"{key_of(tracker)}:{name}" if key_of(tracker) else None,
        }
    )
    return await core.take_step(draft, step)


async def _draft(tracker: Tracker, draft: str) -> DraftView:
    return await core.read_draft(tracker.sender_id, draft)


def _after(result: StepResult) -> Move:
    """What was taken is read back in a few words, then the next question; or the verdict."""
    if result.case is not None:
        decided = result.case.state in {"approved", "refused"}
        outcome = "decided" if decided else "submitted"
        turn = Turn(outcome=outcome, cards=[case_card(result.case, "已经提交。")])
        turn.trace.item = result.draft.item
        return Move(turn, over=True)
    if handed := handed_in(result):
        return Move(handed, over=True)
    taken = "，".join(f"{one.label}：{one.value}" for one in result.accepted)
    lead = f"记下了，{taken}。" if taken else ""
    if result.refusal is not None:
        return Move(_not_understood(result, lead))
    return Move(_collecting(result.draft, lead))


def handed_in(result: StepResult) -> Turn | None:
    """What an errand became."""
    if result.order is not None:
        return Turn(outcome="collecting", cards=[payment_card(result.order, "请付款。")])
    if result.booking is not None:
        card = booking_card(result.booking, bring=papers_for(result.booking.item))
        turn = Turn(outcome="booked", cards=[card])
        turn.trace.item = result.booking.item
        return turn
    if result.work_order is not None:
        return Turn(outcome="filed", cards=[work_order_card(result.work_order, "已经转交。")])
    if result.matches is not None:
        return Turn(outcome="answered", cards=[matches_card(result.matches)])
    return None


def _collecting(draft: DraftView, lead: str = "") -> Turn:
    turn = Turn(outcome="collecting", cards=[draft_card(draft, lead)])
    turn.trace.item = matter_of(draft)
    return turn


def _not_understood(result: StepResult, lead: str = "") -> Turn:
    says = result.refusal.says if result.refusal else ""
    turn = _collecting(result.draft, lead + says)
    if result.draft.failures >= HELP_AFTER:
        optional = result.draft.question is not None and result.draft.question.optional
        text = "这一项好像不太好填。您可以换个办法，填好的都不会丢。"
        ways = [*([SKIP] if optional else []), BACK, STOP, PERSON]
        turn.cards.append(NoticeCard(text=text, speech=text, options=ways))
    return turn


def _elsewhere(tracker: Tracker, result: StepResult) -> bool:
    """Whether the refused words are to be answered on the normal road."""
    acts = {"human_agent", "check_case", "my_data", "repeat", "start_application"}
    acts |= {"find_parking", "hall_directions", "greet", "thank", "smalltalk"} | BEGINS
    asked = result.draft.question
    if asked is not None and asked.type == "address":
        acts -= PLACES
    if asked is not None and asked.type in NUMBERS and ASKS_WHERE.search(said_in(tracker)):
        return False  # the field itself says where its number stands
    if BEGUN_BY.get(intent_of(tracker)) == result.draft.kind and not ANOTHER.search(
        said_in(tracker)
    ):
        acts -= {intent_of(tracker)}
    question = result.refusal is not None and result.refusal.question_like
    speaks = SPEAKS.search(TOKEN.sub("", said_in(tracker))) is not None
    sure = sureness_of(tracker) >= SURE and speaks
    return question or (sure and intent_of(tracker) in acts)


async def _stop(tracker: Tracker, draft: str) -> Move:
    if "取消" in said_in(tracker) and not KEEPS.search(
        said_in(tracker)
    ):  # what is being filled may be just that: 取消预约
        now = await _draft(tracker, draft)
        if now.kind == "cancelling" and now.step == "review":
            return _after(await _step(tracker, draft, do="submit"))
    text = "好的，先停在这里。填好的都给您留着，想接着办就说“继续办”。"
    gone = Option(label="删掉这份草稿", act=Act(intent="draft_step", do="abandon", draft=draft))
    card = TextCard(text=text, speech=text, options=[gone])
    return Move(Turn(outcome="smalltalk", cards=[card]), over=True)


async def _wait(tracker: Tracker, draft: str) -> Move:
    text = "不急，您慢慢来。填到这里都存着，准备好了接着回答就行。"
    now = await _draft(tracker, draft)
    return Move(
        Turn(outcome="collecting", cards=[TextCard(text=text, speech=text), draft_card(now)])
    )


async def _other(tracker: Tracker, draft: str) -> Move:
    move = await _stop(tracker, draft)
    text = "好的，这件先放着，填好的都给您留着。您想换成办哪一件？"
    move.turn.cards = [TextCard(text=text, speech=text)]
    return move


async def _show(tracker: Tracker, draft: str) -> Move:
    now = await _draft(tracker, draft)
    told = "；".join(f"{one.label}：{one.value}" for one in now.fields) or "还没有填"
    text = f"{now.title}已经填了：{told}。"
    return Move(
        Turn(outcome="collecting", cards=[TextCard(text=text, speech=text), draft_card(now)])
    )


async def _go_on(tracker: Tracker, draft: str) -> Move:
    return Move(_collecting(await _draft(tracker, draft)))


async def _signed_in(tracker: Tracker, draft: str) -> Move:
    """Goes on with this draft, or, where it is somebody else's, with what is left of one's own."""
    try:
        return Move(_collecting(await _draft(tracker, draft), "登录好了。"))
    except CoreRefused as error:
        if error.status != 404:
            raise
    return await signed_in_move(tracker.sender_id)


LEAVING = {
    "stop": _stop,
    "wait": _wait,
    "restart_other": _other,
    "review": _show,
    "go_on": _go_on,
    "signed_in": _signed_in,
}


def refused(error: CoreRefused) -> Move:
    """Core said no to the step: its sentence, and the form ends where the draft is gone or
    handed in."""
    card = NoticeCard(text=error.says, speech=error.says, options=[PERSON])
    return Move(Turn(outcome="collecting", cards=[card]), over=error.status in {404, 409})
