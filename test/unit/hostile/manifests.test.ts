import assert from 'node:assert/strict';
import { protectedChange } from '../../../src/core/edit/protectedPlace.ts';
import type { Job } from '../../../src/core/run/state/runEvent.ts';
import { attack, HostileFolder, notesOf, patchOf } from './attackedRun.ts';

/** A manifest is an ordinary file, but what package managers run by themselves stands in it. */
describe('a model that writes programs into a manifest', function () {
  this.timeout(20_000);
  let folder: HostileFolder;
  before(() => {
    folder = new HostileFolder();
  });
  after(() => folder.dispose());

  const change = (line: string) =>
    patchOf(`*** Update File: package.json\n@@\n-  "scripts": { "test": "node --test" }\n+  ${line}`);
  const jobAbout = (...files: readonly string[]): Job => ({
    type: 'request',
    text: 'Tidy up.',
    gate: { route: 'single_edit', kind: 'edit', files },
  });
  /** With the file given to the task the change is proposed; without, a guarded one is refused. */
  const check = (name: string, line: string, isGuarded: boolean) =>
    it(name, async () => {
      const given = await attack([change(line)], folder, { job: jobAbout('package.json', 'src/a.ts') });
      const paths = given.state.proposals.flatMap(({ files }) => files.map((file) => file.path));
      assert.deepEqual(paths, ['package.json', 'src/a.ts'], given.answers.join('\n'));
      const refusal = /^was refused: package\.json .*runs by itself/m;
      const notGiven = await attack([change(line)], folder, { job: jobAbout() });
      assert.equal(refusal.test(notesOf(notGiven).join('\n')), isGuarded);
    });
  check('a script', '"scripts": { "test": "node --test", "postinstall": "stolen" }', true);
  check('another script in the place of one', '"scripts": { "test": "stolen" }', true);
  check('no scripts any more', '"private": true', true);
  check('a hook', '"scripts": { "test": "node --test" }, "lint-staged": { "*": "stolen" }', true);
  check(
    'a dependency, which is none',
    '"scripts": { "test": "node --test" }, "dependencies": { "a": "1" }',
    false,
  );

  describe('and accepting it takes the own yes of the user', () => {
    const asks = (path: string, base: string | null, content: string | null, expected: boolean) =>
      it(`${path}: ${base} becomes ${content}`, () =>
        assert.equal(protectedChange({ path, base, content }) !== undefined, expected));
    asks('package.json', '{}', '{"scripts":{"prepare":"x"}}', true);
    asks('packages/a/package.json', '{"scripts":{"a":"b"}}', '{"scripts":{"a":"c"}}', true);
    asks('PACKAGE.JSON', '{}', '{"scripts":{"install":"x"}}', true);
    asks('package.json', null, '{"scripts":{"install":"x"}}', true);
    asks('package.json', '{"scripts":{"a":"b"}}', '{}', true);
    asks('package.json', '{}', '{"\\u0073cripts":{"install":"x"}}', true);
    asks('package.json', '{}', '{"scripts":{},"scripts":{"install":"x"}}', true);
    asks('package.json', '{}', '{"husky":{"hooks":{}}}', true);
    asks('package.json', '{}', '{"simple-git-hooks":{"pre-commit":"x"}}', true);
    asks('composer.json', '{}', '{"scripts":{"post-install-cmd":"x"}}', true);
    asks('sub/package.json', null, '\uFEFF{"scripts":{"preinstall":"x"}}', true);
    asks('package.json', '\uFEFF{}', '\uFEFF{"scripts":{"preinstall":"x"}}', true);
    asks('package.json', '\uFEFF{}', '\uFEFF{"name":"x"}', false);
    asks('package.json', null, '{/**/"scripts":{"preinstall":"x"}}', true);
    asks('package.json', '{} // x', '{"scripts":{"preinstall":"x"},}', true);
    asks('package.json', '{} // x', '{} // x', false);
    asks('package.json', '', '{"scripts":{"preinstall":"x"}}', true);
    asks('package.json', '{}', '[]x', true);
    asks('package.yaml', null, 'scripts:\n  preinstall: x\n', true);
    asks('package.json5', null, "{scripts:{preinstall:'x'}}", true);
    asks('package.j\u017fon', null, '{"scripts":{"preinstall":"x"}}', true);
    asks('package.\u200bjson', null, '{"scripts":{"preinstall":"x"}}', true);
    asks('package.json', '{"scripts":{"a":"b"}}', '{"scripts":{"a":"b"},"name":"x"}', false);
    asks('package.json', '{"scripts":{"a":"b"}}', null, false);
    asks('package.json', '{}', '{"dependencies":{"diff":"9.0.0"}}', false);
    asks('src/package.json.ts', '{}', '{"scripts":{"install":"x"}}', false);
    asks('data.json', '{}', '{"scripts":{"install":"x"}}', false);
  });
});
