// Paying inside WeChat's own browser (JSAPI), by the bridge it puts on the page:
// https://pay.weixin.qq.com/doc/v3/merchant/4012791857
export type Outcome = "ok" | "cancel" | "fail";

interface Bridge {
  invoke(
    method: "getBrandWCPayRequest",
    signed: Record<string, string>,
    done: (result: { err_msg?: string }) => void,
  ): void;
}

declare global {
  interface Window {
    WeixinJSBridge?: Bridge;
  }
}

// The bridge comes a moment after the page.
const PATIENCE_MS = 5_000;

export function isInWeChat(): boolean {
  return window.WeixinJSBridge !== undefined || /MicroMessenger/i.test(navigator.userAgent);
}

/**
 * Opens WeChat's payment with what the server signed. "ok" is WeChat's word alone: paid is what
 * the server says later.
 */
export async function payInWeChat(signed: Record<string, string>): Promise<Outcome> {
  const bridge = await bridgeWhenReady();
  if (!bridge) return "fail";
  const { err_msg } = await new Promise<{ err_msg?: string }>((resolve) =>
    bridge.invoke("getBrandWCPayRequest", signed, resolve),
  );
  if (err_msg === "get_brand_wcpay_request:ok") return "ok";
  return err_msg === "get_brand_wcpay_request:cancel" ? "cancel" : "fail";
}

async function bridgeWhenReady(): Promise<Bridge | undefined> {
  if (!window.WeixinJSBridge) {
    await new Promise<void>((resolve) => {
      document.addEventListener("WeixinJSBridgeReady", () => resolve(), { once: true });
      setTimeout(resolve, PATIENCE_MS);
    });
  }
  return window.WeixinJSBridge;
}
