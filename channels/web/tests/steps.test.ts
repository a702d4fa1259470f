import { describe, expect, it } from "vitest";
import type { AnyCard } from "../src/chat/api";
import type { CaseCard, FormCard, ReviewCard, SignInCard } from "../src/chat/cards";
import { leadOf, liveSteps, newestRecords, questionOf } from "../src/chat/steps";
import type { Entry } from "../src/chat/timeline";

const form = (over: Partial<FormCard> = {}): FormCard => ({
  ...{ type: "form", text: "叫什么？", draft: "d", item: "jintie", title: "津贴" },
  ...{ field: "name", label: "姓名", field_type: "name" },
  ...over,
});
const review = (draft = "d"): ReviewCard => ({
  ...{ type: "review", text: "请核对", draft, item: "jintie", title: "津贴" },
  ...{ rows: [], consent: "同意" },
});
const signIn: SignInCard = { type: "sign_in", text: "请登录", item: "jintie" };
const decided: CaseCard = {
  ...{ type: "case", text: "津贴：已通过。", item: "jintie", case: "LH1", title: "津贴" },
  ...{ state: "approved", state_label: "已通过" },
};

/** A conversation of cards and, where null stands, messages of the citizen. */
function conversation(...cards: (AnyCard | null)[]): Entry[] {
  return cards.map((card, index) =>
    card === null
      ? { kind: "citizen", key: `${index}`, text: "…", state: "sent" }
      : { kind: "answer", key: `${index}`, place: { conversation: "c", id: index + 1 }, card },
  );
}
const live = (...cards: (AnyCard | null)[]) => [...liveSteps(conversation(...cards))].sort();

describe("liveSteps", () => {
  it("are the newest of each draft", () => {
    expect(live(form(), null, form(), null, review())).toEqual(["4"]);
    expect(live(review(), null, form(), null, review())).toEqual(["4"]);
    expect(live(form({ draft: "one" }), null, form({ draft: "two" }))).toEqual(["0", "2"]);
  });

  it("stay so under other answers and late news", () => {
    const news: AnyCard = { type: "notice", text: "有进展" };
    expect(live(form(), null, { type: "text", text: "答" }, news, decided)).toEqual(["0"]);
  });

  it("end with the case that came of them", () => {
    expect(live(review(), null, decided)).toEqual([]);
    expect(live(review(), null, { ...decided, item: "another" })).toEqual(["0"]);
    expect(live(review(), null, decided, review())).toEqual(["3"]);
  });

  it("hold a sign-in until the matter goes on", () => {
    expect(live(signIn)).toEqual(["0"]);
    expect(live(signIn, null, signIn)).toEqual(["2"]);
    expect(live(signIn, form())).toEqual(["1"]);
    expect(live(signIn, null, form({ item: "another" }))).toEqual(["0", "2"]);
  });
});

describe("newestRecords", () => {
  it("are the newest card of each case", () => {
    const other = { ...decided, case: "LH2" };
    const entries = conversation(decided, null, decided, other, null, form());
    expect([...newestRecords(entries)]).toEqual(["2", "3"]);
  });

  it("are the newest card of each order, appointment and ticket", () => {
    const order: AnyCard = {
      ...{ type: "payment", text: "待支付", order: "P1", title: "学费" },
      ...{ amount_fen: 1, state: "awaiting" },
    };
    const booking: AnyCard = {
      ...{ type: "booking", text: "已预约", booking: "B1", state: "booked" },
      starts_at: "2026-11-25T09:00:00+08:00",
    };
    const queue: AnyCard = { type: "ticket", text: "A1", ticket: "A1", of: "queue", state: "x" };
    const workOrder: AnyCard = { type: "ticket", text: "A1", ticket: "A1", state: "filed" };
    const entries = conversation(order, booking, queue, workOrder, null, order, booking);
    expect([...newestRecords(entries)]).toEqual(["5", "6", "2", "3"]);
  });
});

describe("the words of a card", () => {
  it("ask without the example, which has its own line", () => {
    const asked = form({ text: "手机号？（例如：13800138000）", example: "13800138000" });
    expect(questionOf(asked)).toBe("手机号？");
    expect(questionOf(form())).toBe("叫什么？");
  });

  it("lead with what comes before the matter", () => {
    expect(leadOf("已经提交。津贴（办件编号LH1）：已通过。", "津贴（")).toBe("已经提交。");
    expect(leadOf("津贴（办件编号LH1）：已通过。", "津贴（")).toBe("");
    expect(leadOf("别的话", "津贴（")).toBe("");
  });
});
