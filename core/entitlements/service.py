"""Which matters somebody may be entitled to (政策匹配)."""

from core.context import Core
from core.contract import Match
from core.entitlements.applications import match_application
from core.entitlements.looking import Found, Somebody, children_of, look
from core.entitlements.rules import About, all_rules, match_rules
from core.identity.service import SignedIn
from core.items.definition import ItemDefinition
from core.registers.base import RegisterUnavailable
from core.registers.fields import RegisterName
from service.problems import ProblemError

__all__ = ["Somebody", "match", "match_item"]

ORDER = ("likely", "open", "no")
OF_PERSON: tuple[RegisterName, ...] = (
    "population",
    "household",
    "education",
    "social_security",
    "disability",
)
OF_CHILD: tuple[RegisterName, ...] = ("population", "household")
NO_CHILD = "您的户籍登记里没有查到未成年的孩子；孩子的户口不和您在一起的，可以直接问我。"
NOT_THEIRS = (
    "没有查到您是「{firm}」的法定代表人或经营者。请核对全称，说“改公司名称”；"
    "也可以只看您本人的，说“改成给我本人看”。"
)
AWAY = "商事登记库暂时没有回应，请过一会儿再试。您填的都在。"


def match(core: Core, person: SignedIn, about: str | None, *, consent: str) -> list[Match]:
    """All matters held against the registers: of the person and the minors of their household,
    or of the firm named by `about` (its name or credit code), which must be theirs.

    `consent` is the id of the consent on record. Every look-up is audited; a register that gives
    no answer leaves matters open. Likely ones first. Nothing is kept.
    """
    who = Somebody(person.id, person.id_number, consent)
    found = _of_firm(core, who, about) if about else {"self": look(core, who, OF_PERSON)}
    if about is None:
        found |= _of_children(core, who, found["self"])
    matches = [
        *(_application(core, one, found, person.assurance) for one in _definitions(core, about)),
        *(
            _by_rules(core, one.item, found)
            for one in all_rules().matters
            if (one.about == "firm") == (about is not None)
        ),
    ]
    return sorted(matches, key=lambda one: ORDER.index(one.verdict))


def match_item(core: Core, who: Somebody, item: str) -> Match | None:
    """One matter for one person and their children, without a firm; None where it is not for
    people or not known. Raises RegisterUnavailable where a register gave no answer."""
    found: dict[str, Found] = {"self": look(core, who, OF_PERSON)}
    found |= _of_children(core, who, found["self"])
    if away := set(OF_PERSON) - found["self"].records.keys():
        raise RegisterUnavailable(", ".join(sorted(away)))
    definition = core.parts.definitions.applications().get(item)
    if definition is not None and definition.audience == "person":
        return _application(core, definition, found, "real_name")
    known = [one for one in all_rules().matters if one.item == item and one.about != "firm"]
    return _by_rules(core, item, found) if known else None


def _definitions(core: Core, about: str | None) -> list[ItemDefinition]:
    audience = "person" if about is None else "business"
    applications = core.parts.definitions.applications()
    return [one for _, one in sorted(applications.items()) if one.audience == audience]


def _of_firm(core: Core, who: Somebody, firm: str) -> dict[str, Found]:
    """The records of a firm that is theirs, with their own; a 422 problem where it is not."""
    register = look(core, who, ["business"], firm)
    if "business" not in register.records:
        raise ProblemError(503, AWAY, {"Retry-After": "30"})
    record = register.records["business"]
    if record is None or record.get("legal_person_id") != who.id_number:
        raise ProblemError(422, NOT_THEIRS.format(firm=firm))
    own = look(core, who, OF_PERSON)
    return {"firm": Found(own.records | register.records)}


def _of_children(core: Core, who: Somebody, own: Found) -> dict[str, Found]:
    """By `child-<n>`."""
    children = children_of(core, who, own.records.get("household"))
    return {f"child-{n}": look(core, one, OF_CHILD) for n, one in enumerate(children)}


def _application(
    core: Core, definition: ItemDefinition, found: dict[str, Found], assurance: str
) -> Match:
    about: About = "self" if "self" in definition.for_whom else "child"
    about = "firm" if definition.audience == "business" else about
    held = [match_application(core, definition, one, assurance) for one in _of(found, about)]
    if held:
        return _best(held)
    return Match(
        item=definition.item, title=definition.title, verdict="no", why=[NO_CHILD], applicable=True
    )


def _by_rules(core: Core, item: str, found: dict[str, Found]) -> Match:
    matter = next(one for one in all_rules().matters if one.item == item)
    held = [match_rules(core, matter, one) for one in _of(found, matter.about)]
    if held:
        return _best(held)
    return Match(item=item, title=matter.title, verdict="no", why=[NO_CHILD], source=matter.source)


def _of(found: dict[str, Found], about: About) -> list[Found]:
    return [one for name, one in found.items() if name.partition("-")[0] == about]


def _best(held: list[Match]) -> Match:
    """Of several children, the one it fits best."""
    return min(held, key=lambda one: ORDER.index(one.verdict))
