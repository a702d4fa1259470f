import { describe, expect, it } from "vitest";
import { languageOf, preferredLocale } from "../src/i18n";
import { readableDate } from "../src/i18n/dates";

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

describe("languageOf", () => {
  it("marks Chinese words on an English page", () => {
    expect(languageOf("居住证 permit", "en")).toBe("zh-CN");
    expect(languageOf("Hello", "en")).toBe("en");
    expect(languageOf("居住證", "zh-HK")).toBe("zh-HK");
  });
});
