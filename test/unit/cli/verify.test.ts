import assert from 'node:assert/strict';
import { mkdir, realpath, symlink } from 'node:fs/promises';
import path from 'node:path';
import { namedServers } from '../../../src/cli/namedServers.ts';
import { UsageError } from '../../../src/cli/usage.ts';
import { verify } from '../../../src/cli/verify.ts';
import { TemporaryWorkspace } from '../node/languageServer/temporaryWorkspace.ts';

describe('tiercel verify', function () {
  this.timeout(30_000);
  const { signal } = new AbortController();
  let workspace: TemporaryWorkspace;
  before(async () => {
    workspace = await TemporaryWorkspace.create({
      'tsconfig.json': '{"compilerOptions":{"strict":true,"types":[],"noEmit":true}}',
      'a.ts': "export const a: number = 'x';\n",
      'b.ts': "import { a } from './a';\n\nexport const b: number = a;\n",
    });
  });
  after(() => workspace.remove());

  const run = (input: string) => verify({ workspaceDir: workspace.root, input, servers: {}, signal });

  async function check(files: Readonly<Record<string, string | null>>, expected: object): Promise<void> {
    const { exitCode, output } = await run(JSON.stringify({ files }));
    const { before, after, ms, ...rest } = output;
    assert.ok(ms >= 0);
    assert.deepEqual(
      { exitCode, ...rest, before: before.length, after: after.length },
      { notChecked: [], ...expected },
    );
  }

  it('says ok of a change that fixes, and what it looked at', () =>
    check(
      { './a.ts': 'export const a: number = 1;\n' },
      { exitCode: 0, ok: true, before: 1, after: 0, fixed: 1, introduced: 0, checked: ['a.ts', 'b.ts'] },
    ));
  it('does not say ok of one that breaks another file', () =>
    check(
      { 'a.ts': "export const a = 'x';\n" },
      { exitCode: 1, ok: false, before: 1, after: 1, fixed: 1, introduced: 1, checked: ['a.ts', 'b.ts'] },
    ));
  it('does not say ok of what was not checked', async () => {
    const unchecked = { exitCode: 1, ok: false, before: 0, after: 0, fixed: 0, introduced: 0, checked: [] };
    await check({ 'a.css': 'a {}' }, { ...unchecked, notChecked: ['a.css'] });
    await check({}, unchecked);
  });
  it('takes any name of a file, and names what is not checked once', async () => {
    const unchecked = { exitCode: 1, ok: false, before: 0, after: 0, fixed: 0, introduced: 0, checked: [] };
    await check({ ['__proto__']: 'x' }, { ...unchecked, notChecked: ['__proto__'] });
    const { output } = await run('{"files":{"sub/tsconfig.json":"{}"}}');
    assert.deepEqual(output.notChecked, ['sub/tsconfig.json']);
  });
  it('finds the server of another language in the workspace', async () => {
    const modules = path.join(workspace.root, 'node_modules');
    await mkdir(modules, { recursive: true });
    const pyright = await realpath('test/languageServers/node_modules/pyright');
    await symlink(pyright, path.join(modules, 'pyright'), 'junction');
    const one = { exitCode: 1, ok: false, before: 0, fixed: 0, checked: ['a.py'] };
    await check({ 'a.py': 'count: int = "x"\n' }, { ...one, after: 1, introduced: 1 });
  });
  it('asks the server that is named', async () => {
    const input = '{"files":{"a.py":"count: int = 1\\n"}}';
    const script = path.resolve('test/languageServers/node_modules/pyright/langserver.index.js');
    const servers = namedServers([`python="${process.execPath}" "${script}" --stdio`]);
    const { output } = await verify({ workspaceDir: workspace.root, input, servers, signal });
    assert.deepEqual(output.checked, ['a.py']);
    const gone = namedServers(['python=no-such-server']);
    const { output: unchecked } = await verify({
      workspaceDir: workspace.root,
      input,
      servers: gone,
      signal,
    });
    assert.deepEqual(unchecked.notChecked, ['a.py']);
  });
  it('refuses a server that is none', () => {
    for (const text of ['python', '=x', 'python=', 'python=a | b'])
      assert.throws(() => namedServers([text]), UsageError, text);
  });
  it('refuses input that it can not read, paths that leave the workspace, and what is no file', async () => {
    await mkdir(path.join(workspace.root, 'dir.ts'));
    for (const input of [
      '',
      '[]',
      '{"files":{"a.ts":1}}',
      '{"files":{"../a.ts":""}}',
      '{"files":{"/a.ts":""}}',
      '{"files":{"a.ts":"","./a.ts":""}}',
      '{"files":{"dir.ts":""}}',
    ]) {
      await assert.rejects(run(input), UsageError, input);
    }
  });
});
