import { describe, expect, it } from "vitest";
import { canSend, charactersLeft, isSendKey } from "../src/chat/typing";

const enter = { key: "Enter", shiftKey: false, isComposing: false, keyCode: 13 };

describe("isSendKey", () => {
  it("sends on Enter alone", () => {
    expect(isSendKey(enter)).toBe(true);
    expect(isSendKey({ ...enter, key: "a", keyCode: 65 })).toBe(false);
  });

  it("leaves Shift+Enter to start a new line", () => {
    expect(isSendKey({ ...enter, shiftKey: true })).toBe(false);
  });

  it("leaves the Enter that picks an input method's candidate alone, in Safari too", () => {
    expect(isSendKey({ ...enter, isComposing: true })).toBe(false);
    expect(isSendKey({ ...enter, keyCode: 229 })).toBe(false);
  });
});

describe("the limit of a message", () => {
  it("counts characters, not UTF-16 units, and shows near the limit only", () => {
    expect(charactersLeft("字".repeat(899))).toBeNull();
    expect(charactersLeft("字".repeat(950))).toBe(50);
    expect(charactersLeft("😀".repeat(1001))).toBe(-1);
  });

  it("refuses nothing and too much", () => {
    expect(canSend(" \n")).toBe(false);
    expect(canSend("😀".repeat(1000))).toBe(true);
    expect(canSend("字".repeat(1001))).toBe(false);
  });
});
