// Addresses that come in cards: which of them may become links.

/** Web addresses only, whatever the data says. */
export function webAddress(address: string | null | undefined): string | undefined {
  return address && /^https?:\/\//i.test(address) ? address : undefined;
}

/** What a payment's QR code says, where a phone can open it: a page, WeChat or Alipay. */
export function payAddress(words: string | null | undefined): string | undefined {
  return words && /^(https?|weixin|alipays?):\/\//i.test(words) ? words : undefined;
}
