import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable.ts';
import { Throttle } from '../../base/throttle.ts';
import type { RunState } from '../../core/run/state/runState.ts';
import { contextKeys } from '../ids.ts';
import { describeProgress } from '../runs/describeProgress.ts';
import { titleOf } from '../runs/jobTitle.ts';
import type { RunService } from '../runs/runService.ts';
import type { PanelView } from './panelView.ts';

const updateMilliseconds = 200;

/**
 * Shows what runs do in one notification for each of them while the panel is hidden, and as the context keys that commands
 * go by.
 */
export class RunProgress implements Disposable {
  readonly #runs: RunService;
  readonly #panel: PanelView;
  readonly #disposables = new DisposableStore();
  readonly #notifications = new Map<string, { report(state: RunState): void; close(): void }>();

  constructor(runs: RunService, panel: PanelView) {
    this.#runs = runs;
    this.#panel = panel;
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
    this.#updateNotifications(running);
    const resumable = states.some(({ run, phase }) => phase.type === 'paused' && !this.#runs.isRunning(run));
    setContext(contextKeys.running, running.length > 0);
    setContext(contextKeys.resumable, resumable);
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
        // The message follows behind a colon.
        title: `Tiercel: ${titleOf(state.job).replace(/[.:]$/, '')}`,
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

function setContext(key: string, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
