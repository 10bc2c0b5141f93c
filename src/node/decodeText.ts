import type { FileRead } from '../core/context/workspace.ts';

/** The text of a file's bytes, or `binary` when they are not text. A byte-order mark is kept: it is part of the file. */
export function decodeText(bytes: Uint8Array): FileRead {
  if (bytes.subarray(0, 8_192).includes(0)) return { type: 'binary' };
  try {
    return { type: 'text', text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    // Not UTF-8: writing it back as UTF-8 would damage it, so it is treated as data.
    return { type: 'binary' };
  }
}
