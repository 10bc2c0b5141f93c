import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ModelTier, modelTiers, type Tier, type TierTable } from '../../../src/core/model/tier.ts';
import { startRun } from '../../../src/core/run/run.ts';
import type { RunDeps } from '../../../src/core/run/session/runDeps.ts';
import type { Job, RunEvent } from '../../../src/core/run/state/runEvent.ts';
import type { RunState } from '../../../src/core/run/state/runState.ts';
import { defaultSettings } from '../../../src/core/settings/settings.ts';
import { createCommands } from '../../../src/core/verify/commands/commands.ts';
import type { UserTools } from '../../../src/core/worker/tools/userTools.ts';
import { createDiskWorkspace } from '../../../src/node/diskWorkspace.ts';
import { createHttpModels } from '../../../src/node/http/httpModels.ts';
import { type RecordedCall, startScriptedEndpoint } from '../../models/endpoint.ts';
import type { Script, ScriptOutput } from '../../models/script.ts';
import { TemporaryLedgers } from '../node/ledger/temporaryLedger.ts';
import { FakeChecker } from '../support/fakeChecker.ts';
import { type FakeProgram, FakeScratch } from '../support/fakeScratch.ts';

/** The wire that patches go over: each reads a path in a way of its own. */
export type Wire = 'custom' | 'apply_patch' | 'function';
export const wires: readonly Wire[] = ['custom', 'apply_patch', 'function'];

const honestFile = 'src/a.ts';
export const honestText = 'export const a = 1;\n';
export const stolen = 'only-the-owner-knows-this';

/** What lies in the workspace: a repository, links that lead astray, and files that models are kept from. */
const files: Readonly<Record<string, string>> = {
  '.git/HEAD': 'ref: refs/heads/main\n',
  '.git/config': '[core]\n\trepositoryformatversion = 0\n',
  [honestFile]: honestText,
  'src/b.ts': 'export const b = 2;\n',
  'package.json': '{\n  "name": "shop",\n  "scripts": { "test": "node --test" }\n}\n',
  Makefile: 'test:\n\tnode --test\n',
  '.tiercelignore': 'private/\n',
  'private/plan.md': `${stolen}\n`,
  '.env': `PASSWORD=${stolen}\n`,
  '.npmrc': `//registry/:_authToken=${stolen}\n`,
  'keys/server.pem': `${stolen}\n`,
  'AGENTS.md': 'Be kind.\n',
  '.vscode/settings.json': '{}\n',
  '.github/workflows/test.yml': 'on: push\n',
  'sub/.git': 'gitdir: ../.git/modules/sub\n',
};

const links: Readonly<Record<string, string>> = {
  'linked/out': '../../elsewhere',
  'linked/absolute': '/etc',
  'linked/git': '../.git',
  'linked/hooks': '../.git/hooks',
  'linked/settings.json': '../.vscode/settings.json',
  'linked/env.ts': '../.env',
  'linked/key.ts': '../keys/server.pem',
  'linked/plan.ts': '../private/plan.md',
  'linked/private': '../private',
  'linked/nowhere.ts': '../../elsewhere/not-there.ts',
  'linked/loop.ts': 'loop.ts',
  'linked/secret.ts': '../../elsewhere/secret.ts',
  'linked/twice': 'out/..',
};

/** A folder of a user's with a workspace in it that a hostile hand has made. */
export class HostileFolder {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'tiercel-hostile-'));
  readonly root = path.join(this.folder, 'root');

  constructor(more: Readonly<Record<string, string>> = {}) {
    mkdirSync(this.root);
    for (const empty of ['objects', 'refs/heads', 'hooks', 'info'])
      mkdirSync(path.join(this.root, '.git', empty), { recursive: true });
    for (const [file, text] of Object.entries({ ...files, ...more })) this.write(file, text);
    this.write('../elsewhere/secret.ts', `${stolen}\n`);
    for (const [link, target] of Object.entries(links)) this.link(link, target);
  }

  write(file: string, text: string): void {
    const full = path.join(this.root, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
  }

  link(file: string, target: string): void {
    const full = path.join(this.root, file);
    mkdirSync(path.dirname(full), { recursive: true });
    symlinkSync(target, full);
  }

  /** Changes with each byte, name, link and permission of what lies in the folder, git's own included. */
  fingerprint(): string {
    const hash = createHash('sha256');
    const walk = (folder: string): void => {
      for (const name of readdirSync(folder).sort()) {
        const file = path.join(folder, name);
        const found = lstatSync(file);
        hash.update(`${path.relative(this.folder, file)}\0${found.mode}\0`);
        if (found.isDirectory()) walk(file);
        else hash.update(found.isSymbolicLink() ? readlinkSync(file) : readFileSync(file));
      }
    };
    walk(this.folder);
    return hash.digest('hex');
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface AttackOptions {
  readonly job?: Job;
  readonly wire?: Wire;
  readonly provider?: 'responses' | 'chat';
  readonly ceiling?: Tier;
  readonly commands?: Readonly<Record<string, FakeProgram>>;
  readonly userTools?: UserTools;
  readonly limits?: Partial<typeof defaultSettings.budgets>;
}

export interface AttackedRun {
  readonly state: RunState;
  readonly calls: readonly RecordedCall[];
  /** What the run's journal was given. */
  readonly events: readonly RunEvent[];
  /** The commands that were run. */
  readonly ran: readonly string[];
}

/** The job that binds its worker least: an edit for which nobody has named a file. */
const widestJob: Job = {
  type: 'request',
  text: 'Tidy up.',
  gate: { route: 'single_edit', kind: 'edit', files: [] },
};

/** A whole run on a folder of the disk, over the true wire, against a model that says what the script says. */
export async function runAgainst(
  script: Script,
  { root }: HostileFolder,
  options: AttackOptions = {},
): Promise<AttackedRun> {
  const endpoint = await startScriptedEndpoint(script, { key: 'right' });
  const ledgers = new TemporaryLedgers();
  const events: RunEvent[] = [];
  try {
    const tierOf = (tier: ModelTier) => ({
      ...defaultSettings.tiers[tier],
      baseUrl: endpoint.url,
      patchTool: options.wire ?? 'custom',
      ...(options.provider === 'chat' && { provider: 'chat' as const, patchTool: 'function' as const }),
    });
    const tiers = Object.fromEntries(modelTiers.map((tier) => [tier, tierOf(tier)])) as unknown as TierTable;
    const workspace = { ...createDiskWorkspace(root), find: async () => [] };
    const scratch = new FakeScratch(workspace, options.commands ?? {});
    const allowed = () => Object.keys(options.commands ?? {});
    const deps: RunDeps = {
      workspace,
      checker: new FakeChecker({ ...workspace, list: async () => [] }, () => []),
      ...(options.commands && {
        commands: createCommands({ scratch, allowed, limits: { timeMs: 1, outputBytes: 1 } }),
      }),
      ...(options.userTools && { userTools: options.userTools }),
      endpoint: createHttpModels({ tiers, keyFor: () => 'right', userAgent: 'tiercel/test' }),
      ledger: await ledgers.open(),
      journal: {
        // As a file has them: what JSON can't say is not kept.
        append: async (_, event) => void events.push(JSON.parse(JSON.stringify(event))),
        load: async () => ({ runs: [], problems: [] }),
      },
      settings: {
        ...defaultSettings,
        tiers,
        ceiling: options.ceiling ?? 'mini',
        startPlansBelowUsd: 100,
        budgets: { ...defaultSettings.budgets, runUsd: 100, dayUsd: 100, ...options.limits },
      },
      retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
      now: () => 1,
      newId: () => 'r1',
    };
    const signal = new AbortController().signal;
    const state = await startRun(options.job ?? widestJob, deps, { signal, onChange: () => {} });
    return {
      state,
      calls: endpoint.calls,
      events,
      ran: scratch.runs.map(({ command }) => command),
    };
  } finally {
    await endpoint.close();
    ledgers.dispose();
  }
}

export interface Attacked extends AttackedRun {
  /** What the model was answered to each of its calls, in their order. */
  readonly answers: readonly string[];
}

/** Has a worker make hostile calls, all in one answer, then one honest edit, which must be all that is proposed. */
export async function attack(
  outputs: readonly ScriptOutput[],
  folder: HostileFolder,
  options: AttackOptions = {},
): Promise<Attacked> {
  const honest = patchOf(`*** Update File: ${honestFile}\n@@\n-${honestText}+export const a = 2;`);
  const done: ScriptOutput = { type: 'tool', name: 'finish', arguments: { summary: 'Done.' } };
  const run = await runAgainst(
    ({ nth }) => ({ output: [outputs, [honest], [done]][nth] ?? [done] }),
    folder,
    options,
  );
  const input = run.calls.filter(({ role }) => role === 'work')[1]?.body.input;
  return { ...run, answers: answersIn(Array.isArray(input) ? input : []) };
}

function answersIn(input: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  return input.flatMap(({ type, output }) => (/_output$/.test(String(type)) ? [String(output)] : []));
}

export const patchOf = (body: string): ScriptOutput => ({
  type: 'patch',
  patch: `*** Begin Patch\n${body}\n*** End Patch`,
});

/** What the user is shown of the first attempt, line by line. */
export const stepsOf = ({ state }: AttackedRun): readonly string[] =>
  state.tasks.flatMap(({ attempts }) => attempts.flatMap((attempt) => attempt.notes ?? []));

/** What the journal keeps of what workers did. */
export const notesOf = ({ events }: AttackedRun): readonly string[] =>
  events.flatMap((event) => (event.type === 'task-note' ? [event.text] : []));
