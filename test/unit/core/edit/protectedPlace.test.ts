import assert from 'node:assert/strict';
import { protectedPlace } from '../../../../src/core/edit/protectedPlace.ts';

describe('files that need the own yes of the user', () => {
  const guarded = [
    '.git/config',
    '.git/hooks/pre-commit',
    'packages/a/.git/HEAD',
    '.GIT/config',
    '.vscode/settings.json',
    '.vscode/tasks.json',
    '.devcontainer/devcontainer.json',
    '.github/workflows/test.yml',
    '.github/actions/build/action.yml',
    '.gitlab-ci.yml',
    '.circleci/config.yml',
    'Jenkinsfile',
    '.ci/run',
    '.husky/pre-commit',
    '.githooks/post-checkout',
    '.pre-commit-config.yaml',
    '.simple-git-hooks.json',
    'simple-git-hooks.cjs',
    '.tekton/push.yaml',
    '.zuul.yaml',
    'zuul.d/jobs.yaml',
    '.zuul.d/jobs.yaml',
    'site/netlify.toml',
    'native/binding.gyp',
    'pnpm-workspace.yaml',
    '.gitpod.yml',
    '.stackblitzrc',
    '.idx/dev.nix',
    '.replit',
    '.codesandbox/tasks.json',
    '.hg/hgrc',
    '.junie/guidelines.md',
    '.kiro/steering/a.md',
    '.amazonq/rules/a.md',
    '.rules',
    '.goosehints',
    '.opencode/agent/a.md',
    '.g\ufe0fit/config',
    '.g\u034fit/config',
  ];
  for (const path of guarded) it(path, () => assert.notEqual(protectedPlace(path), undefined));

  const ordinary = [
    'src/git/config.ts',
    '.gitignore',
    '.github/CODEOWNERS',
    'vscode/settings.json',
    'a.git.ts',
    'src/ci/run.ts',
    'src/rules/a.ts',
    'binding.ts',
  ];
  for (const path of ordinary) it(`not ${path}`, () => assert.equal(protectedPlace(path), undefined));
});
