import { type ImagePart, readImageHead } from '../../core/model/image.ts';
import { mostImageBytes, mostImages } from '../../protocol/panel.ts';

export type ImagesReading =
  | { readonly ok: true; readonly images: readonly ImagePart[] }
  | { readonly ok: false; readonly problem: string };

export interface SentImage {
  readonly name: string;
  /** Base64. */
  readonly data: string;
}

/** Pixels on a side; models scale down what is larger, and take no more than this. */
const mostPixels = 8_000;

/** Reads what the page sends as images. Their kind and size are what their bytes say, not what the page does. */
export function readImages(sent: readonly SentImage[]): ImagesReading {
  if (sent.length > mostImages) return refuse(`At most ${mostImages} images go with a request.`);
  const images: ImagePart[] = [];
  for (const { name, data } of sent) {
    const bytes = Buffer.from(data, 'base64');
    if (bytes.length > mostImageBytes)
      return refuse(`${name} is larger than ${mostImageBytes / 1_000_000} MB.`);
    const head = readImageHead(bytes);
    if (!head) return refuse(`${name} is no PNG, JPEG, WebP or GIF image.`);
    if (Math.max(head.width, head.height) > mostPixels)
      return refuse(`${name} is more than ${mostPixels} pixels wide or high.`);
    images.push({ ...head, data: bytes.toString('base64') });
  }
  return { ok: true, images };
}

const refuse = (problem: string): ImagesReading => ({ ok: false, problem });
