import * as z from 'zod';

const url = z.url({ protocol: /^https?$/ });

/**
 * Whether requests may be sent to such an address: http or https, without user, password, query or fragment. A path is
 * put behind it, which a query or a fragment would swallow; a user and a password would stand in messages.
 */
export function isEndpoint(baseUrl: string): boolean {
  return /^https?:\/\/[^\s?#@/\\]+(?:\/[^\s?#\\]*)?$/i.test(baseUrl) && url.safeParse(baseUrl).success;
}
