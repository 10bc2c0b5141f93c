/**
 * What the panel's page may load: our script and style alone, nothing inline and nothing from elsewhere. It sends no
 * form, and no base leads its addresses elsewhere.
 */
export function contentPolicy(nonce: string, source: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `font-src ${source}`,
    // The user's own images, before they are sent; a picture from elsewhere would tell that it was looked at.
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
