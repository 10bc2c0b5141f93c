import type { Usage } from '../model/modelClient.ts';
import type { TokenPrice } from '../model/tier.ts';

/**
 * Money is counted in whole nano-dollars (1e-9 USD), so that sums are exact: one dollar per million tokens is 1,000
 * of these per token.
 */
export type NanoUsd = number;

const nanoPerUsd = 1e9;

/** Nano-dollars, to the nearest whole one. */
export function fromUsd(usd: number): NanoUsd {
  return Math.round(usd * nanoPerUsd);
}

/** US dollars. */
export function toUsd(amount: NanoUsd): number {
  return amount / nanoPerUsd;
}

/** What a call may be booked at: more than this no call costs, and sums of less stay exact. */
const mostUsd = 100_000;

/** Whether a number is what a call can cost. */
export function isAmount(amount: NanoUsd): boolean {
  return Number.isSafeInteger(amount) && amount >= 0 && amount <= mostUsd * nanoPerUsd;
}

/** What a flex or batch call costs of the tier's price, where the user has set nothing else. */
export const reducedRate = 0.5;

/** What a call cost, rounded up: a bill is never understated. */
export function costOf(usage: Usage, price: TokenPrice): NanoUsd {
  const { longContext, regionFactor = 1 } = price;
  const isLong = longContext !== undefined && usage.input > longContext.above;
  const perToken = (usdPerMillion: number) => usdPerMillion * 1_000;
  // An endpoint that reports more cached tokens than input tokens must not make the fresh ones negative.
  const cached = Math.min(usage.cached, usage.input);
  const written = Math.min(usage.cacheWritten ?? 0, usage.input - cached);
  const input =
    (usage.input - cached - written) * perToken(price.input) +
    cached * perToken(price.cached) +
    written * perToken(price.cacheWritten ?? price.input);
  const output = usage.output * perToken(price.output);
  const whole = isLong ? input * longContext.inputFactor + output * longContext.outputFactor : input + output;
  const exact = whole * regionFactor * rateOf(usage, price);
  // Prices such as 0.075 have no exact binary form; without this the noise would round up to one more.
  return Math.ceil(Number(exact.toFixed(3)));
}

function rateOf({ rate }: Usage, { flexFactor = reducedRate }: TokenPrice): number {
  if (rate === undefined) return 1;
  return rate === 'flex' ? flexFactor : reducedRate;
}
