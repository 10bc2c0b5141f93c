import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { groupProblems } from '../../../src/core/problems/groups.ts';
import { createDiskWorkspace } from '../../../src/node/diskWorkspace.ts';
import { createChecker } from '../../../src/node/languageServer/createChecker.ts';
import { connectWithProcess } from '../../../src/node/languageServer/process/processConnection.ts';
import { causes } from '../../bench/problems/project.ts';
import { type ProjectFolder, writeProject } from '../../bench/problems/projectFolder.ts';
import { adjustedRandIndex } from '../../bench/problems/randIndex.ts';
import { type ScriptedEndpoint, startScriptedEndpoint } from '../../models/endpoint.ts';
import { upgradeScript } from '../../models/upgradeScript.ts';

const typescript = path.resolve('node_modules/typescript');

/** Projects after an upgrade, whose errors have known causes (test/bench/problems/project.ts). */
describe('problems of an upgraded project', function () {
  // Real programs: Node, a language server, git.
  this.timeout(120_000);

  let project: ProjectFolder;
  let state: string;
  let endpoint: ScriptedEndpoint | undefined;
  beforeEach(() => {
    state = mkdtempSync(path.join(tmpdir(), 'tiercel-upgraded-state-'));
  });
  afterEach(async () => {
    await endpoint?.close();
    endpoint = undefined;
    await project.remove();
    rmSync(state, { recursive: true, force: true });
  });

  const fix = (...args: string[]) => run('fix', ...args);

  async function run(command: string, ...args: string[]) {
    endpoint ??= await startScriptedEndpoint(upgradeScript);
    const child = spawn(
      process.execPath,
      ['test/tools/tiercel.mjs', command, '--workspace', project.folder, '--json', ...args],
      {
        env: {
          ...process.env,
          TIERCEL_STATE_DIR: state,
          OPENAI_API_KEY: 'key',
          OPENAI_BASE_URL: endpoint.url,
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const lines = (await text(child.stdout)).trim().split('\n');
    return { code: await exit, result: JSON.parse(lines.at(-1) ?? '') as Result, lines };
  }

  interface Result {
    readonly errorsLeft: number;
    readonly state: string;
    readonly proposals: readonly { readonly title: string; readonly verified: boolean }[];
    readonly cost: { readonly usd: number };
  }

  it('puts more than 400 errors in 300 files together by their causes', async () => {
    project = await writeProject(300, typescript);
    const workspace = createDiskWorkspace(project.folder);
    const checker = createChecker({
      ...{ root: project.folder, workspace, connect: connectWithProcess },
      ...{ servers: {}, fallbackFolders: [], log: () => {} },
    });
    try {
      const { signal } = new AbortController();
      const { diagnostics } = await checker.survey({ signal });
      const groups = await groupProblems(diagnostics, workspace, { signal });
      const pairs = groups.flatMap(({ id, diagnostics: own }) =>
        own.map((each) => [id, project.causeOf(each) ?? 'none'] as const),
      );
      assert.ok(diagnostics.length >= 400, `${diagnostics.length} errors`);
      assert.deepEqual([...new Set(pairs.map(([, cause]) => cause))].sort(), [...causes].sort());
      assert.ok(adjustedRandIndex(pairs) >= 0.95, `adjusted Rand index ${adjustedRandIndex(pairs)}`);
      assert.equal(groups[0]?.root?.name, 'Entry', 'what others follow from comes first');
    } finally {
      await checker.dispose();
    }
  });

  it('fixes them all, and gives a pipeline a patch and a log', async () => {
    project = await writeProject(40, typescript);
    const [sarif, patch] = [path.join(state, 'log.sarif'), path.join(state, 'all.patch')];
    const first = await fix('--sarif', sarif, '--patch', patch, '--budget', '0.50');
    assert.deepEqual([first.code, first.result.errorsLeft, first.result.state], [0, 0, 'done']);
    assert.ok(first.result.proposals.every(({ verified }) => verified));
    assert.equal(first.result.proposals.length, causes.length, 'one for each cause');
    const log = JSON.parse(readFileSync(sarif, 'utf8')) as SarifLog;
    const results = log.runs[0]?.results ?? [];
    assert.ok(results.length > 50);
    for (const { fixes, properties } of results) {
      assert.equal(properties?.effort, 'nano');
      assert.ok((fixes?.length ?? 0) > 0);
    }
    execFileSync('git', ['apply', patch], { cwd: project.folder });
    const calls = endpoint?.calls.length;
    const second = await fix();
    assert.deepEqual([second.code, second.result.errorsLeft], [0, 0]);
    assert.equal(endpoint?.calls.length, calls, 'where there is no error, no model is asked');
    assert.deepEqual(endpoint?.violations, []);
  });

  interface Event {
    readonly type: string;
    readonly task?: string;
    readonly note?: string;
    readonly reason?: string;
    readonly tasks?: readonly { readonly title: string }[];
  }

  interface SarifLog {
    readonly runs: readonly {
      readonly results: readonly {
        readonly fixes?: readonly unknown[];
        readonly properties?: { readonly effort: string };
      }[];
    }[];
  }

  it('mends what others follow from first, does what is like it without a model, and keeps labels for the next time', async () => {
    project = await writeProject(60, typescript);
    const { lines } = await fix();
    const events = lines.map((line) => JSON.parse(line) as Event);
    const works = endpoint?.calls.filter(({ role }) => role === 'work') ?? [];
    const added = events.find(({ type }) => type === 'tasks-added');
    assert.match(added?.tasks?.[0]?.title ?? '', /no exported member 'Entry'/);
    const followed = events.find(({ type, note }) => type === 'task-end' && note?.startsWith('Fixed by'));
    assert.ok(followed, 'what followed went at no cost');
    assert.ok(!works.some(({ task }) => task === followed.task));
    const repeated = events.filter(({ reason }) => reason?.startsWith('none: as in "'));
    assert.ok(repeated.length > works.length / 2, `${repeated.length} tasks were done as others were`);
    const free = new Set(repeated.map(({ task }) => task));
    assert.ok(!works.some(({ task }) => free.has(task)));
    const labelCalls = () => endpoint?.calls.filter(({ role }) => role === 'label').length;
    const before = labelCalls();
    await fix('--budget', '0.002');
    assert.equal(labelCalls(), before, 'labels outlive the process');
  });

  it('exits 1 while errors are left, with what the budget allowed, and goes on from there', async () => {
    project = await writeProject(30, typescript);
    const patch = path.join(state, 'some.patch');
    const { code, result } = await fix('--budget', '0.004', '--patch', patch);
    assert.equal(code, 1);
    assert.equal(result.state, 'paused');
    assert.ok(result.errorsLeft > 0 && result.cost.usd <= 0.004);
    if (result.proposals.length > 0)
      execFileSync('git', ['apply', '--check', patch], { cwd: project.folder });
  });
});
