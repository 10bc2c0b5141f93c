import assert from 'node:assert/strict';
import { linkPlaces } from '../../../../src/host/agents/linkPlaces.ts';

describe('places in an answer of the chat', () => {
  const address = (path: string) => (path.includes('..') ? undefined : `at/${path.replaceAll(' ', '%20')}`);
  const check = (answer: string, expected: string) => assert.equal(linkPlaces(answer, address), expected);
  const same = (answer: string) => check(answer, answer);

  it('are links to their line', () =>
    check('It is in src/tax.ts:12-20.', 'It is in [src\\/tax\\.ts\\:12\\-20](at/src/tax.ts#L12).'));
  it('are links in brackets', () => check('(a.ts:3)', '([a\\.ts\\:3](at/a.ts#L3))'));
  it('are none in links', () => same('[a](src/a.ts:3) and [src/a.ts:3](b)'));
  it('are links where they stand in backticks, also with blanks', () =>
    check('See `my notes/a.md:3`', 'See [my notes\\/a\\.md\\:3](at/my%20notes/a.md#L3)'));
  it('are none without a line', () => same('See src/tax.ts and Node.js'));
  it('are none in code', () => same('`run a.ts:3 now`\n```\nsrc/tax.ts:3\n```'));
  it('are none in addresses', () => same('https://example.com:80/a.ts:3'));
  it('are none where there is no such place', () => same('../a.ts:3'));
});
