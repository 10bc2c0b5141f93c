import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isEndpoint } from '../../../../src/core/model/endpoint.ts';

describe('an address that requests may be sent to', () => {
  const addresses: readonly (readonly [address: string, expected: boolean])[] = [
    ['https://api.openai.com/v1', true],
    ['http://127.0.0.1:11434/v1/', true],
    ['http://[::1]:8080', true],
    ['HTTPS://mine.openai.azure.com/openai/deployments/@mini', true],
    ['hTtPs://x/v1/@mini', true],
    ['localhost:1234/v1', false],
    ['ftp://x/v1', false],
    ['http:x', false],
    ['http://:80', false],
    ['https://user:word@x/v1', false],
    ['http:\\\\user:word@x\\v1', false],
    ['https://x/?a', false],
    ['https://x/v1?a=b', false],
    ['https://x/v1?', false],
    ['https://x/v1#a', false],
    ['https://x/a b', false],
    ['', false],
  ];
  for (const [address, expected] of addresses)
    it(`${address}: ${expected ? 'yes' : 'no'}`, () => assert.equal(isEndpoint(address), expected));

  it('is marked by the same rule where a setting is edited, which may also be empty', () => {
    const manifest: string = readFileSync('package.json', 'utf8');
    const patterns = [...manifest.matchAll(/"pattern": ("\^\$\|\^.*:\/\/.*"),$/gm)].map(
      ([, pattern = '']) => new RegExp(JSON.parse(pattern), 'u'),
    );
    assert.equal(patterns.length, 4);
    for (const pattern of patterns)
      for (const [address, expected] of addresses)
        assert.equal(pattern.test(address), expected || address === '', address);
  });
});
