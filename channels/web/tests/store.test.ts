import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError, type AnyCard, type Api, type ChatReply } from "../src/chat/api";
import type { EventHandlers } from "../src/chat/events";
import type { Memory } from "../src/chat/memory";
import { createChat } from "../src/chat/store";
import type { AnswerEntry, CitizenEntry } from "../src/chat/timeline";
import { UploadError } from "../src/chat/upload";

function setUp(conversation: string | null = null) {
  const kept = new Map<string, string>(conversation ? [["lxz.conversation", conversation]] : []);
  const memory: Memory = {
    get: (key) => kept.get(key) ?? null,
    set: (key, value) => void (value === null ? kept.delete(key) : kept.set(key, value)),
  };
  const chat = vi.fn<Api["chat"]>();
  const feedback = vi.fn<Api["feedback"]>().mockResolvedValue();
  const upload = vi.fn<Api["upload"]>();
  const streams: { id: string; handlers: EventHandlers; close: ReturnType<typeof vi.fn> }[] = [];
  let count = 0;
  const store = createChat({
    api: { chat, feedback, upload },
    openEvents: (id, handlers) => {
      const close = vi.fn();
      streams.push({ id, handlers, close });
      return close;
    },
    memory,
    locale: () => "zh-CN",
    newId: () => `m${++count}`,
  });
  return { store, chat, feedback, upload, streams, kept };
}

const reply = (over: Partial<ChatReply> = {}): ChatReply => ({
  conversation_id: "c",
  outcome: "answered",
  cards: [{ type: "text", text: "答" }],
  event_ids: [2],
  user_event_id: 1,
  ...over,
});
const settled = () => new Promise((go) => setTimeout(go));
const texts = (store: ReturnType<typeof setUp>["store"]) =>
  store.entries.map((entry) => (entry.kind === "answer" ? entry.card.text : entry.text));

beforeEach(() => vi.useRealTimers());

describe("sending", () => {
  it("opens a conversation with the first message, follows it and stays in it", async () => {
    const { store, chat, streams, kept } = setUp();
    chat.mockResolvedValueOnce(reply());
    chat.mockResolvedValueOnce(reply({ event_ids: [4], user_event_id: 3 }));
    store.send("  一 ");
    store.send("二");
    await settled();
    expect(chat.mock.calls.map(([request]) => request)).toEqual([
      { client_message_id: "m1", text: "一", locale: "zh-CN" },
      { client_message_id: "m2", text: "二", locale: "zh-CN", conversation_id: "c" },
    ]);
    expect(streams.map((stream) => stream.id)).toEqual(["c"]);
    expect(kept.get("lxz.conversation")).toBe("c");
  });

  it("does not show again what the stream repeats", async () => {
    const { store, chat, streams } = setUp();
    chat.mockResolvedValueOnce(reply());
    store.send("问");
    await settled();
    streams[0]!.handlers.user(1, "问");
    streams[0]!.handlers.card(2, { type: "text", text: "答" });
    streams[0]!.handlers.card(3, { type: "text", text: "迟到的" });
    expect(texts(store)).toEqual(["问", "答", "迟到的"]);
    expect(store.announcement.value).toBe("迟到的");
  });

  it("sends a choice as it is, and shows its label", async () => {
    const { store, chat } = setUp();
    chat.mockResolvedValueOnce(reply());
    store.choose({ label: "怎么申请", choice: "opaque" });
    await settled();
    expect(chat.mock.calls[0]![0]).toMatchObject({ choice: "opaque" });
    expect(chat.mock.calls[0]![0]).not.toHaveProperty("text");
    expect(texts(store)[0]).toBe("怎么申请");
  });

  it("retries under the same client_message_id", async () => {
    const { store, chat } = setUp();
    chat.mockRejectedValueOnce(new ApiError("offline"));
    chat.mockResolvedValueOnce(reply());
    store.send("问");
    await settled();
    const bubble = store.entries[0] as CitizenEntry;
    expect(bubble).toMatchObject({ state: "failed", failure: "offline" });
    store.retry(bubble);
    await settled();
    expect(chat.mock.calls.map(([request]) => request.client_message_id)).toEqual(["m1", "m1"]);
    expect(texts(store)).toEqual(["问", "答"]);
  });

  it("starts a new conversation silently when the server lost the old one", async () => {
    const { store, chat, streams, kept } = setUp("lost");
    chat.mockRejectedValueOnce(new ApiError("gone"));
    chat.mockResolvedValueOnce(reply({ conversation_id: "new" }));
    store.send("问");
    await settled();
    expect(texts(store)).toEqual(["问", "答"]);
    expect(kept.get("lxz.conversation")).toBe("new");
    expect(streams[streams.length - 1]!.id).toBe("new");
  });
});

describe("resuming", () => {
  it("shows the history in order, unannounced, and holds new messages until it is there", async () => {
    vi.useFakeTimers();
    const { store, chat, streams } = setUp("c");
    chat.mockResolvedValueOnce(reply({ event_ids: [4], user_event_id: 3 }));
    store.resume();
    store.send("新问题");
    streams[0]!.handlers.open();
    streams[0]!.handlers.user(1, "旧问题");
    streams[0]!.handlers.card(2, { type: "text", text: "旧答案" });
    await vi.advanceTimersByTimeAsync(300);
    expect(chat).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(300);
    expect(texts(store)).toEqual(["旧问题", "旧答案", "新问题", "答"]);
    expect(store.announcement.value).toBe("答");
  });

  it("forgets a conversation that is gone", () => {
    const { store, streams, kept } = setUp("lost");
    store.resume();
    streams[0]!.handlers.gone();
    expect(store.replaying.value).toBe(false);
    expect(streams[0]!.close).toHaveBeenCalled();
    expect(kept.has("lxz.conversation")).toBe(false);
  });
});

describe("opening by a link", () => {
  it("shows the conversation that the link names, and remembers it", () => {
    const { store, streams, kept } = setUp("of-this-tab");
    store.open("linked");
    streams[0]!.handlers.open();
    streams[0]!.handlers.card(1, { type: "text", text: "在微信里说的" });
    expect(streams.map((stream) => stream.id)).toEqual(["linked"]);
    expect(texts(store)).toEqual(["在微信里说的"]);
    expect(kept.get("lxz.conversation")).toBe("linked");
    expect(store.lost.value).toBe(false);
  });

  it("says so kindly where it is not there or not ours, until a new one has begun", async () => {
    const { store, chat, streams, kept } = setUp("of-this-tab");
    store.open("foreign");
    streams[0]!.handlers.gone();
    expect(store.lost.value).toBe(true);
    expect(kept.has("lxz.conversation")).toBe(false);
    chat.mockResolvedValueOnce(reply({ conversation_id: "new" }));
    store.send("问");
    await settled();
    expect(chat.mock.calls[0]![0]).not.toHaveProperty("conversation_id");
    expect(store.lost.value).toBe(false);
    expect(kept.get("lxz.conversation")).toBe("new");
  });

  it("does not say so of a conversation that no link named", () => {
    const { store, streams } = setUp("old");
    store.resume();
    streams[0]!.handlers.gone();
    expect(store.lost.value).toBe(false);
  });

  it("forgets the word when the citizen starts over", () => {
    const { store, streams } = setUp();
    store.open("foreign");
    streams[0]!.handlers.gone();
    store.startOver();
    expect(store.lost.value).toBe(false);
  });
});

describe("coming back", () => {
  it("opens the stream again without showing anything twice", async () => {
    const { store, chat, streams } = setUp();
    chat.mockResolvedValueOnce(reply());
    store.send("问");
    await settled();
    store.resume();
    expect(streams[0]!.close).toHaveBeenCalled();
    streams[1]!.handlers.user(1, "问");
    streams[1]!.handlers.card(2, { type: "text", text: "答" });
    streams[1]!.handlers.card(3, { type: "text", text: "登录好了" });
    expect(texts(store)).toEqual(["问", "答", "登录好了"]);
  });
});

describe("uploading", () => {
  const asked = (draft = "d"): AnyCard => ({
    ...{ type: "form", text: "请上传户口本", title: "津贴", field: "hukou", label: "户口本" },
    ...{ draft, field_type: "file", upload: true },
  });
  const photo = new File(["x"], "户口本.jpg");

  async function askedForPhoto() {
    const parts = setUp();
    parts.chat.mockResolvedValueOnce(reply({ cards: [asked()] }));
    parts.store.send("办津贴");
    await settled();
    return { ...parts, form: parts.store.entries[1] as AnswerEntry };
  }

  it("sends the token as a message that shows the file's name", async () => {
    const { store, chat, upload, form, streams } = await askedForPhoto();
    upload.mockImplementationOnce(async (_conversation, _file, onProgress) => {
      onProgress(0.5);
      expect(form.upload).toEqual({ file: photo, share: 0.5 });
      return "[FILE_1]";
    });
    chat.mockResolvedValueOnce(reply({ event_ids: [4], user_event_id: 3 }));
    await store.upload(form, photo);
    await settled();
    expect(upload.mock.calls[0]!.slice(0, 2)).toEqual(["c", photo]);
    expect(form.upload).toBeUndefined();
    expect(chat.mock.calls[1]![0]).toMatchObject({ text: "[FILE_1]" });
    streams[0]!.handlers.user(3, "〔已上传的文件〕");
    expect(store.entries[2]).toMatchObject({ file: "户口本.jpg", text: "〔已上传的文件〕" });
  });

  it("keeps a file that was refused, to send it again", async () => {
    const { store, chat, upload, form } = await askedForPhoto();
    upload.mockRejectedValueOnce(new UploadError("busy"));
    await store.upload(form, photo);
    expect(form.upload).toEqual({ file: photo, share: 0, failure: "busy" });
    expect(chat).toHaveBeenCalledTimes(1);
  });

  it("does not send what is too large or empty", async () => {
    const { store, upload, form } = await askedForPhoto();
    const large = new File(["x"], "large.pdf");
    Object.defineProperty(large, "size", { value: 10 * 1024 * 1024 + 1 });
    await store.upload(form, large);
    expect(form.upload?.failure).toBe("tooLarge");
    await store.upload(form, new File([], "empty.pdf"));
    expect(form.upload?.failure).toBe("unreadable");
    expect(upload).not.toHaveBeenCalled();
  });

  it("does not answer the next question with a file for the last one", async () => {
    const { store, chat, upload, form, streams } = await askedForPhoto();
    upload.mockImplementationOnce(async () => {
      streams[0]!.handlers.card(5, asked());
      return "[FILE_1]";
    });
    await store.upload(form, photo);
    await settled();
    expect(chat).toHaveBeenCalledTimes(1);
  });
});

describe("voting", () => {
  it("takes a thumb back that could not be kept", async () => {
    const { store, chat, feedback } = setUp();
    chat.mockResolvedValueOnce(reply());
    store.send("问");
    await settled();
    const answer = store.entries[1]!;
    if (answer.kind !== "answer") throw new Error("no answer");
    feedback.mockRejectedValueOnce(new ApiError("offline"));
    await store.vote(answer, "up");
    expect(answer.vote).toBeUndefined();
    await store.vote(answer, "down");
    expect(feedback).toHaveBeenLastCalledWith("c", 2, "down");
    expect(answer.vote).toBe("down");
  });
});
