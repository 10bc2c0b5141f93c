import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { PanelState } from '../../../src/protocol/panel.ts';
import { deltaOf } from '../../../src/protocol/stateDelta.ts';
import { largeState } from '../../webview/largeState.ts';
import { type Bench, row } from '../bench.ts';
import { bringVscode } from '../bringVscode.ts';
import { median } from '../measure.ts';

/** A frame that takes longer than this, in milliseconds, is seen to stick. */
const longestFrame = 50;
const openWithin = 500;

/** What test/webview/speed.mjs prints. */
interface Figures {
  readonly small: readonly number[];
  readonly large: readonly number[];
  readonly scroll: readonly number[];
  readonly update: readonly number[];
  readonly nodes: number;
  /** By the clock. `still`: the longest frame while nothing is done. */
  readonly wall: Readonly<Record<'small' | 'large' | 'scroll' | 'still', readonly number[]>>;
}

export const bench: Bench = {
  name: 'panel',
  measures:
    "the panel's page with a run of 200 tasks and 2,000 hunks in headless Chromium, in milliseconds of the processor " +
    'that the page took: opening it, the longest stretch of work while all of it is scrolled through and while a task ' +
    'changes twenty times a second; beside it, opening a run of six tasks. By the clock, on a machine that does nothing ' +
    'else: from the navigation to the frame that shows it, and the longest frame, beside the longest when nothing moves; ' +
    'the best of five, since what else runs only adds to it.',
  good: `opens within ${openWithin} ms, and no stretch above ${longestFrame} ms after that; a changed task is sent by itself.`,
  run: async ({ root, log }) => {
    await bringVscode(root);
    log('opening and scrolling the page');
    const { stdout } = await promisify(execFile)(process.execPath, ['test/webview/speed.mjs'], {
      cwd: root,
      maxBuffer: 1 << 24,
    });
    const figures: Figures = JSON.parse(stdout);
    const small = median([...figures.small]);
    const stretch = (what: string, times: readonly number[]) =>
      row({
        what: `longest stretch while ${what}`,
        figure: Math.max(...times),
        unit: 'ms',
        reference: 'opening a small run',
        referenceFigure: small,
        good: `at most ${longestFrame} ms`,
        holds: (figure) => figure <= longestFrame,
      });
    const whole = bytesOf(undefined, largeState);
    return {
      rows: [
        row({
          what: 'opening',
          figure: median([...figures.large]),
          unit: 'ms',
          reference: 'opening a small run',
          referenceFigure: small,
          good: `at most ${openWithin} ms`,
          holds: (figure) => figure <= openWithin,
        }),
        row({
          what: 'opening, by the clock',
          figure: Math.min(...figures.wall.large),
          unit: 'ms',
          reference: 'opening a small run',
          referenceFigure: Math.min(...figures.wall.small),
          good: `at most ${openWithin} ms`,
          holds: (figure) => figure <= openWithin,
        }),
        row({
          what: 'longest frame while scrolling, by the clock',
          figure: Math.min(...figures.wall.scroll),
          unit: 'ms',
          reference: 'while nothing moves',
          referenceFigure: Math.min(...figures.wall.still),
          good: `at most ${longestFrame} ms`,
          holds: (figure) => figure <= longestFrame,
        }),
        stretch('scrolling', figures.scroll),
        stretch('a task changes', figures.update),
        row({
          what: 'message about a changed task',
          figure: bytesOf(largeState, withChangedTask(largeState)),
          unit: 'bytes',
          reference: 'the whole run',
          referenceFigure: whole,
          good: 'ratio at most 0.05',
          holds: (_, ratio) => ratio <= 0.05,
        }),
        row({
          what: 'elements in the page',
          figure: figures.nodes,
          unit: 'elements',
          reference: 'lines of the run',
          referenceFigure: linesOf(largeState),
          good: 'ratio at most 1',
          holds: (_, ratio) => ratio <= 1,
        }),
      ],
    };
  },
};

function bytesOf(known: PanelState | undefined, next: PanelState): number {
  return Buffer.byteLength(JSON.stringify(deltaOf(known, next)));
}

function withChangedTask(state: PanelState): PanelState {
  const [run, ...others] = state.runs;
  assert.ok(run);
  const tasks = run.tasks.map((task, index) => (index === 7 ? { ...task, note: 'Another step' } : task));
  return { ...state, runs: [{ ...run, tasks }, ...others] };
}

function linesOf(state: PanelState): number {
  const hunks = state.runs.flatMap(({ proposals }) =>
    proposals.flatMap(({ files }) => files.flatMap((file) => file.hunks)),
  );
  return hunks.reduce((sum, { text }) => sum + text.split('\n').length, 0);
}
