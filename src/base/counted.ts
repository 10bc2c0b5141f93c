/** An amount of something: "1 task", "2 tasks". `plural` is for what takes more than an "s" at its end. */
export function counted(amount: number, noun: string, plural = `${noun}s`): string {
  return `${amount} ${amount === 1 ? noun : plural}`;
}
