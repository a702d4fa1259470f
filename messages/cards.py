"""What the assistant can say: one class a card type.

Every card carries `text` (plain, complete on its own: a channel that shows nothing
else shows this) and `speech` (short, no symbols, for a loudspeaker). `item` is the id
of the matter (事项) the card is about. Everything else is what a screen needs.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Aspect = Literal[
    "overview",
    "eligibility",
    "materials",
    "process",
    "time_limit",
    "fee",
    "place",
    "online",
    "amount",
    "result",
    "legal_basis",
]

Trust = Literal[
    "official",  # a government body of Shenzhen or Guangdong, or the nation
    "statute",  # the text of a law or regulation
    "local_media",
    "mirror",  # a copy of an official page on another site
    "other_government",  # a government body elsewhere
    "secondary",
    "unsourced",  # known or inferred, no source at hand
]


class Model(BaseModel):
    """Unknown fields are errors, so that both sides of a wire notice a drift."""

    model_config = ConfigDict(extra="forbid")


class Act(Model):
    """What choosing an option does, in words the dialogue engine knows.

    Lives only inside: the gateway seals it into `Option.choice` before a card leaves.
    """

    intent: str = "ask_guide"
    item: str | None = None
    aspect: Aspect | None = None
    text: str | None = None
    case: str | None = None
    draft: str | None = None
    do: str | None = Field(default=None, description="a step of a draft, a case, an order …")
    field: str | None = None


class Option(Model):
    """One thing a person can choose. `label` is at most 24 characters on a button."""

    label: str
    item: str | None = None
    act: Act | None = Field(default=None, description="inside only, never on the wire")
    choice: str | None = Field(default=None, description="opaque; send it back as it is")


class Source(Model):
    """Where a fact comes from. `url` is present only where the source may be linked."""

    title: str
    publisher: str | None = None
    date: str | None = Field(default=None, description="as the source gives it, e.g. 2023-05-15")
    url: str | None = None
    trust: Trust


class Section(Model):
    """The facts of one aspect, unfolded on request."""

    aspect: Aspect
    title: str
    facts: list[str]


class Card(Model):
    """The base of all cards."""

    text: str
    speech: str = ""
    item: str | None = None


class TextCard(Card):
    type: Literal["text"] = "text"
    url: str | None = Field(default=None, description="a page of the gateway to open, by its path")
    speaker: Literal["person"] | None = Field(
        default=None, description="these are the words of a person, not of the assistant"
    )
    speaker_name: str | None = Field(default=None, description="who that is, as citizens see it")
    options: list[Option] = []


class GuideCard(Card):
    """An answer from one guide (办事指南). `text` = lead, more, caution, source line."""

    type: Literal["guide"] = "guide"
    name: str
    aspect: Aspect
    lead: str = Field(description="the sentence that states the one thing asked")
    more: list[str] = Field(default=[], description="further facts of the same aspect")
    caution: str | None = None
    sections: list[Section] = Field(default=[], description="the rest of the guide, folded")
    sources: list[Source] = []
    as_of: str | None = Field(default=None, description="date of the oldest fact stated")
    options: list[Option] = []


class ChoicesCard(Card):
    """A question back, with at most four options that tell the readings apart."""

    type: Literal["choices"] = "choices"
    options: list[Option]


class NoticeCard(Card):
    """Something the person must know: an emergency number, a failure, a limit reached."""

    type: Literal["notice"] = "notice"
    level: Literal["info", "warning", "emergency"] = "info"
    phones: list[str] = []
    reference: str | None = Field(default=None, description="to quote when asking for help")
    options: list[Option] = []


class HandoverCard(Card):
    """How to reach a person, whether the wish was filed, and the place in the queue for one."""

    type: Literal["handover"] = "handover"
    phones: list[str] = []
    places: list[str] = []
    reference: str | None = None
    queue: bool = Field(
        default=False, description="a channel with a queue for a person may put the citizen in it"
    )
    number: int | None = Field(default=None, ge=1, description="the number that waits")
    ahead: int | None = Field(default=None, ge=0, description="how many wait before it")
    minutes: int | None = Field(default=None, ge=1, description="how long about; null = unknown")
    agent: str | None = Field(default=None, description="who has the conversation now")
    options: list[Option] = []


class FormCard(Card):
    """The next field of a form. `field_type` names the parser that will read the answer."""

    type: Literal["form"] = "form"
    draft: str
    title: str = Field(description="the matter that is applied for")
    field: str
    label: str
    field_type: str
    example: str | None = None
    optional: bool = False
    private: bool = Field(default=False, description="what is answered is masked")
    upload: bool = Field(default=False, description="the answer is a photo or a file")
    done: int = Field(default=0, ge=0, description="steps answered")
    total: int = Field(default=0, ge=0, description="steps as they stand now")
    options: list[Option] = []


class ReviewRow(Model):
    """One field read back."""

    field: str
    label: str
    value: str
    source: Literal["typed", "sign_in", "register"]
    edit: Option | None = Field(default=None, description="choose it to change the field")


class ReviewCard(Card):
    """A filled form read back before it is submitted."""

    type: Literal["review"] = "review"
    draft: str
    title: str
    rows: list[ReviewRow]
    waived: list[str] = Field(default=[], description="papers that are not needed, and why")
    later: list[str] = Field(default=[], description="papers that may follow")
    consent: str = Field(description="what submitting agrees to")
    demo: bool = Field(default=False, description="rules without a legal source: 演示")
    options: list[Option] = []


class SignInCard(Card):
    """Proof of who is there is needed. The channel knows where to sign in."""

    type: Literal["sign_in"] = "sign_in"
    wanted: Literal["phone", "real_name", "face"] = "real_name"
    options: list[Option] = []


class CaseCard(Card):
    """Where a case (办件) stands. Moments are ISO 8601 with offset."""

    type: Literal["case"] = "case"
    case: str
    title: str
    state: str
    state_label: str
    instant: bool = Field(default=False, description="decided by rules within seconds (秒批)")
    demo: bool = Field(default=False, description="rules without a legal source: 演示")
    reasons: list[str] = []
    sources: list[str] = []
    corrections: list[str] = []
    next_says: str = ""
    submitted_at: str | None = None
    deadline: str | None = None
    result: bool = Field(default=False, description="a result document can be fetched")
    options: list[Option] = []


class PaymentCard(Card):
    """A payment to make or made. `amount_fen` is integer fen; moments are ISO 8601."""

    type: Literal["payment"] = "payment"
    order: str
    title: str = Field(description="what is paid for")
    unit: str = Field(default="", description="who collects it")
    payer: str = Field(default="", description="masked: 张*")
    amount_fen: int = Field(ge=0)
    state: str
    state_label: str = ""
    next_says: str = ""
    qr: str | None = Field(default=None, description="what a QR code to scan says")
    url: str | None = Field(default=None, description="the page to pay on")
    jsapi: dict[str, str] | None = Field(default=None, description="opens WeChat's payment")
    expires_at: str | None = None
    receipt: bool = Field(default=False, description="a receipt can be fetched")
    demo: bool = False
    options: list[Option] = []


class BookingCard(Card):
    """An appointment. `starts_at` is ISO 8601 with offset."""

    type: Literal["booking"] = "booking"
    booking: str
    title: str = ""
    how: str = Field(default="", description="到窗口办, 上门办 …")
    place: str = ""
    address: str | None = None
    window: str | None = None
    starts_at: str
    says_when: str = ""
    state: str
    state_label: str = ""
    next_says: str = ""
    bring: list[str] = Field(default=[], description="papers, from the guide")
    demo: bool = False
    options: list[Option] = []


class PlaceCard(Card):
    """A place: a window, a hall, a car park."""

    type: Literal["place"] = "place"
    name: str
    address: str | None = None
    phone: str | None = None
    hours: str | None = None
    distance_m: int | None = Field(default=None, ge=0, description="how far from what was named")
    free: int | None = Field(default=None, ge=0, description="car park: free places")
    total: int | None = Field(default=None, ge=0, description="car park: all places")
    as_of: str | None = Field(default=None, description="when `free` was counted")
    demo: bool = False


class TicketCard(Card):
    """A hotline work order (工单) or a queue ticket (排队号)."""

    type: Literal["ticket"] = "ticket"
    ticket: str
    of: Literal["work_order", "queue"] = "work_order"
    title: str = ""
    state: str
    state_label: str = ""
    next_says: str = ""
    unit: str = Field(default="", description="who handles it, or which queue")
    deadline: str | None = None
    progress: list[str] = []
    answer: str | None = None
    ahead: int | None = Field(default=None, ge=0, description="queue: how many are before")
    minutes: int | None = Field(default=None, ge=0, description="queue: estimated wait")
    demo: bool = False
    options: list[Option] = []


class MatchRow(Model):
    """One matter that somebody may be entitled to."""

    item: str
    title: str
    verdict: Literal["likely", "open", "no"]
    why: list[str] = []
    missing: list[str] = []
    option: Option | None = None


class MatchesCard(Card):
    """What one may be entitled to (政策匹配): an indication, no decision."""

    type: Literal["matches"] = "matches"
    rows: list[MatchRow]
    options: list[Option] = []


AnyCard = Annotated[
    TextCard
    | GuideCard
    | ChoicesCard
    | FormCard
    | ReviewCard
    | SignInCard
    | CaseCard
    | PaymentCard
    | BookingCard
    | PlaceCard
    | TicketCard
    | MatchesCard
    | HandoverCard
    | NoticeCard,
    Field(discriminator="type"),
]
