import { counted } from '../../../base/counted.ts';
/** What is kept of a command's output. */
export interface CommandOutput {
  /** Its beginning, its end, and of the rest the lines that tell of failures; for a model and for people. */
  readonly text: string;
  /** The lines that tell of failures, from anywhere in the output. */
  readonly failing: readonly string[];
}

const headLines = 20;
const tailLines = 70;
const failingLines = 60;
const lineCharacters = 400;
/** Of a line without an end, such as a bundle printed whole, no more than this is looked at. */
const heldCharacters = 8_000;

const failure =
  /\b(?:errors?|fail(?:ed|ure|ures|s|ing)?|assert\w*|panicked|exception|traceback|fatal|not ok|expected|actual|undefined reference|segmentation fault)\b|[✗✖✘×]|\w(?:Error|Exception)\b|^E {2,}|^FAIL\b/i;
const place = /[\w)\]-]\.\w{1,5}(?::\d+|\(\d+,\d+\))/;
const success =
  /\b(?:0 (?:errors?|fail(?:ed|ures|ing)?)|(?:fail|errors?|cancelled) 0|no errors?)\b|^\s*(?:(?:ok|PASS)\b|[✔✓])/i;

/** Whether a line of output speaks of something that went wrong. */
export function tellsOfFailure(line: string): boolean {
  return (failure.test(line) || place.test(line)) && !success.test(line);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal codes are made of control characters.
const terminalCodes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;

interface Line {
  readonly at: number;
  readonly text: string;
}

/**
 * Reads a command's output as it comes and keeps a bounded part of it, however much there is: repeated lines once,
 * without the codes that colour a terminal.
 */
export class OutputDigest {
  readonly #head: Line[] = [];
  readonly #tail: Line[] = [];
  readonly #failing: Line[] = [];
  #rest = '';
  #count = 0;
  #last: string | undefined;
  #repeated = 0;

  push(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = (lines.pop() ?? '').slice(-heldCharacters);
    for (const line of lines) this.#take(line);
  }

  end(): CommandOutput {
    if (this.#rest !== '') this.#take(this.#rest);
    this.#rest = '';
    this.#tellRepeats();
    return { text: this.#text(), failing: this.#failing.map(({ text }) => text) };
  }

  #take(raw: string): void {
    // A progress bar writes its line again and again; what stands last is what a terminal shows.
    const written = raw.slice(-heldCharacters).replace(terminalCodes, '').trimEnd();
    const shown = written.slice(written.lastIndexOf('\r') + 1);
    const text = shown.length > lineCharacters ? `${shown.slice(0, lineCharacters)} (cut)` : shown;
    if (text === this.#last) {
      this.#repeated++;
      return;
    }
    this.#tellRepeats();
    this.#last = text;
    this.#keep(text);
  }

  #tellRepeats(): void {
    const times = this.#repeated;
    this.#repeated = 0;
    if (times > 0 && this.#last !== '') this.#keep(`(the line above ${counted(times, 'more time')})`);
  }

  #keep(text: string): void {
    const line = { at: this.#count++, text };
    if (this.#failing.length < failingLines && tellsOfFailure(text)) this.#failing.push(line);
    if (this.#head.length < headLines) this.#head.push(line);
    else {
      this.#tail.push(line);
      if (this.#tail.length > tailLines) this.#tail.shift();
    }
  }

  #text(): string {
    const tailStart = this.#tail[0]?.at ?? this.#count;
    const between = this.#failing.filter(({ at }) => at >= headLines && at < tailStart);
    const parts: string[] = [];
    let next = 0;
    for (const { at, text } of [...this.#head, ...between, ...this.#tail]) {
      if (at > next) parts.push(`(${counted(at - next, 'line')} left out)`);
      parts.push(text);
      next = at + 1;
    }
    return parts.join('\n').trim();
  }
}
