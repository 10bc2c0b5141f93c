import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { type IndexArrays, TextIndex } from '../../core/context/textIndex/textIndex.ts';

/** Raised with every change of how texts become terms or of how the arrays are laid out. */
const version = 3;
const magic = `tiercel index ${version}\n`;

/** Writes an index to a file, whole or not at all. */
export async function saveIndex(file: string, index: TextIndex): Promise<void> {
  const body = serialize(index.arrays());
  const head = Buffer.from(`${magic}${crc32(body).toString(16).padStart(8, '0')}\n`);
  await mkdir(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.new`;
  try {
    await writeFile(temporary, [head, body]);
    await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** The index of a file; undefined where there is none, or one that is damaged or of another version. */
export async function loadIndex(file: string): Promise<TextIndex | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  const start = magic.length + 9;
  if (!bytes || bytes.subarray(0, magic.length).toString() !== magic) return undefined;
  const body = bytes.subarray(start);
  if (Number.parseInt(bytes.subarray(magic.length, start).toString(), 16) !== crc32(body)) return undefined;
  return TextIndex.from(deserialize(body) as IndexArrays);
}
