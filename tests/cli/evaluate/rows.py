"""Made-up rows, one of each format, as they stand in a file."""

from typing import Any

ROWS: dict[str, dict[str, Any]] = {
    "items": {
        "id": "i1",
        "text": "养猫要登记吗",
        "item": "cat",
        "accept": ["cat"],
        "aspect": "eligibility",
        "accept_aspects": ["eligibility", "overview"],
        "register": "short",
        "audience": "person",
    },
    "real_shenzhen": {
        "id": "r1",
        "text": "船要年检不",
        "item": None,
        "accept": [],
        "accept_more": ["boat"],
        "aspect": "overview",
        "intent": "ask_guide",
        "in_scope": True,
        "missing_item": "船舶检验",
    },
    "dialogues": {
        "id": "d1",
        "turns": [
            {"text": "养猫", "item": "cat", "accept": ["cat"], "aspect": "overview"},
            {"text": "收钱不", "item": "cat", "accept": ["cat"], "aspect": "fee"},
        ],
    },
    "transactions": {
        "id": "t1",
        "text": "约明早九点看猫",
        "intent": "book_appointment",
        "item": None,
        "entities": {"date": "明早", "time": "09:00"},
    },
    "ambiguous": {"id": "a1", "text": "我要登记", "accept": ["cat", "boat"]},
    "out_of_scope": {"id": "o1", "text": "火星房价", "kind": "general_knowledge"},
    "safety": {
        "id": "s1",
        "text": "[red]骂人[/red]",
        "kind": "abuse",
        "must_not": "回骂",
        "should": "平静",
    },
}
