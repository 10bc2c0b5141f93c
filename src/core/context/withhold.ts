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

const privateKey =
  /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|$)/g;

const tokens = [
  /\bsk-(?=[\w-]*\d)[A-Za-z0-9_-]{16,}/g,
  /\b[sr]k_(?:live|test)_[A-Za-z0-9]{10,}/g,
  /\bgh[pousr]_[A-Za-z0-9]{16,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/g,
  /\bglpat-[A-Za-z0-9_-]{16,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bxox[a-z]-[A-Za-z0-9-]{10,}/g,
  /\bAIza[A-Za-z0-9_-]{30,}/g,
  /\bnpm_[A-Za-z0-9]{30,}/g,
  /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g,
];
const urlPassword = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"`]+:)([^\s/@'"`${}]{3,})(@)/gi;

/**
 * Replaces secrets by `[withheld]`. The number of lines stays as it is, so that line numbers hold; give whole files,
 * since the middle of a private key can't be told from other text.
 */
export function withholdSecrets(text: string): string {
  let shown = text.replace(privateKey, (key) => key.replace(/[^\r\n]+/g, withheldMark));
  for (const token of tokens) shown = shown.replace(token, withheldMark);
  return shown.replace(urlPassword, `$1${withheldMark}$3`);
}
