import assert from 'node:assert/strict';
import { findCommands } from '../../../../../src/core/verify/commands/findCommands.ts';
import { InMemoryWorkspace } from '../../../support/inMemoryWorkspace.ts';

describe('findCommands', () => {
  const check = (title: string, files: Readonly<Record<string, string>>, expected: readonly string[]) =>
    it(title, async () => {
      const found = await findCommands(new InMemoryWorkspace(files), new AbortController().signal);
      assert.deepEqual(
        found.map(({ kind, command, source }) => `${kind}: ${command} (${source})`),
        expected,
      );
    });
  const scripts = (entries: object, more: object = {}) => JSON.stringify({ scripts: entries, ...more });

  check(
    'scripts that check, tests first, and no others',
    { 'package.json': scripts({ lint: 'x', start: 'x', deploy: 'x', build: 'x', test: 'x' }) },
    [
      'test: npm test (package.json)',
      'build: npm run build (package.json)',
      'lint: npm run lint (package.json)',
    ],
  );
  const testScript = scripts({ test: 'x' });
  const byLock = (file: string, command: string) =>
    check(`the package manager of ${file}`, { 'package.json': testScript, [file]: '' }, [
      `test: ${command} (package.json)`,
    ]);
  byLock('package-lock.json', 'npm test');
  byLock('pnpm-lock.yaml', 'pnpm test');
  byLock('yarn.lock', 'yarn test');
  byLock('bun.lock', 'bun run test');
  check(
    'the package manager that the manifest names',
    { 'package.json': scripts({ test: 'x' }, { packageManager: 'pnpm@9.1.0' }), 'yarn.lock': '' },
    ['test: pnpm test (package.json)'],
  );
  check(
    'no test where none was written',
    { 'package.json': scripts({ test: 'echo "Error: no test specified" && exit 1' }) },
    [],
  );
  check('nothing in a manifest that can’t be read', { 'package.json': '{ "scripts": ' }, []);
  check('targets of a Makefile', { Makefile: 'CC := gcc\nall: build\nbuild: a.c\n\tcc a.c\ntest: build\n' }, [
    'test: make test (Makefile)',
    'build: make build (Makefile)',
  ]);
  check('pytest by its settings', { 'pyproject.toml': '[tool.pytest.ini_options]\n' }, [
    'test: pytest (pyproject.toml)',
  ]);
  check('pytest by a test', { 'pkg/test_a.py': '' }, ['test: pytest (pkg/test_a.py)']);
  check('no pytest for a project without tests', { 'pyproject.toml': '[project]\n', 'a.py': '' }, []);
  check('go', { 'go.mod': 'module x' }, ['test: go test ./... (go.mod)', 'lint: go vet ./... (go.mod)']);
  check('cargo', { 'Cargo.toml': '' }, ['test: cargo test (Cargo.toml)', 'build: cargo check (Cargo.toml)']);
});
