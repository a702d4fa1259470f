// The conversation as a list, and how replies and events of the stream are merged into it.
import type { AnyCard, Vote } from "./api";
import type { Failure } from "./failures";
import type { Upload } from "./upload";

/** Where the gateway keeps an entry: ids are unique within a conversation only. */
export interface Place {
  conversation: string;
  id: number;
}

export interface CitizenEntry {
  kind: "citizen";
  key: string; // the client_message_id of an own message
  place?: Place; // known once the stream has shown it
  text: string;
  choice?: string;
  file?: string; // the name of a file handed in; `text` is its token
  state: "sending" | "sent" | "failed";
  failure?: Failure;
  detail?: string;
}

export interface AnswerEntry {
  kind: "answer";
  key: string;
  place: Place;
  card: AnyCard;
  vote?: Vote;
  upload?: Upload;
}

export type Entry = CitizenEntry | AnswerEntry;

function at(entries: Entry[], place: Place): Entry | undefined {
  return entries.find(
    (entry) => entry.place?.id === place.id && entry.place.conversation === place.conversation,
  );
}

/** An own message the stream has not shown yet. */
function isUnplaced(entry: Entry): entry is CitizenEntry {
  return entry.kind === "citizen" && entry.place === undefined;
}

/** History goes before what was typed while it was still loading. */
function insert(entries: Entry[], entry: Entry, replaying: boolean): void {
  const before = replaying ? entries.findIndex(isUnplaced) : -1;
  if (before >= 0) entries.splice(before, 0, entry);
  else entries.push(entry);
}

/** Adds a card once; false where it was there already. */
export function addCard(entries: Entry[], place: Place, card: AnyCard, replaying = false): boolean {
  if (at(entries, place)) return false;
  const key = `${place.conversation}/${place.id}`;
  insert(entries, { kind: "answer", key, place, card }, replaying);
  return true;
}

/**
 * Adds a citizen's message once. An own bubble takes its place from the event, and its
 * words too: the gateway may have masked private data in them.
 */
export function addUser(entries: Entry[], place: Place, text: string, replaying = false): void {
  const own = replaying ? [] : entries.filter(isUnplaced);
  const bubble =
    at(entries, place) ??
    own.find((entry) => entry.text === text) ??
    own.find((entry) => entry.state !== "failed") ??
    own[0];
  if (bubble?.kind === "answer") return;
  if (bubble) {
    bubble.place = place;
    bubble.text = text;
    if (bubble.state === "failed") bubble.state = "sent";
    return;
  }
  const key = `${place.conversation}/${place.id}`;
  insert(entries, { kind: "citizen", key, place, text, state: "sent" }, replaying);
}

/** Puts an entry last, where its answer will follow. */
export function moveToEnd(entries: Entry[], entry: Entry): void {
  const index = entries.indexOf(entry);
  if (index >= 0) entries.push(...entries.splice(index, 1));
}

/** The last conversation is lost: nothing of it waits for an event any more. */
export function settle(entries: Entry[], conversation: string): void {
  for (const entry of entries.filter(isUnplaced)) {
    if (entry.state === "sent") entry.place = { conversation, id: 0 };
  }
}
