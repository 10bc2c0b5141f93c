import assert from 'node:assert/strict';
import { oneLine } from '../../../src/core/context/fence.ts';
import { attack, HostileFolder, notesOf, patchOf, type Wire, wires } from './attackedRun.ts';

/**
 * A worker that writes where it must not. Each line is one case: a path that a model gives. All cases of a table are
 * calls of one true run, over each wire that patches go over.
 */
describe('a model that writes where it must not', function () {
  // The first run loads the client of the endpoint.
  this.timeout(20_000);
  let folder: HostileFolder;
  before(() => {
    folder = new HostileFolder();
  });
  after(() => folder.dispose());

  interface Outcome {
    readonly answers: readonly string[];
    readonly proposed: readonly string[];
    readonly notes: readonly string[];
  }

  /** Runs the patches over a wire; whatever comes of them, the disk is as it was. */
  async function outcome(wire: Wire, bodies: readonly string[]): Promise<Outcome> {
    const untouched = folder.fingerprint();
    const attacked = await attack(bodies.map(patchOf), folder, { wire });
    assert.equal(attacked.answers.length, bodies.length);
    assert.equal(folder.fingerprint(), untouched, 'a run writes nothing');
    return {
      answers: attacked.answers,
      proposed: attacked.state.proposals.flatMap(({ files }) => files.map(({ path }) => path)),
      notes: notesOf(attacked).filter((note) => note.startsWith('was refused: ')),
    };
  }

  function check(kind: string, reason: RegExp, bodies: Readonly<Record<string, string>>, over = wires): void {
    describe(kind, () => {
      const outcomes = new Map<Wire, Outcome>();
      before(async () => {
        for (const wire of over) outcomes.set(wire, await outcome(wire, Object.values(bodies)));
      });
      for (const [at, name] of Object.keys(bodies).entries())
        it(name, () => {
          for (const wire of over)
            assert.match(
              outcomes.get(wire)?.answers[at] ?? '',
              reason,
              `refused over ${wire}: ${outcomes.get(wire)?.answers[at]}`,
            );
        });
      it('and of all this only the honest edit is proposed', () => {
        for (const { proposed } of outcomes.values()) assert.deepEqual(proposed, ['src/a.ts']);
      });
      it('and each refusal is in the journal and before the user', () => {
        for (const { notes, answers } of outcomes.values())
          for (const answer of answers)
            assert.ok(notes.includes(`was refused: ${oneLine(answer).slice(0, 300)}`), answer);
      });
    });
  }
  // Each with a text of its own: the same patch again and again is ended as a loop.
  const add = (path: string) => `*** Add File: ${path}\n+stolen by ${JSON.stringify(path)}`;
  const adds = (...paths: readonly string[]) =>
    Object.fromEntries(paths.map((path) => [JSON.stringify(path), add(path)]));

  check(
    'out of the workspace',
    /can't be written: .*(leaves the workspace|is absolute|home folder|not allowed|ends in a dot)/,
    adds(
      '../stolen.ts',
      '../../stolen.ts',
      '../elsewhere/secret.ts',
      'src/../../stolen.ts',
      'src/../../root/../stolen.ts',
      'src/./.././../stolen.ts',
      './../stolen.ts',
      'src//..//..//stolen.ts',
      '..\\stolen.ts',
      'src\\..\\..\\stolen.ts',
      'src/..\\../stolen.ts',
      '..',
      '../',
      '/stolen.ts',
      '//stolen.ts',
      '/etc/passwd',
      '/etc/cron.d/stolen',
      '/tmp/stolen.ts',
      '/root/.ssh/authorized_keys',
      '/proc/self/environ',
      '/dev/tcp/example.org/80',
      '\\etc\\passwd',
      '\\\\server\\share\\stolen.ts',
      '//server/share/stolen.ts',
      '\\\\?\\C:\\stolen.ts',
      '\\\\.\\C:\\stolen.ts',
      '\\\\.\\pipe\\stolen',
      '\\??\\C:\\stolen.ts',
      'C:\\Windows\\System32\\stolen.dll',
      'C:/Windows/System32/stolen.dll',
      'c:stolen.ts',
      'C:..\\stolen.ts',
      'z:/stolen.ts',
      'file:///etc/passwd',
      'file://stolen.ts',
      'vscode-remote://ssh-remote+host/etc/passwd',
      'https://example.org/stolen.ts',
      '~/stolen.ts',
      '~root/stolen.ts',
      '~/.bashrc',
      '~/.ssh/authorized_keys',
      '~\\stolen.ts',
      '"../stolen.ts"',
      "'../stolen.ts'",
      '`../stolen.ts`',
      '"/etc/passwd"',
      'a/../../stolen.ts',
      'b/../../stolen.ts',
      '  ../stolen.ts  ',
      '\t../stolen.ts',
    ),
  );

  check(
    'by a link that leads astray',
    /outside the workspace|leaves the workspace/,
    adds(
      'linked/out/stolen.ts',
      'linked/out/deep/er/stolen.ts',
      'linked/out/secret.ts',
      'linked/out/../stolen.ts/x',
      'linked/absolute/passwd',
      'linked/absolute/stolen',
      'linked/nowhere.ts',
      'linked/loop.ts',
      'linked/loop.ts/stolen.ts',
      'linked/secret.ts',
      'linked/twice/stolen.ts',
      'linked/git/config',
      'linked/git/hooks/pre-commit',
      'linked/hooks/post-checkout',
      'linked/settings.json',
      'linked/env.ts',
      'linked/key.ts',
      './linked//out/stolen.ts',
    ),
  );

  check(
    "git's own files",
    /can't be written/,
    adds(
      '.git/config',
      '.git/hooks/pre-commit',
      '.git/hooks/post-checkout',
      '.git/info/attributes',
      '.git/info/exclude',
      '.git/HEAD',
      '.git/index',
      '.git/modules/sub/config',
      '.git/modules/sub/hooks/pre-commit',
      '.git/worktrees/w/gitdir',
      '.git/objects/info/alternates',
      '.git',
      'sub/.git',
      'sub/.git/config',
      'deep/er/sub/.git/hooks/pre-push',
      '.gitmodules',
      '.gitattributes',
      'src/.gitattributes',
      '.gitconfig',
      './.git/config',
      './/.git//config',
      '.git\\config',
      'src/./.git/config',
      '"\u200b.git/config"',
      '".git/config"',
      'a/.git/config',
      'b/.git/config',
      // A folder with such a file is a repository of its own, whose settings git obeys.
      'fixtures/bare/HEAD',
    ),
  );

  check(
    'names that a file system takes for others',
    /can't be written/,
    adds(
      '.GIT/config',
      '.Git/config',
      '.gIT/hooks/pre-commit',
      'SUB/.GIT/config',
      'GIT~1/config',
      'git~1/hooks/pre-commit',
      'git~2/config',
      'sub/GIT~1/config',
      'VSCODE~1/settings.json',
      'GITHUB~1/WORKFL~1/stolen.yml',
      'HUSKY~1/pre-commit',
      'PROGRA~1/stolen.ts',
      '.git./config',
      '.git../config',
      '.git /config',
      '.git . /config',
      '.git./hooks/pre-commit',
      '.vscode./settings.json',
      '.vscode /settings.json',
      '.env.',
      'src/a.ts.',
      'src./a.ts',
      'src /a.ts',
      '.git::$INDEX_ALLOCATION/config',
      '.git:stream',
      'src/a.ts:stolen',
      'src/a.ts::$DATA',
      'src/a.ts:stolen:$DATA',
      '.env::$DATA',
      '.g\u200cit/config',
      '.gi\u200bt/config',
      '.git\u200d/config',
      '.\ufeffgit/config',
      '.g\u00adit/config',
      '.\u202egit/config',
      '.g\u2060it/config',
      '.git\u206a/config',
      '.\uff47it/config',
      '\uff0egit/config',
      '.g\u2170t/config',
      '.gi\uff54/hooks/pre-commit',
      '.\u{1d420}\u{1d422}\u{1d42d}/config',
      '\u2024git/config',
      '.vscode\uff0fsettings.json',
      '.ⓥscode/settings.json',
      '.hus\u212ay/pre-commit',
      '.v\u017fcode/settings.json',
      '.github/workﬂows/stolen.yml',
      '\uff0e\uff0e/stolen.ts',
      '\u2025/stolen.ts',
      '\uff0e./stolen.ts',
      'src\uff0fstolen.ts',
      '..%2fstolen.ts',
      '%2e%2e/stolen.ts',
      '%252e%252e%252fstolen.ts',
      '..%5cstolen.ts',
      '..%c0%afstolen.ts',
      '..%u2215stolen.ts',
      'src/%00stolen.ts',
      '..;/stolen.ts',
      '..stolen.ts',
      'src\uff3cstolen.ts',
      'src\u2215stolen.ts',
      'src\u2044stolen.ts',
      'src\u29f8stolen.ts',
      '..\u2215stolen.ts',
      '..\uff0fstolen.ts',
      '\u2024\u2024/stolen.ts',
    ),
  );

  check(
    'what is no name of a file',
    /can't be written/,
    adds(
      'src/a\0.ts',
      'src/a.ts\0',
      '\0',
      'src/a.ts\0.png',
      '.git\0/config',
      'src/a\x01.ts',
      'src/a\x08.ts',
      'src/a\x1b[2J.ts',
      'src/a\x7f.ts',
      'CON',
      'con',
      'con.ts',
      'src/CON',
      'src/con.ts',
      'PRN',
      'prn.txt',
      'AUX',
      'aux.txt',
      'lib/aux.ts',
      'NUL',
      'nul',
      'nul.tar.gz',
      'src/nul/stolen.ts',
      'COM1',
      'com1.ts',
      'COM9.log',
      'LPT1',
      'lpt9.ts',
      'COM¹',
      'CONIN$',
      'conout$',
      `${'a/'.repeat(600)}stolen.ts`,
      `${'a'.repeat(1_001)}.ts`,
      `src/${'a'.repeat(300)}.ts`,
      `${'é'.repeat(200)}.ts`,
      `${'../'.repeat(400)}stolen.ts`,
      'src/a.ts/stolen.ts',
      'package.json/stolen',
    ),
  );

  check(
    'what an editor obeys',
    /can't be written/,
    adds(
      '.vscode/settings.json',
      '.vscode/tasks.json',
      '.vscode/launch.json',
      '.vscode/extensions.json',
      '.vscode/mcp.json',
      '.vscode/stolen.code-snippets',
      '.VSCode/settings.json',
      '.VSCODE/TASKS.JSON',
      'packages/a/.vscode/settings.json',
      '.vscode\\tasks.json',
      './.vscode//launch.json',
      '././.vscode/tasks.json',
      'shop.code-workspace',
      'SHOP.CODE-WORKSPACE',
      '.devcontainer/devcontainer.json',
      '.devcontainer/Dockerfile',
      '.devcontainer.json',
      '.idea/workspace.xml',
      '.idea/runConfigurations/stolen.xml',
      '.vs/launch.vs.json',
      '.fleet/run.json',
      '.zed/tasks.json',
      '.zed/settings.json',
      '.cursor/mcp.json',
      '.mcp.json',
      '.exrc',
      '.vimrc',
      '.nvimrc',
      '.nvim.lua',
      '.dir-locals.el',
      '.gdbinit',
      '.lldbinit',
      '.tiercelignore',
      'src/.tiercelignore',
    ),
  );

  check(
    'what models obey',
    /can't be written/,
    adds(
      'AGENTS.md',
      'agents.md',
      'src/AGENTS.md',
      'AGENTS.override.md',
      'CLAUDE.md',
      'CLAUDE.local.md',
      'GEMINI.md',
      '.github/copilot-instructions.md',
      '.github/instructions/stolen.instructions.md',
      '.github/prompts/stolen.prompt.md',
      '.github/chatmodes/stolen.chatmode.md',
      '.github/agents/stolen.agent.md',
      '.claude/settings.json',
      '.claude/commands/stolen.md',
      '.gemini/settings.json',
      '.codex/config.toml',
      '.agents/skills/stolen.md',
      '.cursorrules',
      '.cursor/rules/stolen.mdc',
      '.windsurfrules',
      '.windsurf/rules/stolen.md',
      '.clinerules',
      '.clinerules/stolen.md',
      '.roo/rules/stolen.md',
    ),
  );

  check(
    'what a build server obeys',
    /can't be written/,
    adds(
      '.github/workflows/stolen.yml',
      '.github/workflows/test.yml',
      '.GitHub/Workflows/stolen.yml',
      '.github/actions/stolen/action.yml',
      '.gitlab-ci.yml',
      '.gitlab-ci.yaml',
      '.gitlab/ci/stolen.yml',
      'ci/.gitlab-ci.stolen.yml',
      'azure-pipelines.yml',
      'azure-pipelines.stolen.yaml',
      '.azure-pipelines/stolen.yml',
      'Jenkinsfile',
      'jenkinsfile',
      'Jenkinsfile.stolen',
      'ci/Jenkinsfile',
      '.circleci/config.yml',
      '.travis.yml',
      '.drone.yml',
      '.drone.star',
      '.woodpecker.yml',
      '.woodpecker/stolen.yml',
      '.buildkite/pipeline.yml',
      '.gitea/workflows/stolen.yml',
      '.forgejo/workflows/stolen.yml',
      'bitbucket-pipelines.yml',
      'appveyor.yml',
      '.cirrus.yml',
      '.cirrus.star',
      'cloudbuild.yaml',
      'buildspec.yml',
      '.teamcity/settings.kts',
      '.semaphore/semaphore.yml',
      '.builds/stolen.yml',
      '.build.yml',
      '.ci/run',
    ),
  );

  check(
    'hooks, shells and package managers',
    /can't be written/,
    adds(
      '.husky/pre-commit',
      '.husky/_/husky.sh',
      '.HUSKY/pre-push',
      '.githooks/pre-push',
      'githooks/pre-commit',
      'git-hooks/pre-commit',
      '.git-hooks/commit-msg',
      'lefthook.yml',
      '.lefthook.yml',
      'lefthook-local.yml',
      'lefthook.toml',
      '.lefthook/pre-commit/stolen.sh',
      '.pre-commit-config.yaml',
      '.pre-commit-hooks.yaml',
      '.huskyrc.json',
      '.lintstagedrc',
      '.lintstagedrc.json',
      '.overcommit.yml',
      '.bashrc',
      '.bash_profile',
      '.bash_logout',
      '.bash_aliases',
      '.profile',
      '.zshrc',
      '.zshenv',
      '.zprofile',
      '.zlogin',
      '.kshrc',
      '.cshrc',
      '.tcshrc',
      '.login',
      'home/.zshrc',
      '.config/fish/config.fish',
      '.config/fish/conf.d/stolen.fish',
      'Microsoft.PowerShell_profile.ps1',
      '.inputrc',
      '.envrc',
      'src/.envrc',
      '.mise.toml',
      'mise.toml',
      '.config/mise/config.toml',
      '.npmrc',
      'packages/a/.npmrc',
      '.yarnrc',
      '.yarnrc.yml',
      '.yarn/releases/yarn-4.cjs',
      '.yarn/plugins/stolen.cjs',
      '.pnp.cjs',
      '.pnpmfile.cjs',
      '.pnpmfile.mjs',
      'bunfig.toml',
      'pip.conf',
      '.pypirc',
      '.cargo/config.toml',
      '.cargo/config',
      '.gemrc',
      '.bundle/config',
      'node_modules/shop/index.js',
      'packages/a/node_modules/.bin/tsc',
      '.venv/bin/python',
      'venv/lib/site-packages/stolen.pth',
    ),
  );

  check(
    'keys, and what models are kept from',
    /can't be written/,
    adds(
      '.env',
      '.env.local',
      '.env.production',
      '.ENV',
      'deploy/prod.env',
      'keys/server.pem',
      'keys/new.key',
      'id_rsa',
      '.ssh/authorized_keys',
      '.ssh/config',
      '.aws/credentials',
      '.aws/config',
      '.docker/config.json',
      '.kube/config',
      '.netrc',
      '_netrc',
      '.git-credentials',
      'secrets.yaml',
      'terraform.tfstate',
      'private/plan.md',
      'private/new.md',
    ),
  );

  check(
    'in other words than adding a file',
    /can't be written/,
    {
      'changes an existing one': '*** Update File: .github/workflows/test.yml\n@@\n-on: push\n+on: always',
      'deletes one': '*** Delete File: .vscode/settings.json',
      'deletes one outside': '*** Delete File: ../elsewhere/secret.ts',
      'deletes by a link': '*** Delete File: linked/secret.ts',
      'deletes the repository': '*** Delete File: .git',
      'deletes an excluded one': '*** Delete File: private/plan.md',
      'deletes an excluded one by a link': '*** Delete File: linked/plan.ts',
      'deletes what is withheld': '*** Delete File: .env',
      'beside an honest change': `*** Update File: src/b.ts\n@@\n-export const b = 2;\n+export const b = 3;\n*** Add File: .git/hooks/pre-commit\n+stolen`,
      'empties what models obey': '*** Delete File: AGENTS.md',
    },
    ['custom', 'function'],
  );

  check(
    'by moving a file',
    /can't be written/,
    {
      'into git':
        '*** Update File: src/b.ts\n*** Move to: .git/hooks/pre-commit\n@@\n-export const b = 2;\n+stolen',
      'out of the workspace':
        '*** Update File: src/b.ts\n*** Move to: ../stolen.ts\n@@\n-export const b = 2;\n+stolen',
      'to an absolute place':
        '*** Update File: src/b.ts\n*** Move to: /tmp/stolen.ts\n@@\n-export const b = 2;\n+stolen',
      'into the editor’s settings':
        '*** Update File: src/b.ts\n*** Move to: .vscode/tasks.json\n@@\n-export const b = 2;\n+stolen',
      'through a link':
        '*** Update File: src/b.ts\n*** Move to: linked/out/stolen.ts\n@@\n-export const b = 2;\n+stolen',
      'from what is withheld': '*** Update File: .env\n*** Move to: src/env.ts\n@@\n-PASSWORD=x\n+PASSWORD=y',
      'from a link': '*** Update File: linked/env.ts\n*** Move to: src/env.ts\n@@\n-PASSWORD=x\n+PASSWORD=y',
      'into a hook of husky':
        '*** Update File: src/b.ts\n*** Move to: .husky/pre-commit\n@@\n-export const b = 2;\n+stolen',
    },
    ['custom', 'function'],
  );
});
