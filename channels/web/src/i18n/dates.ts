import type { Locale } from "../chat/api";

/**
 * A date as exact as the source gives it (2023, 2023-05 or 2023-05-15), in the reader's words.
 * Anything else is shown as it is.
 */
export function readableDate(date: string, locale: Locale): string {
  const parts = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(date);
  if (!parts) return date;
  const [, year, month, day] = parts;
  if (locale !== "en") {
    return `${year}年${month ? `${Number(month)}月` : ""}${day ? `${Number(day)}日` : ""}`;
  }
  const instant = new Date(Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1)));
  return new Intl.DateTimeFormat("en-GB", {
    year: "numeric",
    month: month ? "long" : undefined,
    day: day ? "numeric" : undefined,
    timeZone: "UTC",
  }).format(instant);
}

// Shenzhen's clocks know no summer time.
const SHENZHEN_AHEAD_MS = 8 * 3_600_000;

/** A moment (ISO 8601) on Shenzhen's clocks; the `day` alone where that is enough. */
export function readableMoment(moment: string, locale: Locale, until: "day" | "minute"): string {
  const instant = Date.parse(moment);
  if (Number.isNaN(instant)) return moment;
  const there = new Date(instant + SHENZHEN_AHEAD_MS).toISOString();
  const day = readableDate(there.slice(0, 10), locale);
  return until === "day" ? day : `${day} ${there.slice(11, 16)}`;
}
