import { afterEach, describe, expect, it, vi } from "vitest";
import { isInWeChat, payInWeChat } from "../src/chat/wechat";

const SIGNED = { appId: "wx1", package: "prepay_id=1", paySign: "s" };

/** A bridge that answers with these words. */
const bridge = (err_msg?: string) => ({
  invoke: vi.fn((_method, _signed, done: (result: { err_msg?: string }) => void) =>
    done({ err_msg }),
  ),
});

afterEach(() => {
  delete window.WeixinJSBridge;
  vi.useRealTimers();
});

describe("payInWeChat", () => {
  it.each([
    ["get_brand_wcpay_request:ok", "ok"],
    ["get_brand_wcpay_request:cancel", "cancel"],
    ["get_brand_wcpay_request:fail", "fail"],
    ["system:access_denied", "fail"],
    [undefined, "fail"],
  ])("takes %s for %s", async (said, outcome) => {
    const here = (window.WeixinJSBridge = bridge(said));
    expect(isInWeChat()).toBe(true);
    expect(await payInWeChat(SIGNED)).toBe(outcome);
    expect(here.invoke.mock.calls[0]!.slice(0, 2)).toEqual(["getBrandWCPayRequest", SIGNED]);
  });

  it("waits for a bridge that comes later", async () => {
    const outcome = payInWeChat(SIGNED);
    window.WeixinJSBridge = bridge("get_brand_wcpay_request:ok");
    document.dispatchEvent(new Event("WeixinJSBridgeReady"));
    expect(await outcome).toBe("ok");
  });

  it("gives up where none comes", async () => {
    vi.useFakeTimers();
    expect(isInWeChat()).toBe(false);
    const outcome = payInWeChat(SIGNED);
    await vi.runAllTimersAsync();
    expect(await outcome).toBe("fail");
  });
});
