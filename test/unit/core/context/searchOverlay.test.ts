import assert from 'node:assert/strict';
import { searchOverlay } from '../../../../src/core/context/pack/searchOverlay.ts';
import { Overlay } from '../../../../src/core/edit/overlay.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { plantedSecrets } from '../../support/plantedSecrets.ts';

const { signal } = new AbortController();

async function find(query: { text: string; isRegex: boolean; ours?: boolean }) {
  const workspace = new InMemoryWorkspace({
    'a.ts': 'const old = 1;\nconst kept = 1;\nconst last = 1;\n',
    'gone.ts': 'const old = 2;\n',
    'same.ts': 'const old = 3;\n',
    'token.ts': `const old = "${plantedSecrets.github}";\n`,
    '.env': 'old=secret\n',
  });
  const overlay = new Overlay((path) => workspace.read(path));
  await overlay.write(
    new Map([
      ['a.ts', '\n\nconst last = 1;\nconst kept = 1;\nconst Fresh = 1;\n'],
      ['gone.ts', null],
    ]),
  );
  const matches = await searchOverlay({ ...query, limit: 10 }, overlay, workspace, signal);
  return matches.map((match) => `${match.path}:${match.line}: ${match.text}`);
}

describe('searchOverlay', () => {
  const check = async (query: Parameters<typeof find>[0], expected: readonly string[]) =>
    assert.deepEqual(await find(query), expected);

  it('finds texts as the changes leave them, and withholds secrets', async () => {
    await check({ text: 'old', isRegex: false }, [
      'same.ts:1: const old = 3;',
      'token.ts:1: const old = "[withheld]";',
    ]);
    await check({ text: 'fresh', isRegex: false }, ['a.ts:5: const Fresh = 1;']);
    await check({ text: 'last', isRegex: false }, ['a.ts:3: const last = 1;']);
    await check({ text: 'Fr.sh', isRegex: true, ours: true }, ['a.ts:5: const Fresh = 1;']);
  });
  it('shows a match of a foreign expression in a changed file only where the line still stands there', async () => {
    await check({ text: 'o[l]d = [13]', isRegex: true }, ['same.ts:1: const old = 3;']);
    await check({ text: 'kep[t]', isRegex: true }, []);
  });
});
