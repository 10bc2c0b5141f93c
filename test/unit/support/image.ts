import type { ImagePart } from '../../../src/core/model/image.ts';

/** The first bytes of a PNG of a size, which is all that is read of one here. */
export function pngBytes(width: number, height: number): Uint8Array {
  const bytes = Buffer.alloc(33);
  bytes.write('\x89PNG\r\n\x1a\n', 0, 'latin1');
  bytes.write('IHDR', 12, 'latin1');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

export function pngPart(width: number, height: number): ImagePart {
  const data = Buffer.from(pngBytes(width, height)).toString('base64');
  return { mediaType: 'image/png', data, width, height };
}
