import { describe, expect, it } from "vitest";
import { yuanOf } from "../src/chat/money";

describe("yuanOf", () => {
  it.each([
    [0, "0.00"],
    [1, "0.01"],
    [10, "0.10"],
    [100, "1.00"],
    [8_850, "88.50"],
    [99_999, "999.99"],
    [100_050, "1,000.50"],
    [123_456_789, "1,234,567.89"],
    [Number.MAX_SAFE_INTEGER, "90,071,992,547,409.91"],
  ])("%d fen are %s", (fen, yuan) => {
    expect(yuanOf(fen)).toBe(yuan);
  });
});
