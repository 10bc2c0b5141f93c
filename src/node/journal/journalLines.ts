import { crc32 } from 'node:zlib';
import { createSlices } from '../../base/slices.ts';
import { readEvent } from '../../core/run/state/eventSchema.ts';
import type { RunEvent } from '../../core/run/state/runEvent.ts';

/**
 * A line is `VERSION CHECKSUM JSON`. Those of version 1 are bare JSON and are read as they are, so that an old journal
 * is gone on with in place: what is appended to it is of the new version. The events are the same in both.
 */
const version = 2;

/** A journal longer than this (bytes) is none of ours: the longest of a day's work are a hundredth of it. */
export const longestJournal = 256 * 1024 * 1024;

export interface JournalText {
  readonly events: readonly RunEvent[];
  /** What was left out, line by line, for people. */
  readonly problems: readonly string[];
  /** Written by a Tiercel that knows more than this one: what it means can't be told. */
  readonly isNewer: boolean;
}

/** An event as its line in the journal: version, checksum, JSON. */
export function journalLine(event: RunEvent): string {
  const json = JSON.stringify(event);
  return `${version} ${checksum(json)} ${json}\n`;
}

/** Reads what can be read. A damaged line is left out and named; one that a crash cut short can only be the last. */
export async function readJournal(bytes: Buffer): Promise<JournalText> {
  const events: RunEvent[] = [];
  const problems: string[] = [];
  let number = 0;
  // Journals are read as a window opens, when others want their turn too.
  const slices = createSlices();
  for (let at = 0; at < bytes.length; ) {
    number += 1;
    const pause = slices.pause();
    if (pause) await pause;
    const end = bytes.indexOf('\n', at);
    const line = bytes.subarray(at, end === -1 ? bytes.length : end);
    at = end === -1 ? bytes.length : end + 1;
    if (line.length === 0) continue;
    const read = readLine(line);
    if (read === 'newer') return { events: [], problems: [], isNewer: true };
    if (read) events.push(read);
    else problems.push(end === -1 ? `line ${number}, its last, was cut short` : `line ${number} is damaged`);
  }
  return { events, problems, isNewer: false };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function readLine(line: Buffer): RunEvent | 'newer' | undefined {
  try {
    const text = utf8.decode(line);
    if (text.startsWith('{')) return readEvent(JSON.parse(text));
    const parts = /^(\d+) ([0-9a-f]{8}) (.*)$/s.exec(text);
    const [, written, sum, json = ''] = parts ?? [];
    if (written === undefined || checksum(json) !== sum) return undefined;
    return Number(written) > version ? 'newer' : readEvent(JSON.parse(json));
  } catch {
    return undefined;
  }
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}
