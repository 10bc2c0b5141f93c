/**
 * Tokens a text will come to, as a rule of thumb of four characters each. Good enough to share out a pack's room;
 * never used for money, where the ledger counts the worst case.
 */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / 4);
}
