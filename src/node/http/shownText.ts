const longestDetail = 300;

/** One line, cut to a length that fits a message. */
export function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= longestDetail ? line : `${line.slice(0, longestDetail - 1)}…`;
}

/** Endpoints like to quote the key they refuse, whole or with its middle starred out. */
export function withoutKey(text: string, key: string | undefined): string {
  const whole = key ? text.replaceAll(key, '[key]') : text;
  return whole.replace(/\bsk-[\w*-]{4,}/g, '[key]');
}

/** The endpoint as a message may name it: without a user, a password or a query. */
export function endpointShown(baseUrl: string): string {
  const url = URL.parse(baseUrl);
  if (url && url.origin !== 'null') return `${url.origin}${url.pathname}`;
  return baseUrl.replace(/[?#].*$/s, '').replace(/^([^/]*\/\/)?[^/]*@/, '$1');
}

/** A header takes printable ASCII; a key pasted with anything else was pasted wrongly. */
export function isSendableKey(key: string): boolean {
  return /^[\x21-\x7e]+$/.test(key);
}
