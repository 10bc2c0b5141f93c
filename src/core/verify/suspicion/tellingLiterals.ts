/** A literal without its quotes. */
export function bareOf(value: string): string {
  return /^['"]/.test(value) ? value.slice(1, -1) : value;
}

/** Whether one of the texts has a literal as a word of its own. */
export function isKnown(value: string, texts: readonly string[]): boolean {
  const bare = bareOf(value);
  if (bare === '') return true;
  const escaped = bare.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const start = /^\w/.test(bare) ? String.raw`(?<![\w.])` : '';
  const end = /\w$/.test(bare) ? String.raw`(?!\w)` : '';
  const asWord = new RegExp(start + escaped + end);
  return texts.some((each) => asWord.test(each));
}

/** Whether the task speaks of it, if without the marks around it, in the plural or in other letters. */
export function isNamed(value: string, task: string): boolean {
  const word = bareOf(value).replace(/^\W+|\W+$/g, '');
  if (isKnown(value, [task]) || (word !== '' && isKnown(word, [task]))) return true;
  const plain = (each: string) => each.toLowerCase().replace(/[^a-z\d]/g, '');
  return plain(word).length > 3 && plain(task).includes(plain(word));
}

/** Numbers that mean something to everybody: of time, size and percent, and the ports of servers. */
const everyday = new Set(
  '3 4 5 6 7 8 9 10 12 16 20 24 28 29 30 31 32 50 52 60 64 80 90 99 100 128 180 255 256 360 365 366 400 443 500 512 1000 1024 1440 3000 3306 3600 5432 6379 8000 8080 8443 10000 65535 86400 1000000'.split(
    ' ',
  ),
);
const status = /^(?:10[0-3]|20[0-8]|30[0-8]|4(?:0\d|1[0-8]|2[1-9]|31|51)|50\d|511)$/;

/** Whether an input and its answer are more than a pair of words or of everyday numbers. */
export function isTelling(input: string, answer: string): boolean {
  if (/^['"]/.test(input)) {
    const word = bareOf(input);
    if (word.length <= 2) return false;
    // A word or a file's name for another, or for a small number, is how tables of names and codes look.
    if (!isWord(word)) return !isEmptyAnswer(answer) || /\d/.test(word);
    return isUnusualNumber(answer);
  }
  if (everyday.has(input) || /^[1-5]\d\d$/.test(input)) return Number(answer) > 999 || /^\[/.test(answer);
  return Math.abs(Number(input.replaceAll('_', ''))) > 2;
}

function isWord(bare: string): boolean {
  return /^[A-Za-z][A-Za-z_./-]*$/.test(bare);
}

function isEmptyAnswer(answer: string): boolean {
  return /^(?:''|""|0|1|-1|true|false|True|False|\[\])$/.test(answer);
}

/** Three digits and more that nobody knows by heart. */
export function isUnusualNumber(value: string): boolean {
  const isLong = /^-?[\d_.]+$/.test(value) && value.replace(/\D/g, '').length >= 3;
  return isLong && !everyday.has(value) && !status.test(value) && !/^\d0+$/.test(value);
}

/** Four digits and more, and neither a year, a round number, nor one that everybody knows. */
export function isOutOfNowhere(value: string): boolean {
  const bare = bareOf(value).replaceAll('_', '');
  if (!/^[A-Za-z]{0,3}-?\d{4,}(?:[.-]\d+)*$/.test(bare) || everyday.has(bare)) return false;
  const isPower = Number.isInteger(Math.log2(Number(bare))) || Number.isInteger(Math.log2(Number(bare) + 1));
  return !/^(?:19|20)\d\d(?:-|$)|^\d0+$/.test(bare) && !isPower;
}

/** Names of formats, versions and the like: a word in small letters with a few digits behind, or digits and dots. */
const vocabulary =
  /^(?:[a-z]+[-_./ ]?\d{1,4}(?:[-_.]\d{1,2})?[a-z]{0,3}|[a-z]{2}-[a-z]+-\d|v?\d+(?:\.\d+)+)$/;

/** A string as data looks: digits among letters or marks. */
export function isData(value: string): boolean {
  const bare = bareOf(value);
  if (bare === value || bare.length < 4 || vocabulary.test(bare)) return false;
  return /\d/.test(bare) && /[^\d.]/.test(bare);
}
