import { withoutMark } from '../../base/byteOrderMark.ts';

export type TolerantJson =
  | { readonly type: 'json'; readonly value: unknown }
  /** `problem` is worded for the model that wrote the text. */
  | { readonly type: 'problem'; readonly problem: string };

/**
 * Reads the one JSON value of a model's answer, also from inside a code fence or between prose. What is cut off stays
 * a problem: closing its brackets would make up an answer that was never given.
 */
export function parseTolerantJson(text: string): TolerantJson {
  const whole = parse(withoutMark(text).trim());
  if (whole) return { type: 'json', value: whole.value };
  if (text.trim() === '') return problem('The answer is empty; it must be one JSON value.');

  const found = valuesIn(text);
  if (found.cutOff) return problem('The JSON breaks off before its end.');
  const objects = found.values.filter((each) => each.source.startsWith('{'));
  const candidates = objects.length > 0 ? objects : found.values;
  const sources = new Set(candidates.map((each) => JSON.stringify(each.value)));
  const [only] = candidates;
  if (only === undefined) return problem(found.invalid ?? 'The answer holds no JSON.');
  if (sources.size > 1) return problem('The answer holds more than one JSON value; it must be exactly one.');
  return { type: 'json', value: only.value };
}

function problem(text: string): TolerantJson {
  return { type: 'problem', problem: text };
}

function parse(source: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(source) };
  } catch {
    return undefined;
  }
}

interface Found {
  readonly values: { readonly source: string; readonly value: unknown }[];
  readonly cutOff: boolean;
  readonly invalid: string | undefined;
}

// A bracket that opens JSON, and not one that stands in a sentence.
const opensJson = /\{(?=\s*["}])|\[(?=\s*(?:["{[\]\-\d]|true|false|null))|[{[]\s*$/g;

function valuesIn(text: string): Found {
  const values: { source: string; value: unknown }[] = [];
  let invalid: string | undefined;
  const opening = new RegExp(opensJson);
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const end = endOfValue(text, match.index);
    if (end === undefined) return { values, cutOff: true, invalid };
    const source = text.slice(match.index, end);
    const parsed = parse(source);
    if (parsed) values.push({ source, value: parsed.value });
    else invalid = 'The answer is not valid JSON.';
    opening.lastIndex = end;
  }
  return { values, cutOff: false, invalid };
}

/** The offset after the bracket that closes the one at `start`, or undefined where the text ends before it. */
function endOfValue(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}
