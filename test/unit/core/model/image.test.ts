import assert from 'node:assert/strict';
import { type ImageHead, readImageHead } from '../../../../src/core/model/image.ts';
import { imageTokens } from '../../../../src/core/model/imageTokens.ts';

const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

describe('the head of an image', () => {
  const check = (what: string, hex: string, expected: ImageHead | undefined) =>
    it(`of ${what}`, () => assert.deepEqual(readImageHead(bytesOf(hex)), expected));
  const is = (kind: 'png' | 'jpeg' | 'webp' | 'gif', width: number, height: number): ImageHead => ({
    mediaType: `image/${kind}`,
    width,
    height,
  });
  const riff = '52494646 00000000 57454250';

  check('a PNG', '89504e470d0a1a0a 0000000d 49484452 00000780 00000438 08', is('png', 1920, 1080));
  check('a GIF', '474946383961 4001 f000 00', is('gif', 320, 240));
  check('a GIF of the first kind', '474946383761 0100 0100 00', is('gif', 1, 1));
  check(
    'a JPEG behind other segments',
    'ffd8 ffe0 0010 4a46494600010100000100010000 ffc4 0004 0000 ffff c2 0011 08 0258 0320 03',
    is('jpeg', 800, 600),
  );
  check('a WebP with loss', `${riff} 56503820 00000000 000000 9d012a 9041 2c41`, is('webp', 400, 300));
  check('a WebP without loss', `${riff} 5650384c 00000000 2f 8fc14a00`, is('webp', 400, 300));
  check('a WebP with a canvas', `${riff} 56503858 0a000000 00000000 8f0100 2b0100`, is('webp', 400, 300));
  check('a PNG without a size', '89504e470d0a1a0a 0000000d 49484452 00000000 00000438 08', undefined);
  check('a PNG that is cut', '89504e470d0a1a0a 0000000d 494844', undefined);
  check('a JPEG that is cut', 'ffd8 ffe0 0010 4a46', undefined);
  check('a JPEG that goes round', 'ffd8 ffe0 0000 ffe0 0000', undefined);
  check('a picture in text', '3c73766720786d6c6e733d22', undefined);
  check('nothing', '', undefined);
});

describe('the tokens of an image', () => {
  const check = (model: string, width: number, height: number, expected: number) =>
    it(`of ${width} × ${height} at ${model}`, () =>
      assert.equal(imageTokens({ width, height }, { model }), expected));

  // Bills that users have published: 3,008 for the first, 1,834 for the second.
  check('gpt-5.4-mini', 1600, 1600, 6_150);
  check('gpt-5-mini', 1600, 1600, 6_150);
  check('openai/gpt-5.4-nano-2026-03-17', 33, 32, 5);
  check('gpt-5.4', 100_000, 100_000, 6_150);
  check('gpt-4.1', 10, 10, 1_445);
  check('gpt-4o-mini', 10, 10, 48_169);
  check('qwen2.5vl:7b', 1400, 700, 5_000);
});
