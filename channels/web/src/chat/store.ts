// One conversation as the page sees it: sending, retrying, resuming, late cards, votes.
import { computed, reactive, ref } from "vue";
import { ApiError, type Api, type ChatReply, type Locale, type Vote } from "./api";
import type { Option } from "./cards";
import type { OpenEvents } from "./events";
import type { Memory } from "./memory";
import { liveSteps } from "./steps";
import {
  addCard,
  addUser,
  moveToEnd,
  settle,
  type AnswerEntry,
  type CitizenEntry,
  type Entry,
} from "./timeline";
import { flawOf, UploadError } from "./upload";

export interface ChatParts {
  api: Api;
  openEvents: OpenEvents;
  memory: Memory;
  locale: () => Locale;
  newId: () => string;
}

const CONVERSATION_KEY = "lxz.conversation";
// History comes in one burst after the stream opens; a pause this long ends it.
const HISTORY_PAUSE_MS = 400;
const HISTORY_PATIENCE_MS = 3_000;

export type Chat = ReturnType<typeof createChat>;

export function createChat({ api, openEvents, memory, locale, newId }: ChatParts) {
  const entries = reactive<Entry[]>([]);
  const conversation = ref(memory.get(CONVERSATION_KEY));
  const replaying = ref(false);
  const announcement = ref("");
  /** A link named a conversation that is not there, or not this person's: a new one begins. */
  const lost = ref(false);
  const waiting = computed(() =>
    entries.some((entry) => entry.kind === "citizen" && entry.state === "sending"),
  );

  let linked: string | null = null;
  let closeEvents: (() => void) | null = null;
  let historyTimer: ReturnType<typeof setTimeout> | undefined;
  let whenReplayed = (): void => {};
  let queue: Promise<void> = Promise.resolve();

  function follow(id: string): void {
    closeEvents?.();
    const place = (eventId: number) => ({ conversation: id, id: eventId });
    closeEvents = openEvents(id, {
      open: () => awaitHistoryEnd(HISTORY_PAUSE_MS),
      user(eventId, text) {
        addUser(entries, place(eventId), text, replaying.value);
        awaitHistoryEnd(HISTORY_PAUSE_MS);
      },
      card(eventId, card) {
        const isNew = addCard(entries, place(eventId), card, replaying.value);
        if (isNew && !replaying.value) announcement.value = card.text;
        awaitHistoryEnd(HISTORY_PAUSE_MS);
      },
      gone: lose,
    });
  }

  function awaitHistoryEnd(ms: number): void {
    if (!replaying.value) return;
    clearTimeout(historyTimer);
    historyTimer = setTimeout(endReplay, ms);
  }

  function endReplay(): void {
    clearTimeout(historyTimer);
    replaying.value = false;
    whenReplayed();
  }

  function forget(): void {
    closeEvents?.();
    closeEvents = null;
    if (conversation.value !== null) settle(entries, conversation.value);
    conversation.value = null;
    memory.set(CONVERSATION_KEY, null);
    endReplay();
  }

  /** The server does not know the conversation: silently begun anew, unless a link promised it. */
  function lose(): void {
    lost.value = conversation.value !== null && conversation.value === linked;
    forget();
  }

  /** Shows the conversation that a link names, instead of the one of this tab. */
  function open(id: string): void {
    linked = conversation.value = id;
    memory.set(CONVERSATION_KEY, id);
    resume();
  }

  /** After a reload: shows the conversation of this tab again. */
  function resume(): void {
    if (conversation.value === null) return;
    replaying.value = true;
    queue = new Promise<void>((resolve) => (whenReplayed = resolve));
    awaitHistoryEnd(HISTORY_PATIENCE_MS);
    follow(conversation.value);
  }

  function startOver(): void {
    forget();
    entries.splice(0);
    announcement.value = "";
    lost.value = false;
  }

  function say(message: Pick<CitizenEntry, "text" | "choice" | "file">): void {
    const key = newId();
    lost.value = false;
    entries.push({ kind: "citizen", key, ...message, state: "sending" });
    enqueue(key);
  }

  function send(words: string): void {
    const text = words.trim();
    if (text !== "") say({ text });
  }

  function choose(option: Option): void {
    say({ text: option.label, choice: option.choice ?? undefined });
  }

  /** Hands in a file for a card, unless the citizen has gone on without it meanwhile. */
  async function upload(entry: AnswerEntry, file: File): Promise<void> {
    const share = (sent: number): void => void (entry.upload = { file, share: sent });
    try {
      const flaw = flawOf(file);
      if (flaw) throw new UploadError(flaw);
      share(0);
      const token = await api.upload(entry.place.conversation, file, share);
      entry.upload = undefined;
      if (liveSteps(entries).has(entry.key)) say({ text: token, file: file.name });
    } catch (error) {
      const failure = error instanceof UploadError ? error.failure : "server";
      entry.upload = { file, share: 0, failure };
    }
  }

  function retry(entry: CitizenEntry): void {
    if (entry.state !== "failed") return;
    moveToEnd(entries, entry);
    Object.assign(entry, { state: "sending", failure: undefined, detail: undefined });
    enqueue(entry.key);
  }

  // One at a time, so that the first message alone opens the conversation.
  function enqueue(key: string): void {
    const entry = entries.find((one): one is CitizenEntry => one.key === key);
    if (entry) queue = queue.then(() => deliver(entry));
  }

  async function deliver(entry: CitizenEntry): Promise<void> {
    try {
      const reply = await post(entry).catch((error: unknown) => {
        if (!(error instanceof ApiError && error.failure === "gone")) throw error;
        lose();
        return post(entry);
      });
      entry.state = "sent";
      if (entries.includes(entry)) take(reply, entry);
    } catch (error) {
      if (entry.place !== undefined) return void (entry.state = "sent"); // the stream has it
      entry.state = "failed";
      entry.failure = error instanceof ApiError ? error.failure : "server";
      entry.detail = error instanceof ApiError ? error.detail : undefined;
    }
  }

  function post(entry: CitizenEntry): Promise<ChatReply> {
    return api.chat({
      ...(conversation.value === null ? {} : { conversation_id: conversation.value }),
      client_message_id: entry.key,
      ...(entry.choice === undefined ? { text: entry.text } : { choice: entry.choice }),
      locale: locale(),
    });
  }

  function take(reply: ChatReply, entry: CitizenEntry): void {
    const id = reply.conversation_id;
    if (reply.user_event_id !== undefined) {
      entry.place ??= { conversation: id, id: reply.user_event_id };
    }
    const fresh = reply.cards.filter((card, index) =>
      addCard(entries, { conversation: id, id: reply.event_ids[index]! }, card),
    );
    if (fresh.length > 0) announcement.value = fresh.map((card) => card.text).join("\n");
    if (conversation.value === id && closeEvents !== null) return;
    conversation.value = id;
    memory.set(CONVERSATION_KEY, id);
    follow(id);
  }

  async function vote(entry: AnswerEntry, value: Vote): Promise<void> {
    const before = entry.vote;
    entry.vote = value;
    try {
      await api.feedback(entry.place.conversation, entry.place.id, value);
    } catch {
      entry.vote = before;
    }
  }

  return {
    entries,
    waiting,
    replaying,
    announcement,
    lost,
    open,
    resume,
    startOver,
    send,
    choose,
    upload,
    retry,
    vote,
  };
}
