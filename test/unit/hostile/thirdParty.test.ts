import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { billOf, noticesOf, problemsOf } from '../../tools/thirdParty.mjs';

const fine = {
  name: '@scope/part',
  version: '1.2.3',
  license: 'MIT',
  text: 'Do as you like.',
  integrity: `sha512-${Buffer.from('abc').toString('base64')}`,
  hasInstallScript: false,
};

/** Packaging asks this of every package that a bundle holds, and stops where there is an answer. */
describe('a package that is bundled', () => {
  const check = (parts: Partial<typeof fine>, expected: readonly string[]) =>
    it(`${JSON.stringify(parts)}: ${expected.join(', ') || 'may ship'}`, () =>
      assert.deepEqual(
        problemsOf({ ...fine, ...parts }),
        expected.map((problem) => `@scope/part@1.2.3: ${problem}`),
      ));
  check({}, []);
  check({ license: 'Apache-2.0' }, []);
  check({ license: '(MIT OR GPL-3.0-only)' }, []);
  check({ license: 'MIT AND ISC' }, []);
  check({ license: 'GPL-3.0-only' }, ['its licence is GPL-3.0-only']);
  check({ license: 'AGPL-3.0' }, ['its licence is AGPL-3.0']);
  check({ license: 'MIT AND GPL-3.0-only' }, ['its licence is MIT AND GPL-3.0-only']);
  check({ license: 'SEE LICENSE IN LICENSE' }, ['its licence is SEE LICENSE IN LICENSE']);
  check({ license: 'UNLICENSED' }, ['its licence is UNLICENSED']);
  check({ license: '' }, ['its licence is not named']);
  check({ text: '' }, ['the text of its licence is not there']);
  check({ integrity: '' }, ['the lock file does not hold it']);
  check({ hasInstallScript: true }, ['it runs a script when it is installed']);

  it('stands in the notices with its licence', () => {
    assert.match(noticesOf([fine]), /\n@scope\/part 1\.2\.3 \(MIT\)\n\nDo as you like\.\n$/);
  });
  it('stands in the bill of materials with its place and its hash', () => {
    const { components, dependencies } = billOf([fine], { name: 'x', version: '1.0.0', license: 'MIT' });
    assert.deepEqual(components, [
      {
        type: 'library',
        'bom-ref': 'pkg:npm/%40scope/part@1.2.3',
        name: '@scope/part',
        version: '1.2.3',
        scope: 'required',
        purl: 'pkg:npm/%40scope/part@1.2.3',
        licenses: [{ license: { id: 'MIT' } }],
        hashes: [{ alg: 'SHA-512', content: '616263' }],
      },
    ]);
    assert.deepEqual(dependencies, [{ ref: 'pkg:npm/x@1.0.0', dependsOn: ['pkg:npm/%40scope/part@1.2.3'] }]);
  });
});

describe('the packages that are built with', () => {
  const read = (file: string) => JSON.parse(readFileSync(path.resolve(file), 'utf8'));

  it('are each pinned to a hash, and come from the registry that is asked', () => {
    const packages: Readonly<Record<string, { resolved?: string; integrity?: string; optional?: boolean }>> =
      read('package-lock.json').packages;
    for (const [name, { resolved, integrity, optional }] of Object.entries(packages)) {
      if (name === '') continue;
      // No address of its own, such as one of git or of a file.
      assert.equal(resolved, undefined, name);
      // npm writes no hash of what it did not load since it is for another system.
      if (!optional) assert.match(integrity ?? '', /^sha512-/, name);
    }
  });
  it('are asked for by exact versions', () => {
    const { devDependencies } = read('package.json') as { devDependencies: Record<string, string> };
    for (const [name, version] of Object.entries(devDependencies))
      assert.match(version, /^\d+\.\d+\.\d+$/, name);
  });
  it('are not needed where the extension is installed', () => {
    const { dependencies, optionalDependencies, scripts } = read('package.json');
    assert.deepEqual([dependencies, optionalDependencies], [undefined, undefined]);
    assert.deepEqual(
      Object.keys(scripts).filter((script) => /^(?:pre|post)?(?:install|prepare)$/.test(script)),
      [],
    );
  });
});
