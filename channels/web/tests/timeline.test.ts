import { describe, expect, it } from "vitest";
import type { AnyCard } from "../src/chat/api";
import {
  addCard,
  addUser,
  moveToEnd,
  settle,
  type CitizenEntry,
  type Entry,
} from "../src/chat/timeline";

const card = (text: string): AnyCard => ({ type: "text", text });
const at = (id: number, conversation = "c") => ({ conversation, id });
const own = (text: string, state: CitizenEntry["state"] = "sending"): CitizenEntry => ({
  kind: "citizen",
  key: text,
  text,
  state,
});
const texts = (entries: Entry[]) =>
  entries.map((entry) => (entry.kind === "answer" ? entry.card.text : entry.text));

describe("merging", () => {
  it("adds a card once, whether by reply or by stream", () => {
    const entries: Entry[] = [];
    expect(addCard(entries, at(2), card("a"))).toBe(true);
    expect(addCard(entries, at(2), card("a"))).toBe(false);
    expect(addCard(entries, at(2, "another conversation"), card("b"))).toBe(true);
    expect(texts(entries)).toEqual(["a", "b"]);
  });

  it("recognises an own message in the stream, masked or not", () => {
    const entries: Entry[] = [own("第一句"), own("我的手机13800000000")];
    addUser(entries, at(3), "我的手机〔手机号已隐去〕");
    addUser(entries, at(1), "第一句");
    expect(entries).toHaveLength(2);
    expect(new Set(texts(entries))).toContain("我的手机〔手机号已隐去〕");
  });

  it("masks a bubble that the reply has placed already", () => {
    const entries: Entry[] = [{ ...own("13800000000", "sent"), place: at(1) }];
    addUser(entries, at(1), "〔手机号已隐去〕");
    expect(texts(entries)).toEqual(["〔手机号已隐去〕"]);
  });

  it("takes a failed message as sent once the stream shows it", () => {
    const entries: Entry[] = [own("到了吗", "failed")];
    addUser(entries, at(1), "到了吗");
    expect(entries).toMatchObject([{ state: "sent", place: { id: 1 } }]);
  });

  it("puts history before what was typed while it loaded", () => {
    const entries: Entry[] = [own("新的")];
    addUser(entries, at(1), "旧的", true);
    addCard(entries, at(2), card("答"), true);
    expect(texts(entries)).toEqual(["旧的", "答", "新的"]);
  });

  it("shows a message sent from another window", () => {
    const entries: Entry[] = [];
    addUser(entries, at(1), "手机上问的");
    expect(texts(entries)).toEqual(["手机上问的"]);
  });

  it("does not give a new conversation's event to a bubble of the lost one", () => {
    const entries: Entry[] = [own("旧的", "sent")];
    settle(entries, "lost");
    addUser(entries, at(1, "new"), "新的");
    expect(texts(entries)).toEqual(["旧的", "新的"]);
  });

  it("moves a retried message to where its answer will stand", () => {
    const first = own("一", "failed");
    const entries: Entry[] = [first, own("二")];
    moveToEnd(entries, first);
    expect(texts(entries)).toEqual(["二", "一"]);
  });
});
