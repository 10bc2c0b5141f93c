import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Bench, row } from '../bench.ts';
import { bringVscode } from '../bringVscode.ts';
import { median } from '../measure.ts';
import { packageShipped } from '../size/shipped.ts';

const windows = 10;
const mostMs = 15;

/** As VS Code says it, in milliseconds. */
interface Stats {
  readonly load: number;
  readonly call: number;
  readonly finish: number;
}

export const bench: Bench = {
  name: 'activation',
  measures:
    `the packaged extension in ${windows} windows of VS Code, activated by opening a TypeScript file: the medians of what VS Code's ` +
    "own Startup Performance page says. Beside it VS Code's own TypeScript extension in the same windows.",
  good: `at most ${mostMs} ms in activate.`,
  run: async ({ root, log }) => {
    await packageShipped(root);
    await bringVscode(root);
    log(`activation: ${windows} windows`);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['test/bench/activation/windows.mjs', String(windows)],
      { cwd: root, maxBuffer: 1 << 24 },
    );
    const found: readonly { readonly ours: Stats; readonly reference: Stats }[] = JSON.parse(stdout);
    const stats = (
      what: string,
      of: (stats: Stats) => number,
      good: string,
      holds: (ms: number) => boolean,
    ) =>
      row({
        ...{ what, figure: median(found.map(({ ours }) => of(ours))), unit: 'ms', good, holds },
        reference: 'the TypeScript extension',
        referenceFigure: median(found.map(({ reference }) => of(reference))),
      });
    return {
      rows: [
        stats(
          'activate, with what it waits for',
          ({ call, finish }) => call + finish,
          `at most ${mostMs} ms`,
          (ms) => ms <= mostMs,
        ),
        stats(
          'loading the code',
          ({ load }) => load,
          'for comparison',
          () => true,
        ),
      ],
      tables: [
        {
          title: 'each window, ms',
          columns: ['loading', 'activate', 'what it waits for'],
          rows: found.map(({ ours }) => [ours.load, ours.call, ours.finish]),
        },
      ],
    };
  },
};
