// The event stream of one conversation: its history first, then what comes late.
import type { AnyCard } from "./api";

export interface EventHandlers {
  card(id: number, card: AnyCard): void;
  user(id: number, text: string): void;
  /** The stream is open: history follows at once. */
  open(): void;
  /** The server does not know this conversation (any more), or it is not ours. */
  gone(): void;
}

export type OpenEvents = (conversation: string, handlers: EventHandlers) => () => void;

const RETRY_MS = [1_000, 3_000, 10_000, 30_000];

/**
 * The number and the data of an event; null where they are not what was agreed. A `card` event
 * holds one card, a `user` event a citizen's words: either has a `text`.
 */
export function readEvent<T extends { text: string }>(
  event: Pick<MessageEvent<string>, "data" | "lastEventId">,
): { id: number; data: T } | null {
  const id = Number(event.lastEventId);
  if (!Number.isInteger(id) || id < 1) return null;
  try {
    const data: unknown = JSON.parse(event.data);
    const fits = data !== null && typeof data === "object" && "text" in data;
    return fits && typeof data.text === "string" ? { id, data: data as T } : null;
  } catch {
    return null;
  }
}

function listen(source: EventSource, handlers: EventHandlers): void {
  source.addEventListener("card", (event) => {
    const read = readEvent<AnyCard>(event);
    if (read) handlers.card(read.id, read.data);
  });
  source.addEventListener("user", (event) => {
    const read = readEvent<{ text: string }>(event);
    if (read) handlers.user(read.id, read.data.text);
  });
  source.addEventListener("open", () => handlers.open());
}

/** EventSource hides the status of a refusal, so ask once more and read only that. */
async function isGone(url: string): Promise<boolean> {
  const probe = new AbortController();
  try {
    const response = await fetch(url, {
      headers: { accept: "text/event-stream" },
      signal: probe.signal,
    });
    return [401, 403, 404, 410].includes(response.status);
  } catch {
    return false;
  } finally {
    probe.abort();
  }
}

/**
 * Opens the stream; returns what closes it. The browser reconnects by itself with
 * Last-Event-ID after a cut; after a refusal (a 5xx, say) this opens it anew, more and
 * more slowly. Events may then come twice: the timeline knows them by their ids.
 */
export const openEvents: OpenEvents = (conversation, handlers) => {
  const url = `/api/conversations/${encodeURIComponent(conversation)}/events`;
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  let attempt = 0;

  const connect = (): void => {
    source = new EventSource(url);
    listen(source, handlers);
    source.addEventListener("open", () => (attempt = 0));
    source.addEventListener("error", () => void recover());
  };
  const recover = async (): Promise<void> => {
    if (source.readyState !== EventSource.CLOSED) return;
    if (await isGone(url)) {
      if (!closed) handlers.gone();
    } else if (!closed) {
      timer = setTimeout(connect, RETRY_MS[Math.min(attempt++, RETRY_MS.length - 1)]);
    }
  };

  connect();
  return () => {
    closed = true;
    clearTimeout(timer);
    source.close();
  };
};
