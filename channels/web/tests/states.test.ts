import { describe, expect, it } from "vitest";
import { lookOf, type RecordKind } from "../src/chat/states";
import { en } from "../src/i18n/en";

describe("lookOf", () => {
  it.each<[RecordKind, string, string]>([
    ["case", "closed", "over"],
    ["work_order", "closed", "good"],
    ["payment", "closed", "over"],
    ["payment", "paid", "good"],
    ["payment", "awaiting", "waiting"],
    ["payment", "refund_failed", "act"],
    ["booking", "cancelled", "over"],
    ["queue", "called", "act"],
    ["queue", "a state of tomorrow", "waiting"],
  ])("of a %s that is %s is %s", (kind, state, look) => {
    expect(lookOf(kind, state)).toBe(look);
  });
});

describe("an English page", () => {
  it.each(Object.keys(en.states) as RecordKind[])("has words for the states of a %s", (kind) => {
    const words = Object.values(en.states[kind]);
    expect(words.length).toBeGreaterThan(4);
    for (const word of words) expect(word).toMatch(/^[A-Z][a-z ]+$/);
  });
});
