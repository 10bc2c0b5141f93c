import assert from 'node:assert/strict';
import { type PackageWrites, packageWritesOf } from '../../../../src/node/worktree/packageWrites.ts';

describe('what a command does to installed packages', () => {
  const scripts = {
    test: 'mocha test',
    build: 'tsc -b && node esbuild.mjs',
    fresh: 'npm ci && npm test',
    pretype: 'prisma generate',
    type: 'tsc --noEmit',
    all: 'run-s build fresh',
    loop: 'npm run loop',
    python: 'pip install -r requirements.txt && pytest',
  };
  const check = (command: string, expected: PackageWrites) =>
    it(`${command}: ${expected}`, async () => {
      const manifest = JSON.stringify({ scripts });
      assert.equal(await packageWritesOf(command.split(' '), '/nowhere', manifest), expected);
    });
  for (const command of ['npm test', 'npm run build', 'npx tsc --noEmit', 'yarn test', 'npm run loop'])
    check(command, 'none');
  for (const command of [
    'cargo test',
    'go test ./...',
    'python -m pytest tests/test_install.py',
    'make install-docs',
  ])
    check(command, 'none');
  for (const command of [
    'node install.js',
    'pip list',
    'uv run pytest',
    'npm view install-node',
    'poetry run pytest',
  ])
    check(command, 'none');
  for (const command of [
    'npm install',
    'npm ci --offline',
    'npm --silent i left-pad',
    'pnpm add x',
    'yarn',
    'bun install',
  ])
    check(command, 'copies');
  for (const command of [
    'npx patch-package',
    'npm rebuild',
    './node_modules/.bin/node-gyp rebuild',
    'go mod vendor',
  ])
    check(command, 'copies');
  for (const command of ['npm run fresh', 'npm run type', 'npm run all', 'yarn fresh', 'npm-run-all fresh'])
    check(command, 'copies');
  for (const command of [
    'pip install -e .',
    'python3 -m pip install x',
    'uv sync',
    'poetry install',
    'npm run python',
  ])
    check(command, 'environment');
});
