import assert from 'node:assert/strict';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ScriptFault } from '../../../models/script.ts';
import { Random } from '../../support/random.ts';
import { selfSigned } from '../../support/selfSigned.ts';
import { withServer } from '../responses/support.ts';
import { broken, type FaultyRole, faultyRun, roles, standing } from './faultyRun.ts';

interface Expected {
  /** What the run stands still for while the fault lasts. */
  readonly kind: string;
  /** How often it is asked in all. */
  readonly asked: number;
  /** How many of these may have been billed without a word: they count at their worst case. */
  readonly unknown: number;
}

const once = (kind: string): Expected => ({ kind, asked: 1, unknown: 0 });
const again = (kind: string, unknown: number): Expected => ({ kind, asked: 3, unknown });

const status = (code: number, name: string, more: object = {}): ScriptFault => ({
  type: 'status',
  status: code,
  code: name,
  message: 'no',
  ...more,
});
const random = new Random(7);
const noise = Uint8Array.from({ length: 4_000 }, () => random.below(256));
const line = (length: number) =>
  `data: {"type":"response.output_text.delta","delta":"${'x'.repeat(length)}"}`;

/** A whole answer in one event. */
const answering = (words: string) => {
  const content = [{ type: 'output_text', text: words }];
  const output = [{ type: 'message', role: 'assistant', status: 'completed', content }];
  const usage = { input_tokens: 100, output_tokens: 100 };
  const response = { status: 'completed', output, usage };
  return `data: ${JSON.stringify({ type: 'response.completed', response })}\n\n`;
};

/** All that an endpoint can do to a run without being its model. */
const faults: readonly (readonly [title: string, fault: ScriptFault, expected: Expected])[] = [
  ['refuses the key', status(401, 'invalid_api_key'), once('unauthorized')],
  ['does not know the model', status(404, 'model_not_found'), once('unknown_model')],
  ['wants a wait', status(429, 'rate_limit_exceeded', { retryAfterSeconds: 2 }), again('rate_limited', 0)],
  [
    'wants a wait of an hour',
    status(429, 'rate_limit_exceeded', { retryAfterSeconds: 3_600 }),
    once('rate_limited'),
  ],
  ['has no credit left', status(429, 'insufficient_quota'), once('quota')],
  ['fails', status(500, 'server_error'), again('server', 0)],
  ['stalls', { type: 'stall', afterBytes: 300 }, again('stalled', 3)],
  ['breaks off', { type: 'reset', afterBytes: 300 }, again('interrupted', 3)],
  ['ends without an end', { type: 'noTerminalEvent' }, again('interrupted', 3)],
  ['sends noise', broken(noise), again('interrupted', 3)],
  [
    'sends a line of 10 MB that is no event',
    broken(`data: ${'x'.repeat(10_000_000)}\n\n`),
    again('interrupted', 3),
  ],
  ['sends a line of 10 MB without an end', broken(line(10_000_000)), again('interrupted', 3)],
];

describe('an endpoint', () => {
  for (const [title, fault, expected] of faults) {
    for (const role of roles) {
      it(`${title}, asked as ${role}`, async () => {
        const { during, after, asked, unknown } = await faultyRun(role, () => ({ output: text, fault }), {
          ...(fault.type === 'stall' && { stallTimeoutMs: 250 }),
        });
        // Sorting found files is a help and no part of the work: a run goes on without it.
        assert.equal(standing(during), role === 'extract' ? 'done' : expected.kind);
        assert.deepEqual({ asked, unknown }, { asked: expected.asked, unknown: expected.unknown });
        assert.equal(standing(after), 'done');
      });
    }
  }

  it('is out of reach: nothing is billed, and the run goes on once it is there again', async () => {
    for (const role of ['gate', 'label'] as const) {
      const { during, after, unknown } = await faultyRun(role, () => ({}), {
        baseUrl: 'http://127.0.0.1:9/v1',
      });
      assert.deepEqual([standing(during), unknown, standing(after)], ['unreachable', 0, 'done']);
    }
  });

  it('sends a rate limit: the wait is what it asked for', async () => {
    const { asked, after } = await faultyRun('gate', ({ nth }) =>
      nth === 0
        ? { fault: status(429, 'rate_limit_exceeded', { retryAfterSeconds: 2 }) }
        : { output: [{ type: 'json', value: { route: 'single_edit', kind: 'edit', files: ['basket.ts'] } }] },
    );
    assert.deepEqual([asked, standing(after)], [2, 'done']);
  });

  /** What is made of an answer that is no answer, where one of a shape was asked for. */
  const malformed: Readonly<Record<FaultyRole, string>> = {
    gate: 'done',
    plan: 'failed',
    label: 'done',
    work: 'failed',
    review: 'done',
    answer: 'done',
    extract: 'done',
  };
  for (const role of roles) {
    it(`answers nonsense, asked as ${role}`, async () => {
      const { after, unknown } = await faultyRun(role, () => ({ output: text }));
      assert.deepEqual([standing(after), unknown], [malformed[role], 0]);
    });
    it(`answers 10 MB of nonsense, asked as ${role}`, async () => {
      const { after, unknown } = await faultyRun(role, () => ({
        fault: broken(answering('x'.repeat(10_000_000))),
      }));
      assert.deepEqual([standing(after), unknown], [malformed[role], 0]);
    });
  }
});

describe('a key', () => {
  for (const role of roles) {
    it(`goes to no other host that ${role} is sent on to`, async () => {
      let visits = 0;
      await withServer(
        (_, response) => {
          visits++;
          response.end();
        },
        async (elsewhere) => {
          for (const code of [301, 302, 303, 307, 308]) {
            const headers = { location: `${elsewhere}/responses` };
            const fault: ScriptFault = { type: 'raw', status: code, headers, body: '' };
            const { during, after, asked, unknown } = await faultyRun(role, () => ({ fault }));
            assert.equal(standing(during), role === 'extract' ? 'done' : 'unreachable');
            assert.deepEqual([asked, unknown, standing(after)], [1, 0, 'done']);
          }
        },
      );
      assert.equal(visits, 0);
    });
  }

  it('goes to no server whose certificate nobody has signed', async () => {
    const seen: string[] = [];
    const server = createTlsServer(selfSigned, (request, response) => {
      seen.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const baseUrl = `https://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
      for (const role of ['gate', 'label'] as const) {
        const { during, after, unknown } = await faultyRun(role, () => ({}), { baseUrl });
        const { phase } = during;
        assert.ok(phase.type === 'paused' && phase.reason.type === 'fault');
        assert.equal(phase.reason.fault, 'unreachable');
        assert.match(phase.reason.message, /self.signed certificate/);
        assert.deepEqual([unknown, standing(after)], [0, 'done']);
      }
      assert.deepEqual(seen, []);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

const text = [{ type: 'text', text: 'This is no JSON at all. '.repeat(40) }] as const;
