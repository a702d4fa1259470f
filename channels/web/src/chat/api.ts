// The gateway's requests. The session is an httponly cookie: nothing of it is seen here.
import type { Turn } from "./cards";
import { failureOf, type Failure } from "./failures";
import { sendFile } from "./upload";

export type Locale = "zh-CN" | "zh-HK" | "en";
export type AnyCard = Turn["cards"][number];
export type Vote = "up" | "down";

export interface ChatRequest {
  conversation_id?: string;
  client_message_id: string;
  text?: string;
  choice?: string;
  locale: Locale;
}

export interface ChatReply {
  conversation_id: string;
  outcome: Turn["outcome"];
  cards: AnyCard[];
  /** One id a card, in the same order; the event stream uses the same ids. */
  event_ids: number[];
  /** The id of the message itself; absent when it had been answered before. */
  user_event_id?: number;
}

/** One guide in the list of all. */
export interface GuideSummary {
  id: string;
  short_name: string;
  name_en: string;
  audience: "person" | "business";
  status: "active" | "stopped";
}

export class ApiError extends Error {
  constructor(
    readonly failure: Failure,
    /** The server's own words (RFC 9457 `detail`), where it refused for a reason. */
    readonly detail?: string,
  ) {
    super(detail ?? failure);
  }
}

export interface Api {
  chat(request: ChatRequest): Promise<ChatReply>;
  feedback(conversation: string, eventId: number, value: Vote): Promise<void>;
  /** Keeps a file; returns the token to send as a message. Raises UploadError. */
  upload(conversation: string, file: File, onProgress: (share: number) => void): Promise<string>;
}

// The gateway answers within 5 s, come what may; beyond this the way to it is broken.
const TIMEOUT_MS = 15_000;

async function detailOf(response: Response): Promise<string | undefined> {
  const problem: unknown = await response.json().catch(() => null);
  if (problem === null || typeof problem !== "object" || !("detail" in problem)) return undefined;
  return typeof problem.detail === "string" ? problem.detail : undefined;
}

/** A refusal in the server's words; for its own failures the page's words say more. */
async function refusal(response: Response): Promise<ApiError> {
  const failure = failureOf(response.status);
  return new ApiError(failure, failure === "server" ? undefined : await detailOf(response));
}

async function post(path: string, body: unknown): Promise<Response> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      credentials: "same-origin",
      body: JSON.stringify(body),
      signal: patience.signal,
    });
    if (!response.ok) throw await refusal(response);
    return response;
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(patience.signal.aborted ? "timeout" : "offline");
  } finally {
    clearTimeout(timer);
  }
}

/** All guides there are answers from. */
export async function listGuides(): Promise<GuideSummary[]> {
  const response = await fetch("/api/guides", { credentials: "same-origin" });
  if (!response.ok) throw new ApiError(failureOf(response.status));
  return response.json();
}

export const api: Api = {
  async chat(request) {
    const response = await post("/api/chat", request);
    return response.json().catch(() => {
      throw new ApiError("server");
    });
  },
  async feedback(conversation, eventId, value) {
    await post("/api/feedback", { conversation_id: conversation, event_id: eventId, value });
  },
  upload: sendFile,
};
