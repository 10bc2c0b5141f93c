import type { CallTiming, Usage } from './modelClient.ts';

/** Tokens of output a second, from the first of them on; undefined where too little came to tell. */
export function tokensPerSecond(usage: Pick<Usage, 'output'>, timing: CallTiming): number | undefined {
  if (timing.firstTokenMs === undefined || usage.output < 2) return undefined;
  const seconds = (timing.totalMs - timing.firstTokenMs) / 1_000;
  return seconds > 0 ? usage.output / seconds : undefined;
}
