import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDiskWorkspace } from '../../../../src/node/diskWorkspace.ts';
import { ProjectFiles } from '../../../../src/node/languageServer/project/projectFiles.ts';
import { asNobody } from '../../support/asNobody.ts';

describe('the files of a project', () => {
  const { signal } = new AbortController();
  let root = '';
  const at = (file: string) => path.join(root, file);
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'tiercel-project-'));
    chmodSync(root, 0o755);
    mkdirSync(at('lib'));
    for (const file of ['a.ts', 'lib/b.ts']) writeFileSync(at(file), '');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** What is told at each look, the folder having another mode by each. */
  async function check(modes: readonly number[], expected: readonly (readonly string[])[]) {
    if (process.platform === 'win32') return;
    const files = new ProjectFiles(root, createDiskWorkspace(root));
    const told: string[][] = [];
    for (const mode of modes) {
      chmodSync(at('lib'), mode);
      const events = await asNobody(() => files.look(() => true, signal));
      told.push(events.map((event) => `${event.path} ${event.type}`));
    }
    chmodSync(at('lib'), 0o755);
    assert.deepEqual(told, expected);
  }

  it('are there where the system does not let them be looked at', () =>
    check([0o444, 0o444, 0o755], [['a.ts created', 'lib/b.ts created'], [], ['lib/b.ts changed']]));
  it('are found once their folder is opened', () =>
    check([0, 0, 0o755, 0], [['a.ts created'], [], ['lib/b.ts created'], ['lib/b.ts deleted']]));
});
