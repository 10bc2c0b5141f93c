import type * as z from 'zod';

/** What is wrong with a value from a model or an agent: its place in the value, or the name of the whole, and why. */
export function issueText({ path, message }: z.core.$ZodIssue, whole = ''): string {
  const where = path.map(String).join('.') || whole;
  return where === '' ? message : `${where}: ${message}`;
}
