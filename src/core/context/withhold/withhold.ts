import { fileNameOf } from '../workspacePath.ts';
import { withholdPrivateKeys } from './withholdPrivateKeys.ts';
import { withholdTokens } from './withholdTokens.ts';
import { withholdValues } from './withholdValues.ts';

/** What stands in a model's text where a secret was. */
export const withheldMark = '[withheld]';

/** As one expression, since it is asked of each file of a folder. */
const secretFileName = new RegExp(
  [
    /^\.env(\..*)?$/,
    /\.env$/,
    /^\.envrc$/,
    /\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk|asc|gpg)$/,
    /^id_(rsa|dsa|ecdsa|ed25519)/,
    /^\.?(npmrc|yarnrc|netrc|pypirc|pgpass|htpasswd|git-credentials|dockercfg)$/,
    /^_netrc$/,
    /^credentials?(\.(json|ya?ml|toml|ini|txt|csv))?$/,
    /^(client_)?secrets?\.(json|ya?ml|toml|ini|txt)$/,
    /^(gcp|google)?[-_]?service[-_]?account.*\.json$/,
    /^application_default_credentials\.json$/,
    /^\.?kubeconfig(\..*)?$/,
    /^\.my\.cnf$/,
    /^\.vault[-_]?(token|pass(word)?)$/,
    /^.*\.tfstate(\.backup)?$/,
  ]
    .map(({ source }) => source)
    .join('|'),
);
const secretFolders = /(^|\/)(\.ssh|\.aws|\.gnupg|\.kube|\.docker)\//;
/** Files that show which variables there are, with no values of worth. */
const envTemplates = /^\.env\.(example|sample|template|dist)$/;

/** Whether a file is never shown to a model: keys, credentials and `.env` files. */
export function isWithheldFile(path: string): boolean {
  const lower = path.toLowerCase();
  const name = fileNameOf(lower);
  if (envTemplates.test(name)) return false;
  return secretFolders.test(lower) || secretFileName.test(name);
}

// Every repetition below is bounded or takes all that it looked at, so that no text makes these slow.
const urlPassword = /(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@'"`]{0,100}:)([^\s/@'"`${}]{3,300})(@)/gi;
const urlExample = /^(?:pass(?:word|wd)?|pwd|secret|token|x+|\*+|<.*|%.*|\[withheld\])$/i;

const configFile =
  /(?:^|\/|\.)(?:env|conf|config)[^/]*$|\.(?:env|ini|cfg|cnf|toml|ya?ml|properties|tfvars|plist)$/i;
const codeFile =
  /\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kt|cs|php|c|cc|cpp|h|hpp|swift|scala|vue|svelte|lua|dart)$/i;

export interface WithholdOptions {
  /** Where the text comes from, when it is a file's: what has no quotes in a settings file is a value all the same. */
  readonly path?: string;
}

/**
 * Replaces secrets by `[withheld]`. The number of lines stays as it is, so that line numbers hold; give whole files,
 * since the middle of a private key can't be told from other text. What was withheld once stays as it is.
 */
export function withholdSecrets(text: string, { path = '' }: WithholdOptions = {}): string {
  const isConfig = configFile.test(path) && !codeFile.test(path);
  let shown = withholdTokens(withholdPrivateKeys(text, withheldMark), withheldMark);
  shown = shown.replace(urlPassword, (all, before: string, password: string, after: string) =>
    urlExample.test(password) ? all : `${before}${withheldMark}${after}`,
  );
  return withholdValues(shown, { mark: withheldMark, isConfig });
}
