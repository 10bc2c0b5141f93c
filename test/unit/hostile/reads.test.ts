import assert from 'node:assert/strict';
import type { ScriptOutput } from '../../models/script.ts';
import { type Attacked, attack, HostileFolder, notesOf, stolen } from './attackedRun.ts';

/** A worker that reads what it is kept from. All cases of a table are calls of one true run. */
describe('a model that reads what it is kept from', function () {
  this.timeout(20_000);
  let folder: HostileFolder;
  before(() => {
    folder = new HostileFolder();
  });
  after(() => folder.dispose());

  const tool = (name: string, args: unknown): ScriptOutput => ({ type: 'tool', name, arguments: args });

  function check(
    kind: string,
    calls: Readonly<Record<string, ScriptOutput>>,
    expected: { readonly reason: RegExp; readonly isNoted: boolean },
  ): void {
    describe(kind, () => {
      let attacked: Attacked;
      before(async () => {
        attacked = await attack(Object.values(calls), folder);
      });
      for (const [at, name] of Object.keys(calls).entries())
        it(name, () => assert.match(attacked.answers[at] ?? '', expected.reason));
      it('and no request holds what was not to be read', () => {
        for (const { body } of attacked.calls) assert.ok(!JSON.stringify(body).includes(stolen));
      });
      it('and what was refused is in the journal and before the user', () => {
        const told = notesOf(attacked).filter((note) => note.startsWith('was refused: '));
        assert.equal(told.length, expected.isNoted ? Object.keys(calls).length : 0);
      });
    });
  }
  const readAll = (...paths: readonly string[]) =>
    Object.fromEntries(
      paths.map((path) => [JSON.stringify(path), tool('read_file', { path, from: null, to: null })]),
    );

  check(
    'outside of the workspace, or through links',
    readAll(
      '../elsewhere/secret.ts',
      'src/../../elsewhere/secret.ts',
      '..\\elsewhere\\secret.ts',
      '/etc/passwd',
      '/proc/self/environ',
      '/proc/self/cwd/.env',
      '~/.ssh/id_rsa',
      'C:\\Users\\me\\.ssh\\id_rsa',
      '\\\\server\\share\\secret.ts',
      'file:///etc/passwd',
      'linked/out/secret.ts',
      'linked/secret.ts',
      'linked/absolute/passwd',
      'linked/git/config',
      'linked/env.ts',
      'linked/key.ts',
      'linked/loop.ts',
      'linked/nowhere.ts',
      'linked/twice/elsewhere/secret.ts',
      './linked//secret.ts',
      'src/a.ts\0.png',
      '.env:stream',
      '.env::$DATA',
      '.env.',
      '.env ./x',
      '.e\u200bnv',
      '.\u202eenv',
      'src/'.repeat(300),
    ),
    { reason: /can't be read: /, isNoted: true },
  );

  check(
    'secrets and excluded files',
    readAll(
      '.env',
      '.ENV',
      './.env',
      './/.env',
      '.npmrc',
      'keys/server.pem',
      'keys\\server.pem',
      'private/plan.md',
      './private//plan.md',
      'private\\plan.md',
      'private/not-there.md',
      '.ssh/id_rsa',
      '.aws/credentials',
      'id_ed25519',
      '.git-credentials',
      'terraform.tfstate',
      'linked/plan.ts',
      'linked/private/plan.md',
    ),
    { reason: /can't be read: /, isNoted: true },
  );

  check(
    'by searching for it',
    {
      'a word of it': tool('search', { text: stolen.slice(0, 9), regex: false }),
      'any password': tool('search', { text: 'PASSWORD', regex: false }),
      'all lines': tool('search', { text: '.', regex: true }),
      'a token': tool('search', { text: '_authToken=(.*)', regex: true }),
      'a name of a symbol': tool('symbols', { name: 'only' }),
      'an option in place of a text': tool('search', { text: '--no-ignore', regex: false }),
      'a file of options': tool('search', { text: '--file=/etc/passwd', regex: false }),
      'a program to filter by': tool('search', { text: '--pre=cat', regex: true }),
      'an expression that takes years': tool('search', { text: '(a+)+$', regex: true }),
    },
    { reason: /^(Nothing found|```|A repeated group)/, isNoted: false },
  );
});
