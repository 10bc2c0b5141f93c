import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable.ts';
import type { RunState } from '../../core/run/runState.ts';
import { commandIds, contextKeys } from '../ids.ts';
import type { PanelView } from '../panel/panelView.ts';
import { Throttle } from '../panel/throttle.ts';
import { countHunks, openPicksOfRun } from '../proposals/hunkPicks.ts';
import { titleOf } from './jobTitle.ts';
import type { RunService } from './runService.ts';

const updateMilliseconds = 200;

/**
 * Shows beside the panel what runs do: in the status bar, in one notification for each run while the panel is
 * hidden, and as the context keys that commands go by.
 */
export class RunProgress implements Disposable {
  readonly #runs: RunService;
  readonly #panel: PanelView;
  readonly #disposables = new DisposableStore();
  readonly #item: vscode.StatusBarItem;
  readonly #notifications = new Map<string, { report(state: RunState): void; close(): void }>();

  constructor(runs: RunService, panel: PanelView) {
    this.#runs = runs;
    this.#panel = panel;
    this.#item = this.#disposables.add(
      vscode.window.createStatusBarItem('tiercel.status', vscode.StatusBarAlignment.Left),
    );
    this.#item.name = 'Tiercel';
    this.#item.command = commandIds.showPanel;
    const updates = this.#disposables.add(new Throttle(updateMilliseconds, () => this.#update()));
    this.#disposables.add(runs.onChange(() => updates.ask()));
    this.#disposables.add(panel.onVisibility(() => updates.ask()));
  }

  dispose(): void {
    this.#disposables.dispose();
    for (const notification of this.#notifications.values()) notification.close();
  }

  #update(): void {
    const states = this.#runs.entries().map(({ state }) => state);
    const running = states.filter(({ run }) => this.#runs.isRunning(run));
    const open = states.reduce((sum, state) => sum + countHunks(openPicksOfRun(state)), 0);
    this.#updateItem(running, open);
    this.#updateNotifications(running);
    const resumable = states.some(({ run, phase }) => phase.type === 'paused' && !this.#runs.isRunning(run));
    setContext(contextKeys.running, running.length > 0);
    setContext(contextKeys.resumable, resumable);
    setContext(contextKeys.hasOpenHunks, open > 0);
  }

  #updateItem(running: readonly RunState[], open: number): void {
    const [first] = running;
    if (first) {
      this.#item.text = `$(sync~spin) Tiercel: ${describeProgress(first)}`;
      this.#item.tooltip = running
        .map((state) => `${titleOf(state.job)}: ${describeProgress(state)}`)
        .join('\n');
      this.#item.show();
    } else if (open > 0) {
      this.#item.text = `$(git-pull-request) Tiercel: ${open} ${open === 1 ? 'hunk' : 'hunks'} to review`;
      this.#item.tooltip = 'Show what Tiercel proposes';
      this.#item.show();
    } else this.#item.hide();
  }

  #updateNotifications(running: readonly RunState[]): void {
    const wanted = this.#panel.isVisible ? [] : running;
    for (const [run, notification] of this.#notifications) {
      if (wanted.some((state) => state.run === run)) continue;
      this.#notifications.delete(run);
      notification.close();
    }
    for (const state of wanted) {
      const known = this.#notifications.get(state.run) ?? this.#openNotification(state);
      known.report(state);
    }
  }

  #openNotification(state: RunState) {
    let close = () => {};
    let report = (_: RunState) => {};
    const closed = new Promise<void>((resolve) => {
      close = resolve;
    });
    void vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `Tiercel: ${titleOf(state.job)}`,
        cancellable: true,
      },
      (progress, token) => {
        report = (now) => progress.report({ message: describeProgress(now) });
        report(state);
        token.onCancellationRequested(() => void this.#runs.cancel(state.run));
        return closed;
      },
    );
    const notification = { report: (now: RunState) => report(now), close: () => close() };
    this.#notifications.set(state.run, notification);
    return notification;
  }
}

function describeProgress(state: RunState): string {
  const step = state.phase.type === 'running' ? state.phase.step : 'stopping';
  const settled = state.tasks.filter((task) => task.state !== 'waiting' && task.state !== 'running').length;
  const tasks = state.tasks.length > 0 ? `, ${settled} of ${state.tasks.length} tasks` : '';
  const cost = state.total.usd > 0 ? `, $${state.total.usd.toFixed(4)}` : '';
  return `${step.toLowerCase()}${tasks}${cost}`;
}

function setContext(key: string, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
