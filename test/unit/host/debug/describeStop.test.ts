import assert from 'node:assert/strict';
import { describeStop, type StoppedFrame } from '../../../../src/host/debug/describeStop.ts';
import { plantedSecrets } from '../../support/plantedSecrets.ts';

type Variable = StoppedFrame['scopes'][number]['variables'][number];

function frame(variables: readonly Variable[] = []): StoppedFrame {
  return {
    name: 'buildInvoice',
    path: 'src/invoice.ts',
    isInWorkspace: true,
    line: 2,
    source: [
      { line: 1, text: 'function buildInvoice(order) {' },
      { line: 2, text: '  return order.lines.map(total);' },
    ],
    scopes: [{ name: 'Local', variables }],
  };
}

const shown = (...variables: readonly Variable[]) =>
  describeStop({
    title: 'TypeError: lines is undefined',
    details: ['at the till'],
    frames: [frame(variables)],
  });

describe('what a debugger showed, as text', () => {
  it('has the exception, the stack with its lines, and the variables', () => {
    assert.equal(
      shown({ name: 'order', value: '{id: 7}', type: 'Object' }),
      `TypeError: lines is undefined
at the till

Stack, innermost first:
  buildInvoice (src/invoice.ts:2)
      1: function buildInvoice(order) {
    > 2:   return order.lines.map(total);
    Local:
      order: {id: 7} (Object)`,
    );
  });
  const hides = (name: string, value: string) =>
    it(`hides ${name}`, () => {
      const text = shown({ name, value, type: '' });
      assert.match(text, /\[withheld\]/);
      assert.ok(!text.includes(value));
    });
  for (const name of [
    'password',
    'dbPasswd',
    'apiKey',
    'API_KEY',
    'accessToken',
    'client_secret',
    'sessionId',
  ])
    hides(name, 'hunter2');
  for (const [kind, secret] of Object.entries(plantedSecrets)) hides(`${kind}Value`, secret);
  it('keeps names that only sound like it', () => {
    assert.match(shown({ name: 'author', value: "'Ann'", type: '' }), /author: 'Ann'/);
  });
  it('cuts long values, and all of it where it is too long', () => {
    assert.match(shown({ name: 'text', value: 'x'.repeat(5_000), type: '' }), /x{200}… \(5000 characters\)/);
    const frames = Array.from({ length: 500 }, () => frame());
    assert.ok(describeStop({ title: 't', details: [], frames }).length < 12_100);
  });
});
