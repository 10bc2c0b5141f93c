/** An amount of something: "1 task", "1,000 tasks". `plural` is for what takes more than an "s" at its end. */
export function counted(amount: number, noun: string, plural = `${noun}s`): string {
  return `${amount.toLocaleString('en-US')} ${amount === 1 ? noun : plural}`;
}
