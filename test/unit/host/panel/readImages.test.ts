import assert from 'node:assert/strict';
import { readImages } from '../../../../src/host/panel/readImages.ts';
import { mostImageBytes } from '../../../../src/protocol/panel.ts';
import { pngBytes } from '../../support/image.ts';

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

describe('the images that the page sends', () => {
  const refuse = (data: string | readonly string[], expected: RegExp) => {
    const all = typeof data === 'string' ? [data] : data;
    const reading = readImages(all.map((each) => ({ name: 'shot.png', data: each })));
    assert.match(reading.ok ? 'taken' : reading.problem, expected);
  };
  const shot = base64(pngBytes(640, 480));

  it('have the kind and size that their bytes say', () =>
    assert.deepEqual(readImages([{ name: 'shot.gif', data: shot }]), {
      ok: true,
      images: [{ mediaType: 'image/png', width: 640, height: 480, data: shot }],
    }));
  it('are refused where they are none', () => {
    refuse('', /no PNG/);
    refuse(base64(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')), /no PNG/);
    refuse('§§§', /no PNG/);
  });
  it('are refused where they are too large, too wide or too many', () => {
    refuse(base64(Buffer.concat([pngBytes(1, 1), Buffer.alloc(mostImageBytes)])), /larger than 4 MB/);
    refuse(base64(pngBytes(8_001, 1)), /more than 8000 pixels/);
    refuse([shot, shot, shot, shot, shot], /At most 4/);
  });
});
