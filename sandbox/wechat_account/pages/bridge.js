/* WeixinJSBridge as a page in WeChat's browser finds it; here a page asks for this script.
   https://pay.weixin.qq.com/docs/merchant/apis/jsapi-payment/jsapi-transfer-payment.html
   The page's policy must allow this address in script-src and frame-src. */
"use strict";

(() => {
  if (window.WeixinJSBridge) return;
  const base = new URL(document.currentScript.src).origin;
  const RESULTS = ["ok", "cancel", "fail"];

  function pay(params, answered) {
    const frame = document.createElement("iframe");
    const asked = encodeURIComponent(JSON.stringify(params));
    frame.src = `${base}/phone/pay?params=${asked}`;
    frame.title = "微信支付";
    Object.assign(frame.style, {
      position: "fixed",
      inset: "auto 0 0 0",
      width: "100%",
      height: "min(100%, 460px)",
      border: "0",
      zIndex: "2147483647",
      boxShadow: "0 0 0 100vmax rgb(0 0 0 / 50%)",
    });
    function heard(event) {
      if (event.source !== frame.contentWindow || event.origin !== base) return;
      const result = event.data && event.data.wechatSandboxPay;
      if (!RESULTS.includes(result)) return;
      window.removeEventListener("message", heard);
      frame.remove();
      answered({ err_msg: `get_brand_wcpay_request:${result}` });
    }
    window.addEventListener("message", heard);
    document.body.append(frame);
  }

  window.WeixinJSBridge = {
    invoke(name, params, answered = () => {}) {
      if (name === "getBrandWCPayRequest") pay(params, answered);
      else if (name === "closeWindow") window.close();
      else answered({ err_msg: `${name}:fail, not supported` });
    },
    call(name) {
      this.invoke(name, {});
    },
    on() {},
  };
  document.dispatchEvent(new Event("WeixinJSBridgeReady"));
})();
