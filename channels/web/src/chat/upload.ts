// A photo or file on its way to the gateway, by XMLHttpRequest: fetch tells no progress.
import { failureOf, type Failure } from "./failures";

export const ACCEPTED_TYPES = "image/jpeg,image/png,application/pdf";
export const MAX_BYTES = 10 * 1024 * 1024;

// Without a byte of progress for this long, the way to the gateway is broken.
const STALL_MS = 30_000;

/** Why a file was not kept, in kinds the page has words for. */
export type UploadFailure = Exclude<Failure, "refused"> | "tooLarge" | "unreadable";

export class UploadError extends Error {
  constructor(readonly failure: UploadFailure) {
    super(failure);
  }
}

/** A file that is being sent for a card, or could not be: then it is at hand to send again. */
export interface Upload {
  file: File;
  /** How much has gone, from 0 to 1. */
  share: number;
  failure?: UploadFailure;
}

/** What is certain before anything is sent. */
export function flawOf(file: File): UploadFailure | undefined {
  if (file.size > MAX_BYTES) return "tooLarge";
  return file.size === 0 ? "unreadable" : undefined;
}

export function uploadFailureOf(status: number): UploadFailure {
  const failure = failureOf(status);
  if (failure !== "refused") return failure;
  return status === 413 ? "tooLarge" : "unreadable";
}

/** The token that stands for the kept file. */
function tokenIn(request: XMLHttpRequest): string {
  if (request.status < 200 || request.status >= 300) {
    throw new UploadError(uploadFailureOf(request.status));
  }
  const kept: { token?: unknown } | null = request.response;
  if (typeof kept?.token !== "string") throw new UploadError("server");
  return kept.token;
}

/** Sends a file; returns its token. Raises UploadError. */
export function sendFile(
  conversation: string,
  file: File,
  onProgress: (share: number) => void,
): Promise<string> {
  const request = new XMLHttpRequest();
  let stall: ReturnType<typeof setTimeout>;
  const wait = (): void => {
    clearTimeout(stall);
    stall = setTimeout(() => request.abort(), STALL_MS);
  };
  const body = new FormData();
  body.append("file", file);
  return new Promise<void>((resolve, reject) => {
    request.upload.addEventListener("progress", (event) => {
      wait();
      onProgress(event.total > 0 ? event.loaded / event.total : 0);
    });
    request.addEventListener("load", () => resolve());
    request.addEventListener("error", () => reject(new UploadError("offline")));
    request.addEventListener("abort", () => reject(new UploadError("timeout")));
    request.open("POST", `/api/conversations/${encodeURIComponent(conversation)}/uploads`);
    request.responseType = "json";
    wait();
    request.send(body);
  })
    .finally(() => clearTimeout(stall))
    .then(() => tokenIn(request));
}
