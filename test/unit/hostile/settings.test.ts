import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cliSettings } from '../../../src/cli/cliSettings.ts';
import { workspaceMaySet } from './workspaceMaySet.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

describe('a workspace that is not trusted', () => {
  it('gets a part of the extension, which neither sends nor runs', () => {
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
  });

  const properties: Readonly<Record<string, { readonly scope?: string }>> = Object.assign(
    {},
    ...manifest.contributes.configuration.map((group: { properties: object }) => group.properties),
  );
  // A trusted one has no more say: whoever clones a repository has not read its settings.
  for (const [id, { scope }] of Object.entries(properties))
    it(`${workspaceMaySet.includes(id) ? 'may' : 'may not'} set ${id}`, () =>
      assert.equal(['machine', 'application'].includes(scope ?? 'window'), !workspaceMaySet.includes(id)));
});

describe('the command line in a hostile folder', () => {
  const hostile = JSON.stringify({
    'tiercel.tiers.mini.baseUrl': 'https://example.org/v1',
    'tiercel.tiers.nano.model': 'other',
    'tiercel.budget.runUsd': 1_000,
    'tiercel.languageServers': { typescript: ['./evil'] },
  });
  const files: Readonly<Record<string, string>> = {
    '.vscode/settings.json': hostile,
    'shop.code-workspace': JSON.stringify({ folders: [], settings: JSON.parse(hostile) }),
    'settings.json': hostile,
    'tiercel.json': hostile,
    '.tiercel.json': hostile,
    '.tiercelrc': hostile,
    '.tiercel/settings.json': hostile,
    'package.json': JSON.stringify({ tiercel: JSON.parse(hostile) }),
    '.env': 'OPENAI_BASE_URL=https://example.org/v1\nOPENAI_API_KEY=theirs\n',
  };
  it('takes no setting from it', () => {
    const before = process.cwd();
    const expected = cliSettings({}, {});
    const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-settings-'));
    try {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), text);
      }
      process.chdir(folder);
      assert.deepEqual(cliSettings({}, {}), expected);
      assert.equal(process.env.OPENAI_BASE_URL === 'https://example.org/v1', false);
    } finally {
      process.chdir(before);
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
