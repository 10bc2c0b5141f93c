import { imageKinds, mostImageBytes, mostImages } from '../../protocol/panel.ts';

/** An image in the request box. */
export interface Attachment {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  /** Base64. */
  readonly data: string;
}

export interface Picked {
  readonly files: readonly File[];
  /** Why some were not taken, for the user. */
  readonly problem?: string;
}

/** Of files that were pasted or dropped those that can be taken beside the ones there are. */
export function pickImages(files: readonly File[], already: number): Picked {
  const images = files.filter(({ type }) => (imageKinds as readonly string[]).includes(type));
  if (images.length === 0)
    return files.length === 0
      ? { files: [] }
      : { files: [], problem: 'Only PNG, JPEG, WebP and GIF images can be added.' };
  const small = images.filter(({ size }) => size <= mostImageBytes);
  const taken = small.slice(0, Math.max(0, mostImages - already));
  if (small.length < images.length)
    return { files: taken, problem: `An image may have at most ${mostImageBytes / 1_000_000} MB.` };
  if (taken.length < small.length)
    return { files: taken, problem: `At most ${mostImages} images go with a request.` };
  return { files: taken };
}

/** A file's bytes in base64. */
export function readBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error);
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.readAsDataURL(file);
  });
}
