import type { ModelRequest } from './modelClient.ts';

/** The kinds of image that all providers take. */
export const imageTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const;
export type ImageType = (typeof imageTypes)[number];

/** An image of the user's, as it goes to a model that can see. */
export interface ImagePart {
  readonly mediaType: ImageType;
  /** The file's bytes in base64. */
  readonly data: string;
  /** In pixels; what an image costs goes by its size and not by its bytes. */
  readonly width: number;
  readonly height: number;
}

export type ImageHead = Pick<ImagePart, 'mediaType' | 'width' | 'height'>;

/**
 * What a file says of itself in its first bytes; undefined where it is no image of these kinds, or has no size. A name
 * or a clipboard's word for it is not asked: what it costs depends on it.
 */
export function readImageHead(bytes: Uint8Array): ImageHead | undefined {
  const head = png(bytes) ?? gif(bytes) ?? webp(bytes) ?? jpeg(bytes);
  return head !== undefined && head.width > 0 && head.height > 0 ? head : undefined;
}

/** The address under which an image goes to an endpoint. */
export function dataUrl({ mediaType, data }: Pick<ImagePart, 'mediaType' | 'data'>): string {
  return `data:${mediaType};base64,${data}`;
}

/** All images of a request. */
export function imagesOf({ input }: Pick<ModelRequest, 'input'>): readonly ImagePart[] {
  return input.flatMap((item) => (item.type === 'user' ? (item.images ?? []) : []));
}

/** A request as a tier gets it that is never shown images. */
export function withoutImages<Request extends Pick<ModelRequest, 'input'>>(request: Request): Request {
  const input = request.input.map((item) =>
    item.type === 'user' && item.images ? { type: item.type, text: item.text } : item,
  );
  return { ...request, input };
}

/** Why a request with images was not sent, as the detail of a fault. */
export const cannotSee =
  'its model is not known to see images; if it does, say so in the tier\'s capabilities ("images": true)';

type Bytes = Uint8Array;

function png(bytes: Bytes): ImageHead | undefined {
  if (!has(bytes, 0, '\x89PNG\r\n\x1a\n') || !has(bytes, 12, 'IHDR')) return undefined;
  return { mediaType: 'image/png', width: bigEndian(bytes, 16, 4), height: bigEndian(bytes, 20, 4) };
}

function gif(bytes: Bytes): ImageHead | undefined {
  if (!has(bytes, 0, 'GIF87a') && !has(bytes, 0, 'GIF89a')) return undefined;
  return { mediaType: 'image/gif', width: littleEndian(bytes, 6, 2), height: littleEndian(bytes, 8, 2) };
}

/** Three forms: with a canvas of its own, without loss, and with. */
function webp(bytes: Bytes): ImageHead | undefined {
  if (!has(bytes, 0, 'RIFF') || !has(bytes, 8, 'WEBP')) return undefined;
  const mediaType = 'image/webp';
  if (has(bytes, 12, 'VP8X')) {
    return { mediaType, width: littleEndian(bytes, 24, 3) + 1, height: littleEndian(bytes, 27, 3) + 1 };
  }
  if (has(bytes, 12, 'VP8L') && bytes[20] === 0x2f) {
    const packed = littleEndian(bytes, 21, 4);
    return { mediaType, width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
  }
  if (!has(bytes, 12, 'VP8 ') || !has(bytes, 23, '\x9d\x01\x2a')) return undefined;
  const side = (at: number) => littleEndian(bytes, at, 2) & 0x3fff;
  return { mediaType, width: side(26), height: side(28) };
}

/** The size stands in the frame's head, behind segments of any length. */
function jpeg(bytes: Bytes): ImageHead | undefined {
  if (!has(bytes, 0, '\xff\xd8\xff')) return undefined;
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    // A marker may be led by any number of fill bytes.
    if (marker === 0xff) at += 1;
    else if (isFrame(marker)) {
      return {
        mediaType: 'image/jpeg',
        width: bigEndian(bytes, at + 7, 2),
        height: bigEndian(bytes, at + 5, 2),
      };
    } else at += 2 + bigEndian(bytes, at + 2, 2);
  }
  return undefined;
}

/** All heads of frames, without the tables that stand in their range of markers. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function has(bytes: Bytes, at: number, text: string): boolean {
  return [...text].every((char, index) => bytes[at + index] === char.charCodeAt(0));
}

function bigEndian(bytes: Bytes, at: number, length: number): number {
  return [...bytes.subarray(at, at + length)].reduce((value, byte) => value * 256 + byte, 0);
}

function littleEndian(bytes: Bytes, at: number, length: number): number {
  return [...bytes.subarray(at, at + length)].reduceRight((value, byte) => value * 256 + byte, 0);
}
