import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createApp, h } from "vue";
import { minutesUntil, useMinutesUntil } from "../src/chat/expiry";

const NOON = Date.parse("2026-11-22T12:00:00+08:00");

describe("minutesUntil", () => {
  it.each([
    ["2026-11-22T12:15:00+08:00", 15],
    ["2026-11-22T12:14:01+08:00", 15],
    ["2026-11-22T12:00:01+08:00", 1],
    ["2026-11-22T12:00:00+08:00", 0],
    ["2026-11-22T03:00:00+00:00", 0],
    ["年底", null],
    [null, null],
    [undefined, null],
  ])("%s are %s", (moment, minutes) => {
    expect(minutesUntil(moment, NOON)).toBe(minutes);
  });
});

describe("useMinutesUntil", () => {
  beforeEach(() => void vi.useFakeTimers({ now: NOON }));
  afterEach(() => void vi.useRealTimers());

  it("counts while the component lives", async () => {
    const box = document.createElement("div");
    const app = createApp({
      setup() {
        const minutes = useMinutesUntil(() => "2026-11-22T12:02:00+08:00");
        return () => h("p", String(minutes.value));
      },
    });
    app.mount(box);
    expect(box.textContent).toBe("2");
    await vi.advanceTimersByTimeAsync(65_000);
    expect(box.textContent).toBe("1");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(box.textContent).toBe("0");
    app.unmount();
    expect(vi.getTimerCount()).toBe(0);
  });
});
