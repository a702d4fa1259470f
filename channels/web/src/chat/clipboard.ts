/** Copies the words of an element. They stay selected, for a hand that must copy them itself. */
export async function copyWords(element: HTMLElement): Promise<boolean> {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = window.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
  try {
    await navigator.clipboard.writeText(element.textContent ?? "");
    return true;
  } catch {
    return document.execCommand("copy"); // plain http, or an old browser
  }
}
