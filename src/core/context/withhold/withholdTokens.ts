/**
 * Keys and tokens that are known by their form, wherever they stand. Each repetition is of one class of characters, so
 * that no text makes these slow. Sources: the issuers' own pages on the form of their keys.
 */
const forms: readonly RegExp[] = [
  // OpenAI, Anthropic, OpenRouter, DeepSeek and others that took over the form.
  /sk-[\w-]{16,}/,
  // Stripe, Clerk.
  /[sr]k_(?:live|test)_[A-Za-z0-9]{10,}/,
  /whsec_[A-Za-z0-9+/=]{16,}/,
  // GitHub.
  /gh[pousr]_[A-Za-z0-9]{16,}/,
  /github_pat_\w{20,}/,
  // GitLab: personal, runner, deploy, feed, pipeline and agent tokens.
  /gl(?:pat|rt|dt|ft|ptt|cbt|soat|agent|imt)-[\w.-]{16,}/,
  // AWS access key ids, and the long-lived keys of Bedrock.
  /(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/,
  /ABSK[A-Za-z0-9+/=]{40,}/,
  // Slack tokens and webhooks, Discord and Teams webhooks.
  /xox[a-z]-[A-Za-z0-9-]{10,}/,
  /xapp-\d-[A-Za-z0-9-]{10,}/,
  /(?<=hooks\.slack\.com\/(?:services|workflows)\/)[\w/]{20,}/,
  /(?<=discord(?:app)?\.com\/api\/webhooks\/)\d+\/[\w-]{20,}/,
  /(?<=\.webhook\.office\.com\/webhookb2\/)[\w@/-]{40,}/,
  // Google: API keys, OAuth secrets and tokens.
  /AIza[\w-]{30,}/,
  /GOCSPX-[\w-]{20,}/,
  /ya29\.[\w-]{20,}/,
  // Azure: client secrets.
  /[\w~.-]{3}8Q~[\w~.-]{31,}/,
  // Package registries: npm, PyPI, RubyGems, crates.io, NuGet, Docker Hub.
  /npm_[A-Za-z0-9]{30,}/,
  /pypi-[\w-]{30,}/,
  /rubygems_[a-f0-9]{40,}/,
  /cio[A-Za-z0-9]{32}\b/,
  /oy2[a-z0-9]{43}\b/,
  /dckr_(?:pat|oat)_[\w-]{20,}/,
  // Model providers.
  /hf_[A-Za-z0-9]{30,}/,
  /gsk_[A-Za-z0-9]{30,}/,
  /r8_[A-Za-z0-9]{30,}/,
  /xai-[A-Za-z0-9]{30,}/,
  /pplx-[A-Za-z0-9]{30,}/,
  // Hosting and operations.
  /do[opr]_v1_[a-f0-9]{40,}/,
  /hv[sbr]\.[\w-]{20,}/,
  /[A-Za-z0-9]{14}\.atlasv1\.[\w-]{40,}/,
  /dapi[a-f0-9]{32}/,
  /gl(?:sa|c)_[\w+/=]{30,}/,
  /NRAK-[A-Z0-9]{20,}/,
  /sntry[su]_[\w+/=-]{30,}/,
  /dp\.(?:pt|st|sa|ct)\.[\w.-]{30,}/,
  /sbp_[a-f0-9]{30,}/,
  /pscale_(?:tkn|pw|oauth)_[\w.-]{20,}/,
  /fm[12]_[\w+/=]{40,}/,
  /AGE-SECRET-KEY-1[A-Z0-9]{40,}/,
  // Services.
  /SG\.[\w-]{16,}\.[\w-]{16,}/,
  /SK[a-f0-9]{32}\b/,
  /key-[a-f0-9]{32}\b/,
  /shp(?:at|ca|pa|ss)_[a-fA-F0-9]{30,}/,
  /sq0(?:atp|csp)-[\w-]{20,}/,
  /\d{8,10}:AA[\w-]{32,}/,
  /ATATT3[\w=-]{50,}/,
  /ATBB[A-Za-z0-9]{28,}/,
  /lin_api_[A-Za-z0-9]{30,}/,
  /ntn_[A-Za-z0-9]{30,}/,
  /secret_[A-Za-z0-9]{40,}/,
  /PMAK-[a-f0-9]{20,}-[a-f0-9]{30,}/,
  /figd_[\w-]{30,}/,
  // JSON web tokens.
  /eyJ[\w-]{8,400}\.eyJ[\w-]{8,}\.[\w-]{8,}/,
];

/** A key begins where a word does; the letter before may be the end of an escape: `\\n`, `\\u0022`, `%20`, a colour. */
const beginning =
  '(?:(?<![A-Za-z0-9_])|(?<=\\\\[bfnrtv]|\\\\u[0-9a-fA-F]{4}|\\\\x[0-9a-fA-F]{2}|%[0-9a-fA-F]{2}|\\x1b\\[[0-9;]{0,20}m))';
const anyForm = new RegExp(`${beginning}(?:${forms.map(({ source }) => source).join('|')})`, 'g');

/** A form filled with letters alone is a name or a placeholder, and issuers' own examples say that they are some. */
const isKey = (token: string): boolean => /\d/.test(token.slice(4)) && !token.includes('EXAMPLE');

/** Replaces the keys and tokens that are known by their form. */
export function withholdTokens(text: string, mark: string): string {
  return text.replace(anyForm, (token) => (isKey(token) ? mark : token));
}
