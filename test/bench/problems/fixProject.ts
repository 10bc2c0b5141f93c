import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createIndexedDisk } from '../../../src/cli/indexedDisk.ts';
import { combineFiles } from '../../../src/core/edit/merge/combineFiles.ts';
import { Overlay } from '../../../src/core/edit/overlay.ts';
import type { ModelClient, Usage } from '../../../src/core/model/modelClient.ts';
import { groupProblems, type ProblemGroup } from '../../../src/core/problems/groups.ts';
import { taskForProblem } from '../../../src/core/run/problems/problemTasks.ts';
import { startRun } from '../../../src/core/run/run.ts';
import type { RunState } from '../../../src/core/run/state/runState.ts';
import { defaultSettings, type Settings } from '../../../src/core/settings/settings.ts';
import type { Diagnostic } from '../../../src/core/verify/diagnostic.ts';
import { previewRequest } from '../../../src/core/worker/previewRequest.ts';
import { createHttpModels } from '../../../src/node/http/httpModels.ts';
import { retryOptions } from '../../../src/node/http/retryOptions.ts';
import { createChecker } from '../../../src/node/languageServer/createChecker.ts';
import { connectWithProcess } from '../../../src/node/languageServer/process/processConnection.ts';
import { openSqliteLabels } from '../../../src/node/sqlite/sqliteLabels.ts';
import { openSqliteLedger } from '../../../src/node/sqlite/sqliteLedger.ts';
import { startScriptedEndpoint } from '../../models/endpoint.ts';
import { upgradeScript } from '../../models/upgradeScript.ts';
import { writeProject } from './projectFolder.ts';
import { adjustedRandIndex } from './randIndex.ts';

/** What became of an upgraded project. */
export interface FixedProject {
  readonly found: readonly Diagnostic[];
  readonly groups: readonly ProblemGroup[];
  /** How well the groups agree with the causes that were planted. */
  readonly randIndex: number;
  readonly end: RunState;
  /** With all proposals taken over. */
  readonly errorsLeft: number;
  /** Calls of the same run once more, which knows all labels: those for labels alone. */
  readonly labelCallsAgain: number;
  /** What the same model, asked once for each problem at the smallest tier, is sent and answers. */
  readonly oneByOne: { readonly calls: number; readonly usage: Usage };
  readonly violations: readonly string[];
}

/** Upgrades a project of so many files, fixes it with the scripted model, and looks at what is left. */
export async function fixProject(
  count: number,
  options: { readonly typescript: string; readonly log: (line: string) => void; readonly again: boolean },
): Promise<FixedProject> {
  const project = await writeProject(count, options.typescript);
  const state = await mkdtemp(path.join(tmpdir(), 'tiercel-state-'));
  const endpoint = await startScriptedEndpoint(upgradeScript);
  const workspace = createIndexedDisk(project.folder, path.join(state, 'index'));
  const checker = createChecker({
    root: project.folder,
    workspace,
    connect: connectWithProcess,
    servers: {},
    fallbackFolders: [],
    log: () => {},
  });
  const ledgerFile = path.join(state, 'ledger.sqlite');
  const opened = await openSqliteLedger(ledgerFile, { now: Date.now });
  if (opened.type !== 'opened') throw new Error(opened.message);
  const labels = await openSqliteLabels(ledgerFile, { now: Date.now });
  try {
    const { signal } = new AbortController();
    const { diagnostics: found } = await checker.survey({ signal });
    const groups = await groupProblems(found, workspace, { signal });
    options.log(`problems: ${found.length} errors in ${groups.length} groups`);
    const settings = withEndpoint(endpoint.url);
    const models = createHttpModels({ tiers: settings.tiers, keyFor: () => 'key', userAgent: 'tiercel' });
    const deps = {
      ...{ workspace, checker, settings, labels, endpoint: models, ledger: opened.ledger },
      journal: { append: async () => {}, load: async () => ({ runs: [], problems: [] }) },
      retry: retryOptions,
      now: Date.now,
      newId: () => `run${endpoint.calls.length}`,
    };
    let ended = 0;
    const end = await startRun({ type: 'fixProblems' }, deps, {
      signal,
      onChange: (_, event) => {
        if (event.type === 'task-end' && ++ended % 50 === 0) options.log(`problems: ${ended} tasks ended`);
      },
    });
    const changes = combineFiles(end.proposals.flatMap(({ files }) => files)) ?? [];
    const report = await checker.check(new Map(changes.map((each) => [each.path, each.content])), { signal });
    const checked = new Set(report.checked);
    const left = [...report.after, ...found.filter(({ path: file }) => !checked.has(file))];
    const labelCalls = () => endpoint.calls.filter(({ role }) => role === 'label').length;
    const before = labelCalls();
    // As much as labels would cost, and little work.
    const little = { ...settings, budgets: { ...settings.budgets, runUsd: 0.02 } };
    if (options.again)
      await startRun({ type: 'fixProblems' }, { ...deps, settings: little }, { signal, onChange: () => {} });
    const labelCallsAgain = labelCalls() - before;
    options.log('problems: one call for each problem');
    const oneByOne = options.again
      ? await askOneByOne(found, { workspace, checker, models, tiers: settings.tiers })
      : { calls: 0, usage: noUsage };
    return {
      ...{ found, groups, end, labelCallsAgain, oneByOne },
      randIndex: adjustedRandIndex(
        groups.flatMap(({ id, diagnostics }) =>
          diagnostics.map((each) => [id, project.causeOf(each) ?? 'none'] as const),
        ),
      ),
      errorsLeft: left.filter(({ severity }) => severity === 'error').length,
      violations: endpoint.violations,
    };
  } finally {
    labels.close();
    opened.ledger.close();
    await Promise.all([checker.dispose(), workspace.close(), endpoint.close()]);
    await project.remove();
    await rm(state, { recursive: true, force: true });
  }
}

const noUsage: Usage = { input: 0, cached: 0, output: 0, reasoning: 0 };

function withEndpoint(baseUrl: string): Settings {
  const { nano, mini, planner } = defaultSettings.tiers;
  const tiers = {
    nano: { ...nano, baseUrl },
    mini: { ...mini, baseUrl },
    planner: { ...planner, baseUrl },
  };
  return { ...defaultSettings, tiers, maxParallel: 4 };
}

async function askOneByOne(
  found: readonly Diagnostic[],
  deps: Parameters<typeof previewRequest>[1] & { readonly models: ModelClient },
): Promise<FixedProject['oneByOne']> {
  const { signal } = new AbortController();
  let usage = noUsage;
  for (const [index, diagnostic] of found.entries()) {
    const overlay = new Overlay((file) => deps.workspace.read(file));
    const order = {
      run: 'oneByOne',
      task: taskForProblem(diagnostic),
      tier: 'nano',
      overlay,
      evidence: [],
    } as const;
    const request = await previewRequest({ ...order, task: { ...order.task, id: `one${index}` } }, deps, {
      signal,
    });
    const reply = await deps.models.send(request, { signal });
    if (reply.type !== 'completed') throw new Error(`a call ended as ${reply.type}`);
    usage = {
      input: usage.input + reply.usage.input,
      cached: usage.cached + reply.usage.cached,
      output: usage.output + reply.usage.output,
      reasoning: 0,
    };
  }
  return { calls: found.length, usage };
}
