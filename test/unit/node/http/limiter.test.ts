import assert from 'node:assert/strict';
import { Limiter, type Turn, type TurnEnd } from '../../../../src/node/http/limiter.ts';
import { rateLimitsOf, readDuration } from '../../../../src/node/http/rateLimits.ts';

/** A clock that a test moves by hand. */
class ManualClock {
  #now = 0;
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();
  readonly now = () => this.#now;
  readonly after = (ms: number, run: () => void) => {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  pass(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#now = next.at;
      this.#timers.delete(next);
      next.run();
    }
    this.#now = end;
  }
}

const never = new AbortController().signal;
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Asks for turns, and keeps those that were given. */
function asking() {
  const clock = new ManualClock();
  const limiter = new Limiter(clock);
  const given: { readonly name: string; readonly turn: Turn }[] = [];
  const ask = (
    name: string,
    options: { readonly model?: string; readonly tokens?: number; readonly signal?: AbortSignal } = {},
  ) => {
    const { model = 'm', tokens = 10, signal = never } = options;
    return limiter.turn({ model, tokens }, signal).then((turn) => {
      given.push({ name, turn });
    });
  };
  const endAll = (end: TurnEnd) => {
    for (const { turn } of given.splice(0)) turn.end(end);
  };
  const names = async () => {
    await settled();
    return given.map(({ name }) => name);
  };
  return { clock, limiter, given, ask, endAll, names };
}

describe('the limiter of an endpoint', () => {
  it('lets a few out at once, and the others in their order', async () => {
    const { ask, names, given } = asking();
    for (let i = 0; i < 10; i++) void ask(String(i));
    assert.deepEqual(await names(), ['0', '1', '2', '3', '4', '5', '6', '7']);
    given[2]?.turn.end({ type: 'answered' });
    assert.equal((await names()).at(-1), '8');
  });

  it('halves for a refusal, once for all that were out together', async () => {
    const { ask, names, endAll, limiter, clock } = asking();
    for (let i = 0; i < 8; i++) void ask(String(i));
    await names();
    clock.pass(10);
    endAll({ type: 'rateLimited' });
    assert.equal(limiter.width, 4);
    void ask('next');
    await names();
    endAll({ type: 'rateLimited' });
    assert.equal(limiter.width, 2);
  });

  it('never closes altogether', async () => {
    const { ask, names, endAll, limiter, clock } = asking();
    for (let i = 0; i < 6; i++) {
      void ask('again');
      await names();
      clock.pass(1);
      endAll({ type: 'rateLimited' });
    }
    assert.equal(limiter.width, 1);
  });

  it('opens by one for about each round of answers, up to a bound', async () => {
    const { ask, names, endAll, limiter } = asking();
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 8; i++) void ask(String(i));
      await names();
      endAll({ type: 'answered' });
    }
    assert.equal(limiter.width, 9);
    for (let i = 0; i < 2_000; i++) {
      void ask('x');
      await Promise.resolve();
      await Promise.resolve();
      endAll({ type: 'answered' });
    }
    assert.ok(limiter.width <= 32);
  });

  it('holds the model that was refused for the time asked for, and no other', async () => {
    const { ask, names, endAll, clock, given } = asking();
    void ask('first');
    await names();
    endAll({ type: 'rateLimited', waitMs: 2_000 });
    void ask('same');
    void ask('other', { model: 'n' });
    assert.deepEqual(await names(), ['other']);
    clock.pass(1_999);
    assert.deepEqual(await names(), ['other']);
    clock.pass(1);
    assert.deepEqual(await names(), ['other', 'same']);
    assert.equal(given[1]?.turn.queueMs, 2_000);
  });

  it('does not hold for longer than a run would wait', async () => {
    const { ask, names, endAll } = asking();
    void ask('first');
    await names();
    endAll({ type: 'rateLimited', waitMs: 3_600_000 });
    void ask('next');
    assert.deepEqual(await names(), ['next'], 'it is told of the refusal again');
  });

  it('waits where the headers say that nothing is left', async () => {
    const { ask, names, given, clock } = asking();
    void ask('first');
    await names();
    given[0]?.turn.limits({ requests: { remaining: 1, resetMs: 500 } });
    void ask('last');
    void ask('late');
    assert.deepEqual(await names(), ['first', 'last']);
    clock.pass(500);
    assert.deepEqual(await names(), ['first', 'last', 'late']);
  });

  it('waits where too few tokens are left, but for small requests', async () => {
    const { ask, names, given, clock } = asking();
    void ask('first');
    await names();
    given[0]?.turn.limits({ tokens: { remaining: 100, resetMs: 1_000 } });
    void ask('large', { tokens: 500 });
    void ask('small', { tokens: 90 });
    assert.deepEqual(await names(), ['first', 'small']);
    clock.pass(1_000);
    assert.deepEqual(await names(), ['first', 'small', 'large']);
  });

  it('lets no one wait who was cancelled, and gives the turn to the next', async () => {
    const { ask, names, endAll } = asking();
    for (let i = 0; i < 8; i++) void ask(String(i));
    const controller = new AbortController();
    const reason = new Error('stop');
    const cancelled = ask('cancelled', { signal: controller.signal });
    void ask('next');
    controller.abort(reason);
    await assert.rejects(cancelled, reason);
    await names();
    endAll({ type: 'other' });
    assert.deepEqual(await names(), ['next']);
  });

  it('takes a turn back once', async () => {
    const { ask, names, given } = asking();
    for (let i = 0; i < 9; i++) void ask(String(i));
    await names();
    const turn = given[0]?.turn;
    turn?.end({ type: 'other' });
    turn?.end({ type: 'other' });
    void ask('10');
    assert.deepEqual((await names()).length, 9);
  });
});

describe('the headers of a rate limit', () => {
  const check = (headers: Record<string, string>, expected: object) =>
    it(JSON.stringify(headers), () => assert.deepEqual(rateLimitsOf(new Headers(headers)), expected));
  check({}, {});
  check(
    { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '8.64s' },
    { requests: { remaining: 0, resetMs: 8_640 } },
  );
  check(
    { 'x-ratelimit-remaining-tokens': '149984', 'x-ratelimit-reset-tokens': '6m0s' },
    { tokens: { remaining: 149_984, resetMs: 360_000 } },
  );
  check({ 'x-ratelimit-remaining-tokens': '5' }, {});
  check({ 'x-ratelimit-remaining-tokens': 'x', 'x-ratelimit-reset-tokens': '1s' }, {});

  const duration = (text: string, ms: number | undefined) =>
    it(`the duration ${text}`, () => assert.equal(readDuration(text), ms));
  duration('20ms', 20);
  duration('1h2m3.5s', 3_723_500);
  duration('7', 7_000);
  duration('soon', undefined);
  duration('', undefined);
});
