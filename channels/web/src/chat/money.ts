/** Integer fen as yuan with two decimals: 100050 -> 1,000.50. No fractions are computed with. */
export function yuanOf(fen: number): string {
  const rest = fen % 100;
  const whole = String((fen - rest) / 100).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${whole}.${String(rest).padStart(2, "0")}`;
}
