import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sendFile, uploadFailureOf } from "../src/chat/upload";

class FakeRequest extends EventTarget {
  static last: FakeRequest;
  readonly upload = new EventTarget();
  status = 0;
  response: unknown = null;
  url = "";
  body: unknown;
  constructor() {
    super();
    FakeRequest.last = this;
  }
  open(method: string, url: string): void {
    this.url = `${method} ${url}`;
  }
  send(body: unknown): void {
    this.body = body;
  }
  abort(): void {
    this.dispatchEvent(new Event("abort"));
  }
  progress(loaded: number, total: number): void {
    this.upload.dispatchEvent(Object.assign(new Event("progress"), { loaded, total }));
  }
  answer(status: number, response: unknown = null): void {
    Object.assign(this, { status, response });
    this.dispatchEvent(new Event("load"));
  }
}

describe("sendFile", () => {
  const photo = new File(["x"], "户口本.jpg");
  const send = (onProgress = vi.fn()) => ({
    onProgress,
    token: sendFile("a/b", photo, onProgress),
    request: FakeRequest.last,
  });

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("XMLHttpRequest", FakeRequest);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("posts the file, tells how far it is, and returns the token", async () => {
    const { token, request, onProgress } = send();
    expect(request.url).toBe("POST /api/conversations/a%2Fb/uploads");
    expect((request.body as FormData).get("file")).toMatchObject({ name: "户口本.jpg" });
    request.progress(5, 10);
    expect(onProgress).toHaveBeenLastCalledWith(0.5);
    request.answer(200, { token: "[FILE_1]", kind: "image/jpeg", size: 1 });
    await expect(token).resolves.toBe("[FILE_1]");
  });

  it.each([
    [413, "tooLarge"],
    [415, "unreadable"],
    [422, "unreadable"],
    [429, "busy"],
    [404, "gone"],
    [503, "server"],
  ])("reads %i as %s", async (status, failure) => {
    expect(uploadFailureOf(status)).toBe(failure);
    const { token, request } = send();
    request.answer(status, { detail: "…" });
    await expect(token).rejects.toMatchObject({ failure });
  });

  it("takes an answer without a token for a fault of the server", async () => {
    const { token, request } = send();
    request.answer(200, null);
    await expect(token).rejects.toMatchObject({ failure: "server" });
  });

  it("tells a lost network from one that stalls, however long the whole takes", async () => {
    const lost = send();
    lost.request.dispatchEvent(new Event("error"));
    await expect(lost.token).rejects.toMatchObject({ failure: "offline" });

    const slow = send();
    const outcome = expect(slow.token).rejects.toMatchObject({ failure: "timeout" });
    for (let share = 1; share < 5; share++) {
      await vi.advanceTimersByTimeAsync(20_000);
      slow.request.progress(share, 10);
    }
    expect(slow.onProgress).toHaveBeenCalledTimes(4);
    await vi.advanceTimersByTimeAsync(30_000);
    await outcome;
  });
});
