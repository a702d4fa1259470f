/** Why a request failed, in kinds the page has words for. */
export type Failure = "offline" | "timeout" | "busy" | "refused" | "gone" | "server";

/** Which failure an HTTP status is. A conversation that is not ours reads as gone. */
export function failureOf(status: number): Failure {
  if (status === 404 || status === 410) return "gone";
  if (status === 429) return "busy";
  return status < 500 ? "refused" : "server";
}
