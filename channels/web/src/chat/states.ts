// What the states of all that a person has with us look like.
export type RecordKind = "case" | "payment" | "booking" | "work_order" | "queue";
export type Look = "good" | "act" | "bad" | "over" | "waiting";

const looks: Record<RecordKind, Partial<Record<Look, readonly string[]>>> = {
  case: {
    good: ["approved", "delivered"],
    act: ["needs_correction"],
    bad: ["refused"],
    over: ["withdrawn", "closed"],
  },
  payment: {
    good: ["paid"],
    act: ["refund_failed"],
    bad: ["failed"],
    over: ["closed", "refunded"],
  },
  booking: { good: ["booked", "checked_in", "served"], act: ["no_show"], over: ["cancelled"] },
  work_order: { good: ["answered", "closed"], over: ["merged", "withdrawn"] },
  queue: { act: ["called"], good: ["served"], over: ["passed", "cancelled"] },
};

/** A state of tomorrow looks like one that waits. */
export function lookOf(kind: RecordKind, state: string): Look {
  const found = Object.entries(looks[kind]).find(([, states]) => states.includes(state));
  return found ? (found[0] as Look) : "waiting";
}
