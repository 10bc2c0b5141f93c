import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { RunState } from '../../../src/core/run/state/runState.ts';
import { defaultSettings } from '../../../src/core/settings/settings.ts';
import { toPanelState } from '../../../src/host/panel/panelState.ts';
import { PanelView } from '../../../src/host/panel/panelView.ts';

/** The panel's own view of the host, with a page that counts what it is sent. */
export async function countPanelMessages(runs: () => readonly RunState[]) {
  const times: number[] = [];
  let bytes = 0;
  let receive = (_: unknown): void => assert.fail('nobody listens to the page');
  const nothing = { dispose: () => {} };
  const webview = {
    cspSource: '',
    asWebviewUri: (uri: unknown) => uri,
    onDidReceiveMessage: (listener: typeof receive) => {
      receive = listener;
      return nothing;
    },
    postMessage: async (message: unknown) => {
      times.push(performance.now());
      // The editor sends what a message is as text.
      bytes += JSON.stringify(message).length;
      return true;
    },
  };
  const panel = new PanelView({
    extensionUri: { path: '' } as vscode.Uri,
    log: console as unknown as vscode.LogOutputChannel,
    readState: async (open) =>
      toPanelState({
        ...{ workspace: 'ready', model: { type: 'ready', scripted: true, endpoint: 'local' }, open },
        ...{ tiers: defaultSettings.tiers, ceiling: 'planner', tests: new Map(), deleted: [] },
        ...{ todayUsd: 0, dayBudgetUsd: 5, runs: runs(), driftOf: () => undefined },
      }),
    onMessage: async () => {},
  });
  const view = { visible: true, webview, onDidChangeVisibility: () => nothing, onDidDispose: () => nothing };
  await panel.resolveWebviewView(view as unknown as vscode.WebviewView);
  receive({ type: 'ready', open: [] });
  return {
    update: () => panel.update(),
    /** The most within any second since a moment, how many in all, and how much. */
    since: (start: number) => {
      const counted = times.filter((time) => time >= start);
      const within = counted.map(
        (from) => counted.filter((time) => time >= from && time < from + 1_000).length,
      );
      return { most: Math.max(0, ...within), all: counted.length, bytes };
    },
    dispose: () => panel.dispose(),
  };
}
