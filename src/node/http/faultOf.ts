import { isRecord } from '../../base/isRecord.ts';
import { messageOf } from '../../base/messageOf.ts';
import type { FaultKind, ModelFault } from '../../core/model/fault.ts';
import type { ModelTier, TierSettings } from '../../core/model/tier.ts';
import { UnexpectedAnswer } from './guardedFetch.ts';
import { endpointShown, shorten, withoutKey } from './shownText.ts';

/** What went wrong, before the tier, model and endpoint are added. */
export interface Failure {
  readonly kind: FaultKind;
  readonly detail: string;
  readonly status?: number;
  readonly retryAfterMs?: number;
  /** The endpoint's own name for what is wrong, and the parameter that it names. */
  readonly code?: string;
  readonly param?: string;
}

/** What went wrong at the endpoint of a tier, in words that hold neither its key nor more than a message takes. */
export function faultAt(
  at: { readonly tier: ModelTier; readonly settings: TierSettings; readonly key: string | undefined },
  { kind, detail, status, retryAfterMs }: Failure,
): ModelFault {
  return {
    kind,
    ...(status !== undefined && { status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    tier: at.tier,
    model: at.settings.model,
    endpoint: endpointShown(at.settings.baseUrl),
    detail: shorten(withoutKey(detail, at.key)),
  };
}

/** What the client threw, sorted by its data: status, code, cause. `answered`: the endpoint had begun to answer. */
export function failureOf(thrown: unknown, answered: boolean): Failure {
  const unexpected = causes(thrown).find((each) => each instanceof UnexpectedAnswer);
  if (unexpected) {
    const { status, message, body } = unexpected;
    if (isRecord(body) && isRecord(body.error)) return failureOfError(body.error);
    return { kind: 'unreachable', detail: message, status };
  }
  const error = isRecord(thrown) ? thrown : {};
  if (typeof error.status === 'number') return failureOfStatus(error.status, error);
  // An error event arrives as an error without a status.
  if (isRecord(error.error)) return failureOfError(error.error);
  const detail = causes(thrown).map(messageOf).join(': ');
  return { kind: answered || brokeOff(thrown) ? 'interrupted' : 'unreachable', detail };
}

/** An error object as the API puts it into events and bodies: only its code tells what it is. */
export function failureOfError(error: unknown): Failure {
  const record = isRecord(error) ? error : {};
  const detail = String(record.message ?? (typeof error === 'string' ? error : ''));
  const words = `${record.code} ${record.type}`;
  // Gateways put the status of the server behind them into the event.
  if (typeof record.code === 'number' && record.code >= 400) {
    return { kind: kindOfStatus(record.code, words), detail };
  }
  if (/quota|billing/.test(words)) return { kind: 'quota', detail };
  if (/rate_limit/.test(words)) return { kind: 'rate_limited', detail };
  if (/api_key|authentication/.test(words)) return { kind: 'unauthorized', detail };
  if (/model_not_found/.test(words)) return { kind: 'unknown_model', detail };
  if (/^(invalid|context_length|data_residency|bio_policy|image|empty_image|unsupported)/.test(words)) {
    return { kind: 'bad_request', detail };
  }
  return { kind: 'server', detail };
}

function failureOfStatus(status: number, error: Record<string, unknown>): Failure {
  const body = isRecord(error.error) ? error.error : {};
  const detail = String(body.message ?? error.message ?? '');
  const wait = error.headers instanceof Headers ? retryAfterMs(error.headers, Date.now()) : undefined;
  const waiting = wait === undefined ? {} : { retryAfterMs: wait };
  const kind = kindOfStatus(status, `${body.code} ${body.type}`);
  const code = typeof body.code === 'string' ? { code: body.code } : {};
  const param = typeof body.param === 'string' ? { param: body.param } : {};
  return { kind, detail, status, ...waiting, ...code, ...param };
}

/** What an HTTP status says, with the words of the error beside it. */
export function kindOfStatus(status: number, words: string): FaultKind {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404) return 'unknown_model';
  if (status === 402) return 'quota';
  if (status === 429) return /quota|billing/.test(words) ? 'quota' : 'rate_limited';
  if (status === 408 || status === 409 || status >= 500) return 'server';
  return 'bad_request';
}

/** The wait that the headers ask for, in milliseconds: `retry-after-ms`, or `retry-after` in seconds or as a date. */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const exact = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (exact >= 0) return Math.ceil(exact);
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const seconds = Number(text);
  if (text.trim() !== '' && seconds >= 0) return Math.ceil(seconds * 1_000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Codes of a connection that had stood: the request may have been taken, and billed. */
const brokenConnection = new Set([
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

function brokeOff(thrown: unknown): boolean {
  return causes(thrown).some((each) => isRecord(each) && brokenConnection.has(String(each.code)));
}

function causes(thrown: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let each = thrown; each !== undefined && chain.length < 8; ) {
    chain.push(each);
    each = each instanceof Error ? each.cause : undefined;
  }
  return chain;
}
