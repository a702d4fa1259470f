import { afterEach, describe, expect, it, vi } from "vitest";
import { openEvents, readEvent } from "../src/chat/events";

describe("readEvent", () => {
  it("reads what was agreed and nothing else", () => {
    const event = (data: string, lastEventId = "7") => ({ data, lastEventId });
    expect(readEvent(event('{"type":"text","text":"答"}'))).toEqual({
      id: 7,
      data: { type: "text", text: "答" },
    });
    for (const broken of ["not json", "null", '"text"', "{}", '{"text":1}']) {
      expect(readEvent(event(broken))).toBeNull();
    }
    expect(readEvent(event('{"text":"答"}', ""))).toBeNull();
  });
});

class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static all: FakeSource[] = [];
  readyState = 0;
  constructor(readonly url: string) {
    super();
    FakeSource.all.push(this);
  }
  close(): void {
    this.readyState = FakeSource.CLOSED;
  }
  refuse(): void {
    this.close();
    this.dispatchEvent(new Event("error"));
  }
}

describe("openEvents", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
    FakeSource.all = [];
  });

  const open = (status: number) => {
    vi.useFakeTimers();
    vi.stubGlobal("EventSource", FakeSource);
    vi.stubGlobal("fetch", vi.fn().mockResolvedValue({ status }));
    const handlers = { card: vi.fn(), user: vi.fn(), open: vi.fn(), gone: vi.fn() };
    return { handlers, close: openEvents("a/b", handlers) };
  };

  it("says that a conversation is gone on a 404", async () => {
    const { handlers } = open(404);
    expect(FakeSource.all[0]!.url).toBe("/api/conversations/a%2Fb/events");
    FakeSource.all[0]!.refuse();
    await vi.advanceTimersByTimeAsync(0);
    expect(handlers.gone).toHaveBeenCalledOnce();
  });

  it("opens the stream anew after a 503, until it is closed", async () => {
    const { handlers, close } = open(503);
    FakeSource.all[0]!.refuse();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(FakeSource.all).toHaveLength(2);
    FakeSource.all[1]!.refuse();
    close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSource.all).toHaveLength(2);
    expect(handlers.gone).not.toHaveBeenCalled();
  });
});
