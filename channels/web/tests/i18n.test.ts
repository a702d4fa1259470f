import { describe, expect, it } from "vitest";
import { languageOf, preferredLocale } from "../src/i18n";
import { readableDate, readableMoment } from "../src/i18n/dates";

describe("preferredLocale", () => {
  it.each([
    [["zh-HK"], "zh-HK"],
    [["zh-Hant-CN"], "zh-HK"],
    [["zh"], "zh-CN"],
    [["fr", "en-US"], "en"],
    [["fr"], "zh-CN"],
  ])("%j reads %s", (languages, locale) => {
    expect(preferredLocale(languages)).toBe(locale);
  });
});

describe("readableDate", () => {
  it("is as exact as the source", () => {
    expect(readableDate("2023-05-09", "zh-CN")).toBe("2023年5月9日");
    expect(readableDate("2023-05", "zh-HK")).toBe("2023年5月");
    expect(readableDate("2023", "zh-CN")).toBe("2023年");
    expect(readableDate("2023-05-09", "en")).toBe("9 May 2023");
    expect(readableDate("2023-05", "en")).toBe("May 2023");
    expect(readableDate("约2020年", "zh-CN")).toBe("约2020年");
  });
});

describe("readableMoment", () => {
  it("is the time in Shenzhen, wherever the reader is", () => {
    const moment = "2026-11-22T16:05:09+00:00";
    expect(readableMoment(moment, "zh-CN", "minute")).toBe("2026年11月23日 00:05");
    expect(readableMoment(moment, "zh-HK", "minute")).toBe("2026年11月23日 00:05");
    expect(readableMoment(moment, "en", "minute")).toBe("23 November 2026 00:05");
    expect(readableMoment("2026-12-07T23:59:59+08:00", "zh-CN", "day")).toBe("2026年12月7日");
    expect(readableMoment("年底", "zh-CN", "day")).toBe("年底");
  });
});

describe("languageOf", () => {
  it("marks Chinese words on an English page", () => {
    expect(languageOf("居住证 permit", "en")).toBe("zh-CN");
    expect(languageOf("Hello", "en")).toBe("en");
    expect(languageOf("居住證", "zh-HK")).toBe("zh-HK");
  });
});
