import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ProjectFolder, writeProject } from '../../bench/problems/projectFolder.ts';
import { type ScriptedEndpoint, startScriptedEndpoint } from '../../models/endpoint.ts';
import { upgradeScript } from '../../models/upgradeScript.ts';
import { sarifProblems } from '../support/sarifProblems.ts';

interface Step {
  readonly id?: string;
  readonly when?: string;
  readonly run: string;
}

/** The steps of the README's workflow that are commands, in order. */
function stepsOfReadme(): readonly Step[] {
  const yaml = /```yaml\n(on:[\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';
  const steps = yaml.slice(yaml.indexOf('    steps:')).split(/^ {6}- /m);
  return steps.slice(1).flatMap((step) => {
    const block = /^\s*run: \|\n((?: {10}.*\n)+)/m.exec(step)?.[1]?.replace(/^ {10}/gm, '');
    const run = block ?? /^\s*run: (.+)$/m.exec(step)?.[1];
    const id = /^\s*id: (\S+)$/m.exec(step)?.[1];
    const when = /^\s*if: (.+)$/m.exec(step)?.[1];
    return run === undefined ? [] : [{ run, ...(id && { id }), ...(when && { when }) }];
  });
}

/** What the README tells people to put into a pipeline, run as it stands there. */
describe('the workflow of the README', function () {
  // Real programs: Node, a language server, git, a shell.
  this.timeout(120_000);

  let project: ProjectFolder;
  let home: string;
  let endpoint: ScriptedEndpoint;
  beforeEach(async () => {
    project = await writeProject(24, path.resolve('node_modules/typescript'));
    home = mkdtempSync(path.join(tmpdir(), 'tiercel-workflow-'));
    endpoint = await startScriptedEndpoint(upgradeScript);
  });
  afterEach(async () => {
    await endpoint.close();
    await project.remove();
    rmSync(home, { recursive: true, force: true });
  });

  const git = (...args: string[]) => execFileSync('git', args, { cwd: project.folder, encoding: 'utf8' });

  /** A program that the workflow finds under this name. */
  function provide(name: string, script: string): void {
    const file = path.join(home, 'bin', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /** A repository with a remote, on the branch of an update that has just been pushed. */
  function checkOut(): void {
    execFileSync('git', ['init', '-q', '--bare', path.join(home, 'origin.git')]);
    writeFileSync(path.join(project.folder, '.gitignore'), 'node_modules\ntiercel.*\n');
    git('init', '-q', '-b', 'renovate/types');
    git('add', '.');
    git('-c', 'user.name=t', '-c', 'user.email=t@t.invalid', 'commit', '-qm', 'Update dependencies');
    git('remote', 'add', 'origin', path.join(home, 'origin.git'));
    git('push', '-q', 'origin', 'HEAD');
  }

  function runStep({ run }: Step): Promise<number | null> {
    const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', run], {
      cwd: project.folder,
      env: {
        ...process.env,
        // Where npm was started, if it started these tests: the commands are meant from the repository's folder.
        INIT_CWD: undefined,
        PATH: `${path.join(home, 'bin')}${path.delimiter}${process.env.PATH}`,
        TIERCEL_STATE_DIR: path.join(home, 'state'),
        OPENAI_API_KEY: 'key',
        OPENAI_BASE_URL: endpoint.url,
        GITHUB_RUN_ID: '7',
        GITHUB_REF_NAME: 'renovate/types',
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return new Promise((resolve) => child.once('exit', resolve));
  }

  /** Runs the steps whose conditions hold; a failure of the fixing step is let go on, as the workflow says. */
  async function runAll(): Promise<{ readonly fix: number | null; readonly last: number | null }> {
    let fix: number | null = null;
    for (const step of stepsOfReadme()) {
      const isPatch = step.when?.startsWith('hashFiles') ?? false;
      if (isPatch && !existsSync(path.join(project.folder, 'tiercel.patch'))) continue;
      if (step.when === "steps.fix.outcome == 'failure'" && fix === 0) continue;
      const code = await runStep(step);
      if (step.id === 'fix') fix = code;
      else if (code !== 0) return { fix, last: code };
    }
    return { fix, last: 0 };
  }

  function provideAll(): void {
    const node = `"${process.execPath}" "${path.resolve('test/tools/tiercel.mjs')}"`;
    provide('tiercel', `exec ${node} "$@"`);
    provide('npm', 'exit 0');
    provide('gh', `printf '%s\\n' "$@" > "${path.join(home, 'gh.txt')}"`);
  }

  it('opens a pull request with a commit that leaves no errors, and a log that code hosts read', async () => {
    checkOut();
    provideAll();
    assert.deepEqual(await runAll(), { fix: 0, last: 0 });
    assert.equal(git('branch', '--show-current').trim(), 'tiercel/7');
    assert.equal(git('status', '--porcelain').trim(), '', 'all that was changed is in the commit');
    assert.match(git('log', '--oneline', 'origin/tiercel/7'), /Adapt to updated dependencies\n.*Update/);
    assert.equal(
      readFileSync(path.join(home, 'gh.txt'), 'utf8'),
      'pr\ncreate\n--fill\n--base\nrenovate/types\n',
    );
    const log: unknown = JSON.parse(readFileSync(path.join(project.folder, 'tiercel.sarif'), 'utf8'));
    assert.deepEqual(sarifProblems(log), []);
    assert.deepEqual(endpoint.violations, []);
    assert.equal(await runStep({ run: 'tiercel fix --workspace . --json > /dev/null' }), 0, 'no errors left');
  });

  it('fails in the end where errors are left, and pushes what there is', async () => {
    checkOut();
    provideAll();
    writeFileSync(path.join(project.folder, 'src/lib/extra.ts'), 'export const odd: Missing = 1;\n');
    assert.deepEqual(await runAll(), { fix: 1, last: 1 });
    assert.match(git('log', '--oneline', 'origin/tiercel/7'), /Adapt to updated dependencies/);
  });
});
