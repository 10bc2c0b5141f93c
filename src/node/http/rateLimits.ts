/** What an endpoint's headers say is left of a rate limit, and in how many milliseconds it is whole again. */
export interface RateLimits {
  readonly requests?: Allowance;
  readonly tokens?: Allowance;
}

export interface Allowance {
  readonly remaining: number;
  readonly resetMs: number;
}

/** Reads `x-ratelimit-remaining-…` and `x-ratelimit-reset-…`; what is missing or can't be read is left out. */
export function rateLimitsOf(headers: Headers): RateLimits {
  const requests = allowance(headers, 'requests');
  const tokens = allowance(headers, 'tokens');
  return { ...(requests && { requests }), ...(tokens && { tokens }) };
}

function allowance(headers: Headers, name: string): Allowance | undefined {
  const remaining = Number.parseFloat(headers.get(`x-ratelimit-remaining-${name}`) ?? '');
  const resetMs = readDuration(headers.get(`x-ratelimit-reset-${name}`) ?? '');
  return remaining >= 0 && resetMs !== undefined ? { remaining, resetMs } : undefined;
}

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A duration such as `6m0s`, `1.5s` or `20ms`, or plain seconds, in milliseconds. */
export function readDuration(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1_000);
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g);
  const sum = [...parts].reduce(
    (ms, [, count, unit]) => ms + Number(count) * unitMs[unit as keyof typeof unitMs],
    0,
  );
  return Math.ceil(sum);
}
