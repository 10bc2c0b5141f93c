import { fileNameOf } from './workspacePath.ts';

/** What stands in a model's text where a secret was. */
export const withheldMark = '[withheld]';

const secretFileNames = [
  /^\.env(\..*)?$/,
  /\.env$/,
  /^\.envrc$/,
  /\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk|asc|gpg)$/,
  /^id_(rsa|dsa|ecdsa|ed25519)/,
  /^\.?(npmrc|yarnrc|netrc|pypirc|pgpass|htpasswd|git-credentials|dockercfg)$/,
  /^_netrc$/,
  /^credentials?(\.(json|ya?ml|toml|ini|txt|csv))?$/,
  /^(client_)?secrets?\.(json|ya?ml|toml|ini|txt)$/,
  /^service[-_]?account.*\.json$/,
  /^.*\.tfstate(\.backup)?$/,
];
const secretFolders = /(^|\/)(\.ssh|\.aws|\.gnupg|\.kube|\.docker)\//;
/** Files that show which variables there are, with no values of worth. */
const envTemplates = /^\.env\.(example|sample|template|dist)$/;

/** Whether a file is never shown to a model: keys, credentials and `.env` files. */
export function isWithheldFile(path: string): boolean {
  const lower = path.toLowerCase();
  const name = fileNameOf(lower);
  if (envTemplates.test(name)) return false;
  return secretFolders.test(lower) || secretFileNames.some((pattern) => pattern.test(name));
}

// Every repetition below is bounded or takes all that it looked at, so that no text makes these slow.
const privateKey =
  /-----BEGIN (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----|$)/g;

const tokens = [
  /\b[sr]k_(?:live|test)_[A-Za-z0-9]{10,}/g,
  /\bgh[pousr]_[A-Za-z0-9]{16,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/g,
  /\bglpat-[A-Za-z0-9_-]{16,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bxox[a-z]-[A-Za-z0-9-]{10,}/g,
  /\bAIza[A-Za-z0-9_-]{30,}/g,
  /\bnpm_[A-Za-z0-9]{30,}/g,
  /\beyJ[A-Za-z0-9_-]{8,400}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g,
];
const urlPassword = /(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@'"`]{1,100}:)([^\s/@'"`${}]{3,300})(@)/gi;
const skToken = /\bsk-[A-Za-z0-9_-]{16,}/g;

/**
 * Replaces secrets by `[withheld]`. The number of lines stays as it is, so that line numbers hold; give whole files,
 * since the middle of a private key can't be told from other text.
 */
export function withholdSecrets(text: string): string {
  let shown = text.replace(privateKey, (key) => key.replace(/[^\r\n]+/g, withheldMark));
  // Without a digit it is a name, such as a class of a style sheet.
  shown = shown.replace(skToken, (token) => (/\d/.test(token) ? withheldMark : token));
  for (const token of tokens) shown = shown.replace(token, withheldMark);
  return shown.replace(urlPassword, `$1${withheldMark}$3`);
}
