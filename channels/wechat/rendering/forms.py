"""Applying, in words: the next question, the form read back, the sign-in."""

from channels.wechat.rendering.demo import demo_of
from channels.wechat.rendering.lines import in_lines, said_in, stacked
from channels.wechat.rendering.reader import Reader
from messages import FormCard, ReviewCard, SignInCard


def form_words(card: FormCard, reader: Reader) -> str:
    """The matter and how far it is, the question, and how to answer it."""
    example = card.example if card.example and not said_in(card.text, card.example) else None
    return stacked(
        _progress(card, reader),
        in_lines(card.text),
        reader.row("例如", "For example", example) if example else None,
        _photo(reader) if card.upload else None,
        reader.say("这一项可以不填。", "You may leave this out.") if card.optional else None,
        _masked(reader) if card.private else None,
    )


def _progress(card: FormCard, reader: Reader) -> str:
    """高龄老人津贴（3/8）: the third step of eight as they stand now."""
    if not card.total:
        return card.title
    step = f"{min(card.done + 1, card.total)}/{card.total}"
    return reader.say(f"{card.title}（{step}）", f"{card.title} ({step})")


def _photo(reader: Reader) -> str:
    page = reader.page("在网页上传", "upload it on the web page")
    return reader.say(f"直接发照片给我，或者{page}。", f"Send me a photo here, or {page}.")


def _masked(reader: Reader) -> str:
    return reader.say(
        "您发来的会加密保存，显示时遮住一部分。办好以后，可以把聊天里的这条消息删掉。",
        "What you send is encrypted and shown only in part. You may delete the message from the "
        "chat when you are done.",
    )


def review_words(card: ReviewCard, reader: Reader) -> str:
    """What was filled in, a row a line, then what submitting agrees to."""
    rows = [f"{row.label}：{row.value}" for row in card.rows]
    told = f"{'；'.join(rows)}。"
    consent = None if said_in(card.text.replace(told, ""), card.consent) else card.consent
    return stacked(
        in_lines(card.text.replace(told, f"\n{stacked(*rows)}\n") if rows else card.text),
        None if told in card.text else stacked(*rows),
        _listed(reader, reader.say("不用交的材料", "Papers not needed"), card.waived),
        _listed(reader, reader.say("可以后补的材料", "Papers that may follow"), card.later),
        consent,
        demo_of(card, reader),
        _changing(card, reader),
    )


def _listed(reader: Reader, title: str, papers: list[str]) -> str | None:
    return f"{title}{reader.colon}{'；'.join(papers)}" if papers else None


def _changing(card: ReviewCard, reader: Reader) -> str | None:
    """How a row is changed: by the label of its option, said in words."""
    labels = [row.edit.label for row in card.rows if row.edit]
    if not labels:
        return None
    return reader.say(
        f"要改哪一项，直接说，比如“{labels[0]}”。",
        f"To change something, say so, for example “{labels[0]}”.",
    )


def sign_in_words(card: SignInCard, reader: Reader) -> str:
    """Why, and the link to it."""
    zh, en = {
        "phone": ("去登录（手机号）", "Sign in with your phone number"),
        "real_name": ("去登录（实名）", "Sign in with your real name"),
        "face": ("去登录（刷脸）", "Sign in with your face"),
    }[card.wanted]
    link = reader.link("sign_in", reader.links.sign_in(card.wanted), zh, en)
    return stacked(in_lines(card.text), link)
