// Which cards still hold: of an application, of a case, an order …; and what their words are.
import type { AnyCard } from "./api";
import type { FormCard } from "./cards";
import type { Entry } from "./timeline";

/**
 * The keys of the forms, reviews and sign-ins that still wait: the newest card of its draft (a
 * sign-in: of its matter), until the case that came of it is shown. Late news of a case of the
 * same matter, which answers nobody, ends no application.
 */
export function liveSteps(entries: readonly Entry[]): ReadonlySet<string> {
  const live = new Set<string>();
  const drafts = new Set<string>();
  const submitted = new Set<string | null | undefined>();
  const begun = new Set<string | null | undefined>();
  for (let index = entries.length - 1; index >= 0; index--) {
    const entry = entries[index]!;
    if (entry.kind === "citizen") continue;
    const card = entry.card;
    if (card.type === "form" || card.type === "review") {
      if (!drafts.has(card.draft) && !submitted.has(card.item)) live.add(entry.key);
      drafts.add(card.draft);
      begun.add(card.item);
    } else if (card.type === "sign_in") {
      if (!begun.has(card.item)) live.add(entry.key);
      begun.add(card.item);
    } else if (card.type === "case" && card.item && entries[index - 1]?.kind === "citizen") {
      submitted.add(card.item);
      begun.add(card.item);
    }
  }
  return live;
}

/** The keys of the cards that are the newest word on their record: what they offer still holds. */
export function newestRecords(entries: readonly Entry[]): ReadonlySet<string> {
  const newest = new Map<string, string>();
  for (const entry of entries) {
    const record = entry.kind === "answer" ? recordOf(entry.card) : null;
    if (record !== null) newest.set(record, entry.key);
  }
  return new Set(newest.values());
}

/** The case, order, appointment or ticket that a card is about. */
function recordOf(card: AnyCard): string | null {
  if (card.type === "case") return `case ${card.case}`;
  if (card.type === "payment") return `payment ${card.order}`;
  if (card.type === "booking") return `booking ${card.booking}`;
  return card.type === "ticket" ? `${card.of ?? "work_order"} ${card.ticket}` : null;
}

/** The question of a form without its example, which has a line of its own. */
export function questionOf(card: FormCard): string {
  return card.example ? card.text.replace(`（例如：${card.example}）`, "") : card.text;
}

/** What a card says before it comes to its matter, e.g. "已经提交。" */
export function leadOf(text: string, start: string): string {
  return text.slice(0, Math.max(0, text.indexOf(start)));
}
