"""What an operator is told when WeChat's server refuses: what happened, what is safe, what next."""

from channels.wechat.api_errors import Away, WeChatError

_NEXT = {
    40001: "AppSecret 或令牌不被接受。请核对 LXZ_WECHAT_APP_SECRET。",
    40013: "AppID 不对。请核对 LXZ_WECHAT_APPID。",
    40125: "AppSecret 不对。请在公众平台 开发-基本配置 里核对, 再改 LXZ_WECHAT_APP_SECRET。",
    40164: "这台机器的 IP 不在白名单里。请在公众平台 开发-基本配置 里把它加入 IP 白名单。",
    40018: "菜单按钮的名字太长或为空。请改菜单文件, 先运行 menu check。",
    40054: "菜单里的网址不被接受。请改成 https 的完整网址。",
    40055: "菜单里的网址不被接受。请改成 https 的完整网址。",
    45009: "今天调用次数到了上限。明天再试, 或在公众平台申请清零。",
    48001: "这个账号没有这个接口的权限。请在公众平台 开发-接口权限 里查看 (服务号须认证)。",
    50002: "账号或接口受到限制。请登录公众平台查看通知。",
}


def explain(error: WeChatError) -> str:
    """One or two sentences for the operator; names neither token nor openid."""
    known = _NEXT.get(error.errcode)
    if known:
        return f"{known} (微信返回 {error.errcode} {error.errmsg})"
    if isinstance(error, Away):
        detail = f"{error.errcode} {error.errmsg}" if error.errcode else error.errmsg
        return f"现在连不上微信的服务器 ({detail})。什么都没有改变; 请检查网络后再试。"
    return f"微信拒绝了: {error.errcode} {error.errmsg}。什么都没有改变。"
