import { guardRequests } from '../../../../src/core/context/withhold/guardRequests.ts';
import { Overlay } from '../../../../src/core/edit/overlay.ts';
import type { Tier } from '../../../../src/core/model/tier.ts';
import type { RunTask } from '../../../../src/core/request/runTask.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { createCommands } from '../../../../src/core/verify/commands/commands.ts';
import type { UserTools } from '../../../../src/core/worker/tools/userTools.ts';
import { work } from '../../../../src/core/worker/worker.ts';
import type { EarlierAttempt, WorkResult } from '../../../../src/core/worker/workOrder.ts';
import { errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { type FakeProgram, FakeScratch } from '../../support/fakeScratch.ts';
import { type InMemoryOptions, InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { errorAt, runTask } from '../../support/runTask.ts';
import { type Script, ScriptedModel } from '../../support/scriptedModel.ts';

export interface Setting extends InMemoryOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly tier?: Tier;
  readonly task?: RunTask;
  readonly evidence?: readonly EarlierAttempt[];
  readonly signal?: AbortSignal;
  /** The commands that the user allows, with what they do. */
  readonly commands?: Readonly<Record<string, FakeProgram>>;
  readonly userTools?: UserTools;
  /** Written to the overlay by tasks before. */
  readonly written?: Readonly<Record<string, string | null>>;
}

export interface Worked {
  readonly result: WorkResult;
  readonly model: ScriptedModel;
  readonly checker: FakeChecker;
  readonly notes: readonly string[];
  /** The order's overlay afterwards: a worker must leave it alone. */
  readonly overlay: Overlay;
  readonly scratch: FakeScratch;
}

/** `src/a.ts` has one error: its line that holds BROKEN. */
export const files = {
  'src/a.ts': 'const a = 1;\nconst b = BROKEN;\n',
  'src/other.ts': 'const other = 1;\n',
};
export const brokenTask = runTask({
  files: ['src/a.ts'],
  targets: [errorAt('src/a.ts', files['src/a.ts'], 'BROKEN', "Cannot find name 'BROKEN'.")],
});
export const editTask = runTask({ files: ['src/a.ts'], instructions: 'Make b two.' });

/** Works on a task in a small workspace, where each line with BROKEN or WRONG is an error. */
export async function workOn(script: Script, setting: Setting = {}): Promise<Worked> {
  const workspace = new InMemoryWorkspace(setting.files ?? files, setting);
  const model = new ScriptedModel(script);
  const rule = errorsWhere({ BROKEN: "Cannot find name 'BROKEN'.", WRONG: "Type 'WRONG' does not fit." });
  const checker = new FakeChecker(workspace, rule);
  const overlay = new Overlay((path) => workspace.read(path));
  await overlay.write(new Map(Object.entries(setting.written ?? {})));
  const notes: string[] = [];
  const scratch = new FakeScratch(workspace, setting.commands ?? {});
  const allowed = () => Object.keys(setting.commands ?? {});
  const commands = createCommands({ scratch, allowed, limits: { timeMs: 1, outputBytes: 1 } });
  const result = await work(
    {
      run: 'r1',
      task: setting.task ?? brokenTask,
      tier: setting.tier ?? 'mini',
      overlay,
      evidence: setting.evidence ?? [],
    },
    {
      workspace,
      checker,
      models: guardRequests(model),
      tiers: defaultSettings.tiers,
      ...(setting.commands && { commands }),
      ...(setting.userTools && { userTools: setting.userTools }),
    },
    { signal: setting.signal ?? new AbortController().signal, onNote: (text) => notes.push(text) },
  );
  return { result, model, checker, notes, overlay, scratch };
}

/** A result in a line: its type, the verdict's outcome, and the contents of the changed files. */
export function told(result: WorkResult): string {
  switch (result.type) {
    case 'edited': {
      const changes = [...result.changes].map(([path, text]) => `${path}=${JSON.stringify(text)}`);
      return `edited ${result.verdict.outcome} ${changes.join(' ')}`;
    }
    case 'stopped':
      return `stopped ${result.cause.type}`;
    default:
      return `${result.type}: ${result.summary}`;
  }
}
