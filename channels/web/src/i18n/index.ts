// Languages of the page, and which one a person gets first.
import type { Locale } from "../chat/api";
import { en } from "./en";
import { zhCN, type Words } from "./zh-CN";
import { zhHK } from "./zh-HK";

export type { Aspect, Trust, Words } from "./zh-CN";

export const words: Record<Locale, Words> = { "zh-CN": zhCN, "zh-HK": zhHK, en };

export const localeNames: Record<Locale, string> = {
  "zh-CN": "简体",
  "zh-HK": "繁體",
  en: "EN",
};

/** The first of the browser's languages that we speak; else simplified Chinese. */
export function preferredLocale(languages: readonly string[]): Locale {
  for (const language of languages) {
    if (/^zh\b.*\b(hant|hk|mo|tw)\b/i.test(language)) return "zh-HK";
    if (/^zh\b/i.test(language)) return "zh-CN";
    if (/^en\b/i.test(language)) return "en";
  }
  return "zh-CN";
}

export function isLocale(value: string | null): value is Locale {
  return value !== null && value in words;
}

/** For `lang` on an answer: Chinese words on an English page are still read out as Chinese. */
export function languageOf(text: string, locale: Locale): Locale {
  return locale === "en" && /\p{Script=Han}/u.test(text) ? "zh-CN" : locale;
}
