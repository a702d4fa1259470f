"""What the official account sends, as the customer-service interface wants it.

https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage
"""

from typing import Any

from channels.wechat.outgoing import Choices, Image, MiniProgramCard, News, Outgoing, Text


def service_message(
    message: Outgoing,
    openid: str,
    *,
    media_id: str = "",
    kf_account: str = "",
) -> dict[str, Any]:
    """The body for /cgi-bin/message/custom/send. `media_id` is the uploaded picture of an Image or
    MiniProgramCard; `kf_account` the customer-service account shown as the sender."""
    kind, content = _content(message, media_id)
    body: dict[str, Any] = {"touser": openid, "msgtype": kind, kind: content}
    if kf_account:
        body["customservice"] = {"kf_account": kf_account}
    return body


def picture_of(message: Outgoing) -> bytes | None:
    """The picture that has to be uploaded first."""
    if isinstance(message, Image):
        return message.content
    if isinstance(message, MiniProgramCard):
        return message.picture
    return None


def _content(message: Outgoing, media_id: str) -> tuple[str, dict[str, Any]]:
    match message:
        case Text():
            return "text", {"content": message.content}
        case Image():
            return "image", {"media_id": media_id}
        case Choices():
            options = [{"id": id_, "content": label} for id_, label in message.options]
            return "msgmenu", {
                "head_content": message.head,
                "list": options,
                "tail_content": "",
            }
        case News():
            article = {
                "title": message.title,
                "description": message.description,
                "url": message.url,
                "picurl": message.picture_url,
            }
            return "news", {"articles": [article]}
        case MiniProgramCard():
            return "miniprogrampage", {
                "title": message.title,
                "appid": message.appid,
                "pagepath": message.page,
                "thumb_media_id": media_id,
            }
