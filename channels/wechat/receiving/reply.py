"""A passive reply (被动回复) as XML.

https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Passive_user_reply_message.html
"""

from wechatpy.replies import ArticlesReply, TextReply

from channels.wechat.outgoing import Choices, News, Outgoing, Text

SILENCE = ""
"""Taken, and nothing is answered here: WeChat does not send the message again."""


def can_be_passive(message: Outgoing) -> bool:
    """Whether it can travel as a passive reply without asking WeChat for anything first."""
    return isinstance(message, Text | Choices | News)


def passive(message: Outgoing, openid: str, account: str) -> str | None:
    """The XML, or None for what cannot travel as a passive reply."""
    who = {"source": account, "target": openid}
    if isinstance(message, Text):
        return str(TextReply(content=_cdata(message.content), **who).render())
    if isinstance(message, Choices):
        return str(TextReply(content=_cdata(message.as_text), **who).render())
    if isinstance(message, News):
        article = {
            "title": _cdata(message.title),
            "description": _cdata(message.description),
            "image": _cdata(message.picture_url),
            "url": _cdata(message.url),
        }
        reply = ArticlesReply(**who)
        reply.add_article(article)
        return str(reply.render())
    return None


def _cdata(words: str) -> str:
    """Words that cannot end the CDATA section that the library puts them in."""
    return words.replace("]]>", "]]]]><![CDATA[>")
