import { describe, expect, it } from "vitest";
import { payAddress, webAddress } from "../src/chat/links";

describe("links", () => {
  it.each(["https://pay.example.cn/1", "HTTP://pay.example.cn"])("lead to the web: %s", (url) => {
    expect(webAddress(url)).toBe(url);
    expect(payAddress(url)).toBe(url);
  });

  it.each(["weixin://wxpay/bizpayurl?pr=1", "alipay://x", "alipays://x"])("or pay: %s", (url) => {
    expect(payAddress(url)).toBe(url);
    expect(webAddress(url)).toBeUndefined();
  });

  it.each(["javascript:alert(1)//https://", "data:text/html,x", "//other.cn", "/api", "", null])(
    "never to %s",
    (url) => {
      expect(payAddress(url)).toBeUndefined();
      expect(webAddress(url)).toBeUndefined();
    },
  );
});
