import type { RetryOptions } from '../../core/model/retry.ts';
import { abortableSleep } from './abortableSleep.ts';

/** How both hosts try again: real waits, real chance. */
export const retryOptions: RetryOptions = { maxAttempts: 4, sleep: abortableSleep, random: Math.random };
