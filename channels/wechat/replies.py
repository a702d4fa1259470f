"""What the door itself says, beside the assistant."""

FAILED = "抱歉，这句话我没有处理成。您说的话没有丢。请过几分钟再发一次；着急请拨打 12345。"
LATER_PART = "（还有内容。微信不让我一次发太多，您回复任意一个字，我接着发。）"
CANNOT_WATCH = "我还看不了视频，也没有保存它。请用文字或语音告诉我您想办什么事，也可以发照片。"
CANNOT_HEAR = "这段语音我没有听清。请再说一遍，离手机近一点；也可以打字告诉我。"
CANNOT_FETCH = "这个文件我没有从微信收到，没有保存。请再发一次。"
BOUND = "这个微信已经记住您的身份，以后办事不用再登录。想解除，对我说“解绑”。"
STILL_HERE = "您的话收到了，都在。现在问的人多，大约{minutes}轮到您，轮到了我马上答。"


def heard(words: str) -> str:
    """Before the answer to speech that was not heard surely."""
    return f"我听到的是“{words}”。不对的话，请再说一遍或者打字。"


def wait(seconds: float) -> str:
    """What a citizen sees while many wait."""
    minutes = max(1, round(seconds / 60))
    return STILL_HERE.format(minutes=f" {minutes} 分钟后" if seconds >= 45 else "半分钟后")


def account(link: str, bound: bool) -> str:
    """How to keep a sign-in for this WeChat account, or end that."""
    if bound:
        return f'这个微信已经绑定您的身份。要解除，点这里：<a href="{link}">解除绑定</a>'
    return f'绑定以后，办事不用每次登录，随时可以解除。点这里：<a href="{link}">绑定身份</a>'


def page(link: str) -> str:
    """To who tapped the menu's entry for the page."""
    return f'网页上字更大，也能填表、传照片，对话接着这里：<a href="{link}">打开网页</a>'
