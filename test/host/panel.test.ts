import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import { actOnPage, type PageServices } from '../../src/host/panel/pageActions.ts';
import { PanelView } from '../../src/host/panel/panelView.ts';
import type { PanelState } from '../../src/protocol/panel.ts';
import type { HostMessage } from '../../src/protocol/stateDelta.ts';
import { sampleFolder, sampleUri, tiercel } from './support/sample.ts';
import { until } from './support/until.ts';

describe('the panel', () => {
  it('comes into sight when it is asked for', async () => {
    const { panel } = await tiercel();
    await vscode.commands.executeCommand('tiercel.showPanel');
    await until(panel.onVisibility, () => panel.isVisible || undefined);
  });

  it('opens a file of the folder that a run works in, also where another folder has one of its name', async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'tiercel-folder-'));
    const other: vscode.WorkspaceFolder = { uri: vscode.Uri.file(root), name: 'other', index: 1 };
    await writeFile(path.join(root, 'package.json'), '{}');
    const runs = { entry: (run: string) => (run === 'r' ? { folder: other } : undefined) };
    const services = { runs } as unknown as PageServices;
    const opened = async (of?: string) => {
      await actOnPage({ type: 'openFile', path: 'package.json', line: 1, ...(of && { of }) }, services);
      return vscode.window.activeTextEditor?.document.uri.toString();
    };
    const ours = sampleUri('package.json').toString();
    try {
      assert.equal(await opened(), ours);
      assert.equal(await opened('r'), vscode.Uri.joinPath(other.uri, 'package.json').toString());
      assert.equal(await opened(sampleFolder().uri.toString()), ours);
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await rm(root, { recursive: true });
    }
  });

  it('sends what changes a thousand times in twenty messages a second, and the last of it always', async () => {
    const log = vscode.window.createOutputChannel('panel test', { log: true });
    let todayUsd = 0;
    const sent: number[] = [];
    const arrivals = new vscode.EventEmitter<void>();
    const panel = new PanelView({
      extensionUri: vscode.Uri.file('/'),
      log,
      readState: async () => ({ ...emptyState, todayUsd }),
      onMessage: async () => {},
    });
    await panel.resolveWebviewView(
      fakeView((message) => {
        assert.equal(message.type, 'state');
        if (message.type === 'state') sent.push(message.state.todayUsd);
        arrivals.fire();
      }),
    );
    const begin = performance.now();
    while (performance.now() - begin < 1000) {
      todayUsd += 1;
      panel.update();
      await setImmediate();
    }
    const seconds = (performance.now() - begin) / 1000;
    assert.ok(todayUsd > 200, `${todayUsd} changes`);
    await until(arrivals.event, () => sent.at(-1) === todayUsd || undefined);
    assert.ok(sent.length <= 20 * seconds + 2, `${sent.length} messages in ${seconds} s`);
    panel.dispose();
    arrivals.dispose();
    log.dispose();
  });
});

const emptyState: PanelState = {
  workspace: 'ready',
  model: { type: 'ready', scripted: true, endpoint: '' },
  tiers: [],
  ceiling: 'planner',
  todayUsd: 0,
  dayBudgetUsd: 5,
  deleted: [],
  runs: [],
};

/** A view without a page, that takes what it is sent. */
function fakeView(take: (message: HostMessage) => void): vscode.WebviewView {
  const none = () => new vscode.Disposable(() => {});
  const webview = {
    options: {},
    html: '',
    cspSource: '',
    asWebviewUri: (uri: vscode.Uri) => uri,
    onDidReceiveMessage: none,
    postMessage: async (message: HostMessage) => {
      take(message);
      return true;
    },
  };
  const view = { webview, visible: true, viewType: '', show: () => {}, onDidChangeVisibility: none };
  return { ...view, onDidDispose: none } as vscode.WebviewView;
}
