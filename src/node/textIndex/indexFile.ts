import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import type { DocArrays } from '../../core/context/textIndex/docTable.ts';
import { TextIndex } from '../../core/context/textIndex/textIndex.ts';

/** Raised with every change of how texts become terms or of how the arrays are laid out. */
const version = 4;
const magic = Buffer.from(`tiercel index ${version}\n`);
const sizeOfNumber = 4;

/** What stands in the first section; the arrays of each segment follow, each in a section as it is in memory. */
interface Contents {
  readonly docs: DocArrays;
  /** Postings of each segment. */
  readonly sizes: readonly number[];
}

/**
 * Writes an index to a file, whole or not at all. Array after array, since a copy of all would take as much memory
 * as the index itself.
 */
export async function saveIndex(file: string, index: TextIndex): Promise<void> {
  const { docs, segments } = index.arrays();
  const contents: Contents = { docs, sizes: segments.map(({ size }) => size) };
  await mkdir(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.new`;
  try {
    const handle = await open(temporary, 'w');
    try {
      let sum = 0;
      const write = async (bytes: Uint8Array): Promise<void> => {
        sum = crc32(bytes, sum);
        await writeAll(handle, bytes);
      };
      await write(magic);
      for (const array of [
        serialize(contents),
        ...segments.flatMap((each) => [each.terms, each.ends, each.bytes]),
      ]) {
        const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
        await write(numberBytes(bytes.length));
        await write(bytes);
      }
      await writeAll(handle, numberBytes(sum));
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * The index of a file; undefined where there is none, or one that is damaged, of another version, or written by a
 * program whose V8 has another format.
 */
export async function loadIndex(file: string): Promise<TextIndex | undefined> {
  try {
    const handle = await open(file);
    try {
      const [first, ...arrays] = (await readSections(handle)) ?? [];
      return first && indexOf(first, arrays);
    } finally {
      await handle.close();
    }
  } catch {
    // Whatever is wrong with it, the index is made anew from the files.
    return undefined;
  }
}

function indexOf(first: Uint8Array, arrays: readonly Uint8Array<ArrayBuffer>[]): TextIndex {
  const { docs, sizes } = deserialize(first) as Contents;
  const bufferOf = (at: number): ArrayBuffer => arrays[at]?.buffer ?? new ArrayBuffer(0);
  const segments = sizes.map((size, k) => ({
    terms: new Uint32Array(bufferOf(3 * k)),
    ends: new Uint32Array(bufferOf(3 * k + 1)),
    bytes: new Uint8Array(bufferOf(3 * k + 2)),
    size,
  }));
  return TextIndex.from({ docs, segments });
}

/** Undefined where the file is not what was written. */
async function readSections(handle: FileHandle): Promise<readonly Uint8Array<ArrayBuffer>[] | undefined> {
  let left = (await handle.stat()).size;
  let sum = 0;
  const read = async (length: number): Promise<Uint8Array<ArrayBuffer>> => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      const { bytesRead } = await handle.read(bytes, at, length - at, null);
      if (bytesRead === 0) throw new Error('The file of the index has grown shorter while it was read.');
      at += bytesRead;
    }
    left -= length;
    return bytes;
  };
  if (left < magic.length || !magic.equals(await read(magic.length))) return undefined;
  sum = crc32(magic);
  const sections: Uint8Array<ArrayBuffer>[] = [];
  while (left > sizeOfNumber) {
    const head = await read(sizeOfNumber);
    const length = numberOf(head);
    if (length > left - sizeOfNumber) return undefined;
    const section = await read(length);
    sum = crc32(section, crc32(head, sum));
    sections.push(section);
  }
  return left === sizeOfNumber && numberOf(await read(sizeOfNumber)) === sum ? sections : undefined;
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
}

function numberBytes(number: number): Uint8Array {
  const bytes = Buffer.alloc(sizeOfNumber);
  bytes.writeUInt32LE(number);
  return bytes;
}

function numberOf(bytes: Uint8Array): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset).readUInt32LE();
}
