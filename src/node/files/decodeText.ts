import { isUtf8 } from 'node:buffer';
import type { FileRead } from '../../core/context/workspace.ts';

/** Whether bytes are text. What is not UTF-8 is taken as data: written back as UTF-8 it would be damaged. */
export function isText(bytes: Uint8Array): boolean {
  return !bytes.subarray(0, 8_192).includes(0) && isUtf8(bytes);
}

/** The text of a file's bytes, or `binary` when they are not text. A byte-order mark is kept: it is part of the file. */
export function decodeText(bytes: Uint8Array): FileRead {
  if (!isText(bytes)) return { type: 'binary' };
  return { type: 'text', text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) };
}
