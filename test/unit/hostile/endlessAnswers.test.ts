import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGzip } from 'node:zlib';
import { readChunks } from '../../../src/node/chat/readChunks.ts';
import { type AnswerLimits, EndlessAnswer, guardedFetch } from '../../../src/node/http/guardedFetch.ts';
import { readEvents } from '../../../src/node/responses/readEvents.ts';

/** An endpoint that goes on until it is hung up on, or until it has sent far more than it may. */
describe('an endpoint that does not come to an end', function () {
  this.timeout(20_000);
  const limits: AnswerLimits = { bytes: 200_000, eventBytes: 50_000, errorBytes: 10_000, ms: 60_000 };
  /** What the buffers of both sides may hold beyond the limit. */
  const mostSent = 40_000_000;
  let server: Server;
  let sent = 0;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  before((done) => {
    server = createServer((request, response) => answer(request, response));
    server.listen(0, '127.0.0.1', done);
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const pour = (piece: string, to: NodeJS.WritableStream, until: NodeJS.EventEmitter) => {
    let isOver = false;
    until.once('close', () => {
      isOver = true;
    });
    const next = () => {
      while (!isOver && sent < 4 * mostSent) {
        sent += piece.length;
        if (!to.write(piece)) return void to.once('drain', next);
      }
      if (!isOver) to.end();
    };
    next();
  };
  const poured =
    (status: number, type: string, piece: string, isPacked = false) =>
    (_request: IncomingMessage, response: ServerResponse) => {
      response.writeHead(status, { 'content-type': type, ...(isPacked && { 'content-encoding': 'gzip' }) });
      const to = isPacked ? createGzip() : response;
      if (isPacked) (to as ReturnType<typeof createGzip>).pipe(response);
      pour(piece, to, response);
    };
  const ask = (expects: 'events' | 'data', more: Partial<AnswerLimits> = {}) => {
    sent = 0;
    const { port } = server.address() as AddressInfo;
    return guardedFetch({ userAgent: 'test', expects, limits: { ...limits, ...more } })(
      `http://127.0.0.1:${port}/`,
    );
  };
  const filler = 'x'.repeat(10_000);

  const givenUp = (title: string, respond: typeof answer, expects: 'events' | 'data', words: RegExp) =>
    it(`is given up: ${title}`, async () => {
      answer = respond;
      const response = await ask(expects);
      await assert.rejects(response.text(), (error) => {
        assert.ok(error instanceof EndlessAnswer);
        assert.match(error.message, words);
        return true;
      });
      assert.ok(sent < mostSent, `${sent} bytes were sent`);
    });
  const event = `data: ${filler}\n\n`;
  givenUp('events', poured(200, 'text/event-stream', event), 'events', /larger than 200000/);
  givenUp('one event', poured(200, 'text/event-stream', filler), 'events', /event .* larger than 50000/);
  givenUp(
    'lines of one event',
    poured(200, 'text/event-stream', `data: ${filler}\n`),
    'events',
    /event .* larger/,
  );
  givenUp('packed events', poured(200, 'text/event-stream', event, true), 'events', /larger than 200000/);
  givenUp('data', poured(200, 'application/json', filler), 'data', /larger than 200000/);

  const cut = (title: string, respond: typeof answer, status: number) =>
    it(`is cut: ${title}`, async () => {
      answer = respond;
      const response = await ask('events');
      assert.equal(response.status, status);
      assert.equal((await response.text()).length, limits.errorBytes);
      assert.ok(sent < mostSent, `${sent} bytes were sent`);
    });
  cut('an error', poured(400, 'application/json', filler), 400);
  cut('a packed error', poured(503, 'text/plain', filler, true), 503);
  it('is cut: a web page', async () => {
    answer = poured(200, 'text/html', filler);
    await assert.rejects(ask('events'), /text\/html in place of an answer/);
    assert.ok(sent < mostSent, `${sent} bytes were sent`);
  });

  it('is given up: drop by drop', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const drops = setInterval(() => response.write(':\n\n'), 5);
      response.once('close', () => clearInterval(drops));
    };
    const response = await ask('events', { ms: 50 });
    await assert.rejects(response.text(), /did not come to an end/);
  });
  it('is not given up for being long, as long as it is not too long', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(event.repeat(19));
    };
    assert.equal((await (await ask('events')).text()).length, 19 * event.length);
  });

  const reads = (title: string, pieces: readonly string[]) =>
    it(`is read as soon as an event is whole: ${title}`, async () => {
      answer = (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const [first, ...others] = pieces;
        response.write(first);
        // The connection stays open: what is whole must not wait for its end.
        setTimeout(() => response.write(others.join('')), 20);
      };
      const reader = (await ask('events')).body?.getReader();
      const { value } = (await reader?.read()) ?? {};
      assert.equal(Buffer.from(value ?? []).toString(), pieces.join(''));
      await reader?.cancel();
    });
  reads('in two pieces', ['data: a', '\n\n']);
  reads('cut in its end', ['data: a\n', '\n']);
  reads('cut in its end, as Windows ends lines', ['data: a\r\n', '\r\n']);
  reads('cut in the last character', ['data: a\r\n\r', '\n']);

  const listener = { onDelta: () => undefined, onEnd: () => undefined, onText: () => undefined };
  async function* endless(piece: (nth: number) => unknown) {
    for (let nth = 0; nth < 1_000_000; nth++) yield piece(nth);
    assert.fail('everything was read');
  }
  const drowns = (title: string, reading: () => Promise<unknown>) =>
    it(`is given up: ${title}`, () => assert.rejects(reading(), EndlessAnswer));
  drowns('items', () =>
    readEvents(
      endless(() => ({ type: 'response.output_item.done', item: {} })),
      listener,
    ),
  );
  const chunks = (delta: (nth: number) => unknown) => () =>
    readChunks(
      endless((nth) => ({ choices: [{ delta: delta(nth) }] })),
      listener,
    );
  drowns(
    'pieces of reasoning',
    chunks(() => ({ reasoning_details: [1, 2, 3] })),
  );
  drowns(
    'calls',
    chunks((nth) => ({ tool_calls: [{ index: nth, id: `c${nth}`, function: { name: 'f' } }] })),
  );
});
