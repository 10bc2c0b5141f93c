import type { ModelTier } from './tier.ts';

export type FaultKind =
  /** The settings or this host can't do what the tier asks for; nothing was sent. */
  | 'misconfigured'
  | 'no_key'
  /** What the call would cost could not be set aside in the ledger; nothing was sent. */
  | 'no_ledger'
  | 'unauthorized'
  /** The user has not let this extension use a model of VS Code. */
  | 'not_permitted'
  | 'unknown_model'
  | 'rate_limited'
  | 'quota'
  | 'unreachable'
  | 'server'
  | 'interrupted'
  | 'stalled'
  | 'bad_request';

/** Why a call brought no answer, with what a person needs to mend it. */
export interface ModelFault {
  readonly kind: FaultKind;
  readonly tier: ModelTier;
  readonly model: string;
  readonly endpoint: string;
  readonly status?: number;
  readonly retryAfterMs?: number;
  /** The endpoint's own words, shortened; may be empty. */
  readonly detail: string;
}

/** One sentence or two for the user: what happened, at which tier, model and endpoint, and what to do. */
export function describeFault(fault: ModelFault): string {
  const where = `${fault.tier} tier (${fault.model} at ${fault.endpoint})`;
  const detail = fault.detail ? ` The endpoint said: ${fault.detail}` : '';
  switch (fault.kind) {
    case 'misconfigured':
      return `The settings of the ${where} can't be used: ${fault.detail}. Nothing was sent. Change them, then resume.`;
    case 'no_ledger':
      return `The ledger can't be kept (${fault.detail}), and without it nothing is sent. Fix that, then resume.`;
    case 'no_key':
      return `There is no API key for the ${where}. Run "Tiercel: Set API Key", or set OPENAI_API_KEY in a terminal.`;
    case 'unauthorized':
      return `The API key was not accepted for the ${where}. Run "Tiercel: Set API Key" and resume.${detail}`;
    case 'not_permitted':
      return `VS Code does not let Tiercel use the model of the ${where}. Resume and allow it when asked, or allow it under "Manage Language Model Access" in the Accounts menu.${detail}`;
    case 'unknown_model':
      return `The model was not found for the ${where}. Check the tier's provider, model and base URL in the settings, then resume.${detail}`;
    case 'rate_limited':
      return `The rate limit was reached for the ${where}, also after waiting and trying again. Resume later.${detail}`;
    case 'quota':
      return `The account's quota is used up for the ${where}. Add credit or choose another endpoint, then resume.${detail}`;
    case 'unreachable':
      return `The endpoint can't be reached for the ${where}. Check the network and the base URL, then resume.${detail}`;
    case 'server':
      return `The endpoint failed for the ${where}, also when tried again. Resume later.${detail}`;
    case 'interrupted':
      return `The answer broke off before its end for the ${where}, also when tried again. Resume to ask again.${detail}`;
    case 'stalled':
      return `The answer stopped arriving for the ${where}. Resume to ask again.${detail}`;
    case 'bad_request':
      return `The endpoint did not accept the request for the ${where}.${detail}`;
  }
}

/** Statuses with which the endpoint, or a gateway before it, gave up waiting for work that may have gone on. */
const gaveUpWaiting: ReadonlySet<number> = new Set([408, 502, 504, 520, 524]);

/**
 * Whether the endpoint may have done paid work before the call failed. An error status in place of an answer is not
 * billed, but for those of who gave up waiting. Without a status the failure came as an event, after the answer had
 * begun. A success whose body could not be read is an answer all the same.
 */
export function mayBeBilled({ kind, status }: ModelFault): boolean {
  switch (kind) {
    case 'misconfigured':
    case 'no_key':
    case 'no_ledger':
    case 'unauthorized':
    case 'not_permitted':
    case 'unknown_model':
    case 'bad_request':
      return false;
    case 'unreachable':
      return status !== undefined && status >= 200 && status < 300;
    case 'rate_limited':
    case 'quota':
    case 'server':
      return status === undefined || gaveUpWaiting.has(status);
    case 'interrupted':
    case 'stalled':
      return true;
  }
}
