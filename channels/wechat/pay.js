// Opens WeChat Pay with what the server signed. Paid is only what the server says later.
"use strict";
(() => {
  const button = document.getElementById("pay");
  const said = document.getElementById("said");
  const words = {
    ok: "微信说已经付了。请回到对话，到账后我会告诉您。",
    cancel: "没有付款，没有扣钱。想付再点一次。",
    fail: "没有付成，没有扣钱。请过一会儿再点一次，或者回到对话问我。",
    absent: "请在微信里打开这一页来付款。",
  };
  const pay = () => {
    button.disabled = true;
    window.WeixinJSBridge.invoke(
      "getBrandWCPayRequest",
      JSON.parse(button.dataset.signed),
      ({ err_msg: answer = "" }) => {
        const how = answer.split(":")[1];
        said.textContent = words[how] || words.fail;
        button.hidden = how === "ok";
        button.disabled = false;
      },
    );
  };
  button.addEventListener("click", () => {
    if (window.WeixinJSBridge) pay();
    else said.textContent = words.absent;
  });
})();
