"""Public documents (政务公开): what government bodies publish of their own accord."""

import datetime as dt
from typing import Literal

from pydantic import Field

from core.contract.common import Model

DOCUMENTS_PATH = "/v1/public-documents"

DocumentKind = Literal[
    "rules",
    "institution",
    "plan",
    "statistics",
    "service",
    "penalty",
    "budget",
    "fees",
    "procurement",
    "projects",
    "livelihood",
    "emergency",
    "inspection",
    "recruitment",
    "other",
]
DOCUMENT_KINDS: dict[DocumentKind, str] = {
    "rules": "法规、规章和规范性文件",
    "institution": "机构职能",
    "plan": "规划计划",
    "statistics": "统计信息",
    "service": "许可和服务事项",
    "penalty": "行政处罚和行政强制",
    "budget": "财政预算决算",
    "fees": "行政事业性收费",
    "procurement": "政府集中采购",
    "projects": "重大建设项目",
    "livelihood": "民生政策",
    "emergency": "应急预案和预警",
    "inspection": "监督检查",
    "recruitment": "公务员招考",
    "other": "其他公开信息",
}
"""政府信息公开条例 (国务院令第711号, 2019) 第二十条, items (一) to (十四) in their order; `other`
is item (十五) and 第二十一条. The eleven kinds of the text of 2007 (第十条) are among them."""


class DocumentLink(Model):
    """A document named by another."""

    id: str
    title: str
    url: str | None = None


class DocumentView(Model):
    """One document, without its text. `url` is there only where it may be linked."""

    id: str = Field(pattern=r"^D-[0-9a-f]{20}$")
    title: str
    kind: DocumentKind
    kind_label: str
    publisher: str
    number: str | None = Field(default=None, description="文号, e.g. 罗府办〔2026〕1号")
    published_on: dt.date
    url: str | None = None
    interprets: DocumentLink | None = Field(default=None, description="what it explains (解读)")
    interpreted_by: list[DocumentLink] = []


class DocumentsFound(Model):
    """The best first; `good`: all that was asked for stands in the first one."""

    documents: list[DocumentView]
    good: bool = False
