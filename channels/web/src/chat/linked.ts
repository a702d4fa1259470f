// A link to the page may name the conversation to open: /?conversation=<id>, or after a #.

export function conversationIn(address: Pick<Location, "search" | "hash">): string | null {
  const named = (part: string): string | null =>
    new URLSearchParams(part.slice(1)).get("conversation");
  return named(address.search) || named(address.hash) || null;
}
