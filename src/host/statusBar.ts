import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import { inTurn } from '../base/inTurn.ts';
import { messageOf } from '../base/messageOf.ts';
import { Throttle } from '../base/throttle.ts';
import { commandIds } from './ids.ts';
import type { Log } from './log.ts';
import { countHunks, openPicksOfRun } from './proposals/hunkPicks.ts';
import type { RunService } from './runs/runService.ts';
import { type DaySpend, statusOf } from './runs/statusOf.ts';

export interface StatusBarOptions {
  readonly log: Log;
  readonly runs: RunService;
  /** Undefined where nothing is known of today. */
  readonly readSpend: () => Promise<DaySpend | undefined>;
}

const updateMilliseconds = 200;

/** One entry in the status bar: what Tiercel does or waits for, and what today has cost of the day's budget. */
export class StatusBar implements Disposable {
  readonly #options: StatusBarOptions;
  readonly #disposables = new DisposableStore();
  readonly #item: vscode.StatusBarItem;
  readonly #updates: Throttle;

  constructor(options: StatusBarOptions) {
    this.#options = options;
    this.#item = this.#disposables.add(
      vscode.window.createStatusBarItem('tiercel.status', vscode.StatusBarAlignment.Left),
    );
    this.#item.name = 'Tiercel';
    this.#item.command = commandIds.showPanel;
    const draw = inTurn(
      () => this.#update(),
      (error) => options.log.warn(`The status bar could not be drawn: ${messageOf(error)}`),
    );
    this.#updates = this.#disposables.add(new Throttle(updateMilliseconds, draw));
    this.#disposables.add(options.runs.onChange(() => this.update()));
  }

  /** Has it drawn again soon; the budget or what there is to work on may be another. */
  update(): void {
    this.#updates.ask();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #update(): Promise<void> {
    if (!vscode.workspace.workspaceFolders?.length) {
      this.#item.hide();
      return;
    }
    const spend = await this.#options.readSpend();
    const { runs } = this.#options;
    const states = runs.entries().map(({ state }) => state);
    const running = states.filter(({ run }) => runs.isRunning(run));
    const open = states.reduce((sum, state) => sum + countHunks(openPicksOfRun(state)), 0);
    const look = statusOf({ running, open, ...(spend && { spend }) });
    this.#item.text = look.text;
    this.#item.tooltip = look.tooltip;
    this.#item.accessibilityInformation = { label: `Tiercel: ${look.tooltip.replaceAll('\n', '. ')}` };
    this.#item.backgroundColor =
      look.warning === undefined
        ? undefined
        : new vscode.ThemeColor(`statusBarItem.${look.warning}Background`);
    this.#item.show();
  }
}
