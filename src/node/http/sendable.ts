import { isEndpoint } from '../../core/model/endpoint.ts';
import { needsKey, type TierSettings } from '../../core/model/tier.ts';
import type { Failure } from './faultOf.ts';
import { isSendableKey } from './shownText.ts';

/** Why nothing may be sent to a tier's endpoint with that key; undefined where it may. */
export function unsendable(tier: TierSettings, key: string | undefined): Failure | undefined {
  if (tier.provider === 'vscode') {
    return { kind: 'misconfigured', detail: 'the models of VS Code can be used inside VS Code alone' };
  }
  if (!isEndpoint(tier.baseUrl)) {
    return {
      kind: 'misconfigured',
      detail: 'the base URL is no http or https address, or holds a user name, a query or a fragment',
    };
  }
  if (!key && needsKey(tier)) return { kind: 'no_key', detail: '' };
  if (key && !isSendableKey(key)) {
    return { kind: 'unauthorized', detail: 'the key holds characters that no key has' };
  }
  return undefined;
}
