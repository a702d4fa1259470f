// Rules of the question box.

/** As many as the gateway takes in one message, in characters (code points). */
export const MAX_CHARACTERS = 1_000;
const WARN_WITHIN = 100;

/** Characters as a person counts them, roughly: code points, not UTF-16 units. */
export function characters(text: string): number {
  return [...text].length;
}

/** Characters left (negative when over), or null while the limit is far. */
export function charactersLeft(text: string): number | null {
  const left = MAX_CHARACTERS - characters(text.trim());
  return left <= WARN_WITHIN ? left : null;
}

export function canSend(text: string): boolean {
  const length = characters(text.trim());
  return length > 0 && length <= MAX_CHARACTERS;
}

/**
 * Whether a key press sends. Enter that ends an input-method composition does not: browsers
 * mark it by isComposing, Safari (which ends the composition first) by keyCode 229 only.
 */
export function isSendKey(
  event: Pick<KeyboardEvent, "key" | "shiftKey" | "isComposing" | "keyCode">,
): boolean {
  return event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
}
