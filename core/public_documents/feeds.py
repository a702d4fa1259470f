"""Reading feeds: RSS 2.0 (https://www.rssboard.org/rss-specification), Atom (RFC 4287), or the
JSON of docs/DOCUMENTS.md. XML is read by defusedxml: no entities, no outside documents."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pydantic import ValidationError

from core.context import SHENZHEN
from core.public_documents.entries import Entry, is_web_address

LARGEST = 5_000_000
"""Bytes of a feed."""
MOST = 2_000
"""Entries of a feed."""

ATOM = "{http://www.w3.org/2005/Atom}"
DUBLIN = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"


class BrokenFeed(ValueError):
    """A feed that cannot be read at all; says why."""


@dataclass
class Read:
    """What a feed gave: entries with their categories; why others were passed over."""

    entries: list[tuple[Entry, list[str]]] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)


def read_feed(data: bytes) -> Read:
    """Raises BrokenFeed. An entry without title, date or name is passed over."""
    if len(data) > LARGEST:
        raise BrokenFeed(f"larger than {LARGEST} bytes")
    raw = _json(data) if data.lstrip()[:1] in (b"{", b"[") else _xml(data)
    read = Read()
    for number, (one, categories) in enumerate(raw, start=1):
        if number > MOST:
            read.passed_over.append(f"all after the first {MOST}")
            break
        try:
            read.entries.append((Entry.model_validate(one), categories))
        except ValidationError as error:
            wrong = error.errors()[0]
            where = ".".join(str(part) for part in wrong["loc"])
            read.passed_over.append(f"entry {number}: {where}: {wrong['msg']}")
    return read


def _json(data: bytes) -> Iterator[tuple[Any, list[str]]]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BrokenFeed(f"no JSON: {error}") from None
    documents = found.get("documents") if isinstance(found, dict) else found
    if not isinstance(documents, list):
        raise BrokenFeed("no list of documents")
    for one in documents:
        yield one, []


def _xml(data: bytes) -> Iterator[tuple[Any, list[str]]]:
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise BrokenFeed(f"no feed: {type(error).__name__}") from None
    if root.tag == f"{ATOM}feed":
        yield from (_atom(one, root) for one in root.iter(f"{ATOM}entry"))
    elif root.tag == "rss":
        yield from (_rss(one, root) for one in root.iter("item"))
    else:
        raise BrokenFeed("neither RSS 2.0 nor Atom")


def _rss(item: Element, root: Element) -> tuple[dict[str, Any], list[str]]:
    link = _text(item, "link")
    return {
        "id": _text(item, "guid") or link,
        "title": _text(item, "title"),
        "published_on": _day(_text(item, "pubDate") or _text(item, f"{DUBLIN}date")),
        "publisher": _text(item, f"{DUBLIN}publisher")
        or _text(item, f"{DUBLIN}creator")
        or _text(root, "channel/title"),
        "url": link if is_web_address(link) else None,
        "text": _text(item, f"{CONTENT}encoded") or _text(item, "description"),
        "interprets": _text(item, f"{DUBLIN}relation") or None,
    }, [(one.text or "").strip() for one in item.findall("category")]


def _atom(entry: Element, feed: Element) -> tuple[dict[str, Any], list[str]]:
    links = {one.get("rel", "alternate"): one.get("href", "") for one in entry.iter(f"{ATOM}link")}
    link = links.get("alternate", "")
    return {
        "id": _text(entry, f"{ATOM}id") or link,
        "title": _text(entry, f"{ATOM}title"),
        "published_on": _day(_text(entry, f"{ATOM}published") or _text(entry, f"{ATOM}updated")),
        "publisher": _text(entry, f"{ATOM}author/{ATOM}name")
        or _text(feed, f"{ATOM}author/{ATOM}name")
        or _text(feed, f"{ATOM}title"),
        "url": link if is_web_address(link) else None,
        "text": _text(entry, f"{ATOM}content") or _text(entry, f"{ATOM}summary"),
        "interprets": links.get("related") or None,
    }, [one.get("term", "") for one in entry.iter(f"{ATOM}category")]


def _text(parent: Element, path: str) -> str:
    found = parent.find(path)
    return "" if found is None else "".join(found.itertext()).strip()


def _day(said: str) -> str | None:
    """A date of RFC 822 or RFC 3339, or `2026-01-31`, as the day in Shenzhen; None for others."""
    for parse in (dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(said)
        except (TypeError, ValueError):
            continue
        local = moment.astimezone(SHENZHEN) if moment.tzinfo else moment
        return local.date().isoformat()
    return None
