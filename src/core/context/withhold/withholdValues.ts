import { wordParts } from '../code/words.ts';

/**
 * Values that are secret by the name they are given: `password = "…"`, `DB_PASSWORD=…`, `"auth": "…"`. A name alone
 * makes no secret: types, calls, placeholders and labels stay readable.
 */

/** The end of a name for what nobody else may know. */
const passwordName = 'pass(?:word|wd|phrase|code)?|pwd';
const keyName =
  '(?:api|access|account|secret|private|shared|signing|encryption|master|auth|license|service|storage|subscription|client)[_.-]?key(?:[_.-]?(?:data|id))?|secret(?:[_.-]?(?:value|string|text))?|token(?:[_.-]?value)?|auth|credentials?|connection[_.-]?string|sig|cookie|dsn|webhook(?:[_.-]?url)?';
// The part before is bounded, so that a long run of letters is not looked through from each of its places.
const name = `(?<![\\w$.-])([\\w$.-]{0,60}?(?:${passwordName}|${keyName}))`;

const quoted = new RegExp(
  `${name}(["'\`]?\\]?\\s{0,8}(?::=|=>|[:=])\\s{0,8}[bBrRuU@$]?)(["'\`])((?:\\\\.|(?!\\3)[^\\\\\\r\\n]){4,2000})\\3`,
  'gi',
);
const escapedQuote = new RegExp(
  `${name}((?:\\\\["'])?\\s{0,8}(?::=|=>|[:=])\\s{0,8}\\\\["'])([^"'\\\\\\s]{4,2000})`,
  'gi',
);
const bare = new RegExp(
  `${name}(["']?\\s{0,8}[:=]\\s{0,8})([^\\s"'\`,;(){}[\\]<>&|]{4,2000})(?=([^]?))`,
  'gi',
);
const element = new RegExp(`<(${name})(>)([^<>\\r\\n]{4,2000})(?=</)`, 'gi');
const keyAndValue = new RegExp(
  `((?:key|name)\\s{0,3}=\\s{0,3}["']${name})(["']\\s{1,8}value\\s{0,3}=\\s{0,3}["'])([^"'\\r\\n]{4,2000})`,
  'gi',
);
const header = /(\b(?:Basic|Bearer|Token|ApiKey)[ \t]{1,4})([A-Za-z0-9+/=_~.-]{12,4000})/g;
const loginLine = /(\b(?:login|user|account)[ \t]+\S{1,200}\s+password[ \t]+)(\S{3,500})/gi;
const userOption = /(\s(?:-u|--user|--proxy-user)[ =]["']?[\w.@-]{1,100}:)([^\s"'`${}]{4,300})/g;

const isPassword = new RegExp(`(?:${passwordName})$`, 'i');
const placeholder =
  /^(?:(?:change|replace)[-_]?(?:me|this|it)?|(?:your|my|the|some|an?)[-_ ].*|.*(?:example|placeholder|redacted|withheld|dummy|sample|changeme|not[-_]?set).*|x{3,}.*|\*+|\.+|-+|todo.*|none|null|nil|true|false|undefined|string|number|boolean|required|optional|pass(?:word)?|passwd|pwd|secret|token|api[-_]?key|test(?:ing)?|foo|bar|admin|root|user|guest|optional|bearer|basic)$/i;
/** Filled in elsewhere: `${NAME}`, `{{ name }}`, `%s`, `<name>`, `process.env.NAME`, `$(command)`. */
const filledIn = /\$\{|\{\{|\$\(|^\$|^%|^<|^@|^#\{|^\{|\benv\b|\bvault:|^!|^\//i;
const dotted = /^[A-Za-z_$][\w$]*(?:[.:/-]{1,2}#?[A-Za-z_$][\w$]*)+$/;
/** Short words count only by themselves: `DB_PASS` and `dbPass`, but not `minipass`. */
const shortWords = new Set(['pass', 'pwd', 'sig', 'auth', 'dsn', 'cookie']);
const endsInShort = new RegExp(`(?:${[...shortWords].join('|')})$`, 'i');

const isSecretName = (key: string): boolean =>
  !endsInShort.test(key) || shortWords.has(wordParts(key).at(-1) ?? '');
const identifier = /^[A-Za-z_$][\w$]*$/;

const digitsIn = (value: string) => value.match(/\d/g)?.length ?? 0;
const hasBoth = (value: string) => /\d/.test(value) && /[A-Za-z]/.test(value);

/** Whether a value in quotes, or in a place that holds nothing but values, is a secret. */
function isSecret(key: string, value: string): boolean {
  if (!isSecretName(key) || /\s/.test(value) || placeholder.test(value) || filledIn.test(value)) return false;
  // A form's label in one word: "Password", "Kennwort".
  if (isPassword.test(key)) return !/^\p{Lu}?[\p{Ll}]+[.:…]?$/u.test(value) || /^[a-z]{6,}$/.test(value);
  if (dotted.test(value) && digitsIn(value) < 4) return false;
  return hasBoth(value) ? value.length >= 8 : value.length >= 20 && !/^[a-z_-]+$/i.test(value);
}

/** Whether an unquoted value is one: in code it mostly is a variable, a type or a call. */
function isBareSecret(key: string, between: string, value: string, next: string, isConfig: boolean): boolean {
  if (/[(.[<{]/.test(next) || value.startsWith('.')) return false;
  if (!isSecretName(key) || placeholder.test(value) || filledIn.test(value)) return false;
  const isShell = /^=$/.test(between) && (next === '' || /[\s&"'`|]/.test(next));
  if (isConfig || (isShell && /^[A-Z][A-Z\d_]*$/.test(key)))
    return isPassword.test(key) ? true : isSecret(key, value);
  if (!hasBoth(value) || /^\d+(?:\.\d+)?[a-z]{1,3}$/i.test(value)) return false;
  if (dotted.test(value)) return digitsIn(value) >= 4;
  if (identifier.test(value))
    return value.length >= 16 ? digitsIn(value) >= 4 : isShell && isPassword.test(key);
  return isPassword.test(key) || value.length >= 12;
}

export interface ValueOptions {
  readonly mark: string;
  /** The text is a settings file: an unquoted value is a value, and no variable. */
  readonly isConfig: boolean;
}

/** Replaces values that are secret by their name; names and all around stay. */
export function withholdValues(text: string, { mark, isConfig }: ValueOptions): string {
  const put = (all: string, before: string, key: string, value: string, after = '') =>
    isSecret(key, value) ? `${before}${mark}${after}` : all;
  return text
    .replace(quoted, (all, key: string, between: string, quote: string, value: string) =>
      put(all, `${key}${between}${quote}`, key, value, quote),
    )
    .replace(escapedQuote, (all, key: string, between: string, value: string) =>
      put(all, `${key}${between}`, key, value),
    )
    .replace(element, (all, key: string, _name: string, close: string, value: string) =>
      put(all, `<${key}${close}`, key, value),
    )
    .replace(keyAndValue, (all, before: string, key: string, between: string, value: string) =>
      put(all, `${before}${between}`, key, value),
    )
    .replace(bare, (all, key: string, between: string, value: string, next: string) =>
      isBareSecret(key, between, value, next, isConfig) ? `${key}${between}${mark}` : all,
    )
    .replace(header, (all, before: string, value: string) =>
      hasBoth(value) && !filledIn.test(value) ? `${before}${mark}` : all,
    )
    .replace(loginLine, (_all, before: string) => `${before}${mark}`)
    .replace(userOption, (all, before: string, value: string) =>
      placeholder.test(value) ? all : `${before}${mark}`,
    );
}
