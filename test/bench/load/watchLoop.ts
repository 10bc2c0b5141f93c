import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { resolution, startIdle } from './idle.ts';

/** Looks at this process from `start` to `end`. */
export function watchLoop() {
  const delay = monitorEventLoopDelay({ resolution });
  const heap: { readonly at: number; readonly bytes: number }[] = [];
  let startedAt = 0;
  let cpu = process.cpuUsage();
  let idle: ReturnType<typeof startIdle> | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  let looks: ReturnType<typeof setInterval> | undefined;
  const stretches: number[] = [];
  const worked = () => {
    const { user, system } = process.cpuUsage(cpu);
    return (user + system) / 1_000;
  };
  let before = 0;
  const look = () => {
    const now = worked();
    stretches.push(now - before);
    before = now;
  };
  const lookAtHeap = () => {
    // Collecting garbage all at once is this benchmark's doing, and no delay of the product.
    delay.disable();
    globalThis.gc?.();
    heap.push({ at: performance.now(), bytes: process.memoryUsage().heapUsed });
    delay.enable();
    before = worked();
  };
  return {
    start: () => {
      startedAt = performance.now();
      cpu = process.cpuUsage();
      idle = startIdle();
      delay.enable();
      timer = setInterval(lookAtHeap, 5_000);
      looks = setInterval(look, resolution);
    },
    end: async () => {
      clearInterval(timer);
      clearInterval(looks);
      delay.disable();
      const seconds = (performance.now() - startedAt) / 1_000;
      const workedMs = worked();
      return {
        ...{ startedAt, seconds },
        delayMs: delay.percentile(99) / 1e6 - resolution,
        idleMs: (await idle?.end()) ?? Number.NaN,
        stretchMs: percentile(stretches, 0.99),
        workedShare: workedMs / 1_000 / seconds,
        growth: slope(heap.filter(({ at }) => at - startedAt > 10_000)) * 60_000,
      };
    },
  };
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
}

/** Bytes a millisecond, by least squares. */
function slope(points: readonly { readonly at: number; readonly bytes: number }[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
  const [at, bytes] = [mean(points.map((point) => point.at)), mean(points.map((point) => point.bytes))];
  const over = points.reduce((sum, point) => sum + (point.at - at) * (point.bytes - bytes), 0);
  return over / points.reduce((sum, point) => sum + (point.at - at) ** 2, 0);
}
