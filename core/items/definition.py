"""How a matter is applied for, as its definition file says it.

`core/items/definitions/<item>.yml` holds one `ItemDefinition`. Names of records and fields in
`prefill` and `inputs` are checked when the file is read.
"""

from typing import Any, Literal

import zen
from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.contract import Assurance, DraftKind, ItemId
from core.registers.fields import FIELDS, RegisterName

FieldType = Literal[
    "name",
    "id_number",
    "mobile",
    "bank_card",
    "address",
    "date",
    "integer",
    "money",
    "yes_no",
    "choice",
    "text",
    "company_name",
    "credit_code",
    "year_month",
    "email",
    "notice_number",
    "unit_code",
    "booking_number",
    "phone_tail",
    "story",
    "when",
    "matter",
    "record",
]
PRIVATE: frozenset[str] = frozenset(
    {"name", "id_number", "mobile", "bank_card", "address", "email"}
)
"""Types whose values travel as tokens."""

OF_PERSON = {"name", "id_number", "mobile"}
"""What a sign-in tells of a person."""
Relation = Literal["self", "parent", "child", "spouse"]
RESERVED = {"for_whom", "beneficiary_name", "beneficiary_id", "acting_consent"}
"""Fields that drafts add by themselves where a matter can be applied for on another's behalf."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Option(Strict):
    """One answer of a choice. `also`: other words for it."""

    value: str
    label: str
    also: list[str] = []


class FieldDefinition(Strict):
    """One field. Asked in the order of the file; a prefilled one is not asked but read back.

    `screen`: asked before sign-in, to tell early whether it is worth going on. `must` is a
    zen-engine unary expression over the value (`>= 70`, `"yes"`, `!= "other"`); where it does
    not hold the draft stops and says `otherwise`, which names the rule and what one can do.
    `when`: asked only where another field has this value (or one of these).
    `prefill`: `person.name|id_number|mobile` of who signed in, or `register.<name>.<key>` of the
    beneficiary's record.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    label: str = Field(description="as on a paper form, e.g. 银行卡号")
    type: FieldType
    ask: str = Field(description="the question, one short sentence")
    example: str | None = Field(default=None, description="made up and plain to see as such")
    also: list[str] = Field(default=[], description="other words for the field, e.g. 卡号")
    optional: bool = False
    private: bool = Field(default=False, description="also true for the types in PRIVATE")
    prefill: str | None = None
    options: list[Option] = []
    when: dict[str, str | list[str]] = {}
    screen: bool = False
    must: str | None = None
    otherwise: str | None = None
    least: float | None = Field(default=None, description="integer and money: smallest value")
    most: float | None = Field(default=None, description="integer and money: largest value")
    longest: int = Field(default=100, le=500, description="characters of a text at most")

    @property
    def is_private(self) -> bool:
        return self.private or self.type in PRIVATE

    @model_validator(mode="after")
    def _whole(self) -> "FieldDefinition":
        if self.type == "choice" and len(self.options) < 2:
            raise ValueError(f"{self.id}: a choice needs two options")
        if (self.must is None) != (self.otherwise is None):
            raise ValueError(f"{self.id}: must and otherwise go together")
        if self.id in RESERVED:
            raise ValueError(f"{self.id}: this id is reserved")
        if self.must is not None:
            self._evaluate(self.must)
        return self

    def _evaluate(self, must: str) -> None:
        """A ValueError where zen-engine cannot evaluate `must` over a value of this type."""
        sample: int | str = 1 if self.type in ("integer", "money") else "1"
        try:
            zen.evaluate_unary_expression(must, {"$": sample})
        except RuntimeError as error:
            why = str(error).splitlines()[0]
            raise ValueError(f"{self.id}: must cannot be evaluated: {why}") from None


class MaterialDefinition(Strict):
    """A paper. `waived`: never asked for; `licence` names the register whose record stands for it
    (免提交): asked for only where there is no record; `later`: may follow (容缺)."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    name: str
    how: Literal["upload", "licence", "later", "waived"]
    licence: RegisterName | None = None
    why: str | None = Field(default=None, description="waived: why, e.g. 由数据共享核验")
    when: dict[str, str | list[str]] = {}
    optional: bool = Field(default=False, description="may be left out")

    @model_validator(mode="after")
    def _whole(self) -> "MaterialDefinition":
        if (self.how == "licence") != (self.licence is not None):
            raise ValueError(f"{self.id}: how: licence names a register, no other does")
        return self


class NextItem(Strict):
    """A matter that often follows, by its guide's short name."""

    item: ItemId
    title: str


class InputDefinition(Strict):
    """One input of the rules. `of`: `field.<id>`, `register.<name>.<key>` (the beneficiary's) or
    `person.assurance`. A missing value makes the case go to a person.

    fn: `value` as it is; `years`, `months`, `days` whole ones from the date to as_of, negative in
    the future, counted as core.approvals.dates says (`years` with `value: term` or
    `value: calendar` counts otherwise); `equals` true where it is `value`; `one_of` true where it
    is among `value`;
    `present` true where there is a record or value (never missing).
    """

    of: str = Field(pattern=r"^(field|register|person)\.[a-z_.0-9]+$")
    fn: Literal["value", "years", "months", "days", "equals", "one_of", "present"] = "value"
    value: Any = None


class ItemDefinition(Strict):
    """A matter that is applied for, or an errand (`core/errands/definitions`): paying, booking,
    telling the hotline. An errand of assurance anonymous asks nobody to sign in."""

    item: ItemId
    kind: DraftKind = "application"
    title: str
    audience: Literal["person", "business"]
    assurance: Assurance = "real_name"
    for_whom: list[Relation] = ["self"]
    time_limit_days: int | None = Field(
        default=None, ge=1, description="working days promised; null = not known"
    )
    fields: list[FieldDefinition]
    materials: list[MaterialDefinition] = []
    registers: list[RegisterName] = Field(default=[], description="looked up for the beneficiary")
    inputs: dict[str, InputDefinition] = Field(default={}, description="of the rules, by name")
    consent: str = Field(description="what submitting agrees to, one or two sentences")
    approved_says: str = Field(
        default="", description="what follows an approval, one sentence, no new facts"
    )
    unique: bool = Field(
        default=True, description="one open or approved case a beneficiary; more are duplicates"
    )
    next_items: list[NextItem] = Field(default=[], description="matters that often follow")

    @model_validator(mode="after")
    def _says_what_follows(self) -> "ItemDefinition":
        if self.kind == "application" and not self.approved_says:
            raise ValueError("an application needs approved_says")
        return self

    @model_validator(mode="after")
    def _references(self) -> "ItemDefinition":
        ids = [one.id for one in self.fields] + [one.id for one in self.materials]
        if len(ids) != len(set(ids)):
            raise ValueError("an id stands twice among fields and materials")
        known = set(ids) | RESERVED
        conditional: list[FieldDefinition | MaterialDefinition] = [*self.fields, *self.materials]
        for one in conditional:
            if unknown := set(one.when) - known:
                raise ValueError(f"{one.id}: when names unknown fields {sorted(unknown)}")
        for name, source in [(n, i.of) for n, i in self.inputs.items()]:
            root, _, rest = source.partition(".")
            if root == "field" and rest not in known:
                raise ValueError(f"input {name}: unknown field {rest}")
            if root == "person" and rest != "assurance":
                raise ValueError(f"input {name}: person has no {rest}")
            if root == "register":
                self._in_registers(f"input {name}", rest)
        for field in self.fields:
            root, _, rest = (field.prefill or "").partition(".")
            if root == "register" and "." in rest:
                self._in_registers(f"{field.id}: prefill", rest)
            elif field.prefill is not None and (root != "person" or rest not in OF_PERSON):
                raise ValueError(f"{field.id}: prefill {field.prefill} is not known")
        return self

    def _in_registers(self, who: str, what: str) -> None:
        """A ValueError where `<register>.<key>`, or a whole record, is not looked up."""
        register, _, key = what.partition(".")
        if register not in self.registers:
            raise ValueError(f"{who}: {register} is not in registers")
        if key and key not in FIELDS[register]:
            raise ValueError(f"{who}: a record of {register} has no {key}")
