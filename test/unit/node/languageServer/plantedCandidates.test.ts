import assert from 'node:assert/strict';
import { Overlay } from '../../../../src/core/edit/overlay.ts';
import type { ModelRequest } from '../../../../src/core/model/modelClient.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import type { Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import { workBestOf } from '../../../../src/core/worker/bestOf.ts';
import { createChecker } from '../../../../src/node/languageServer/createChecker.ts';
import type { DisposableChecker } from '../../../../src/node/languageServer/languageServerChecker.ts';
import { connectWithProcess } from '../../../../src/node/languageServer/process/processConnection.ts';
import { runTask } from '../../support/runTask.ts';
import { patchText, reply, ScriptedModel } from '../../support/scriptedModel.ts';
import { type Case, cases, type Edit } from './planted/cases.ts';
import { project } from './planted/orders.ts';
import { TemporaryWorkspace } from './temporaryWorkspace.ts';

/** The V4A patch that makes an edit. */
function patchOf(edit: Edit, { path, mark }: Case): string {
  const faulty = project[path]?.split('\n').find((line) => line.endsWith(`// ${mark}`)) ?? '';
  const files = typeof edit === 'string' ? { [path]: [[faulty, edit] as const] } : edit;
  const sections = Object.entries(files).flatMap(([file, changes]) => [
    `*** Update File: ${file}`,
    ...changes.flatMap(([old, now]) => ['@@', `-${old}`, ...now.split('\n').map((line) => `+${line}`)]),
  ]);
  return ['*** Begin Patch', ...sections, '*** End Patch'].join('\n');
}

const numberOf = (request: ModelRequest): number => {
  const [first] = request.input;
  return Number(/Candidate (\d) of/.exec(first?.type === 'user' ? first.text : '')?.[1] ?? 1);
};

describe(`of ${cases.length} faults, each with three candidates before the real TypeScript server`, function () {
  this.timeout(60_000);
  let workspace: TemporaryWorkspace;
  let checker: DisposableChecker;
  let problems: readonly Diagnostic[];
  const { signal } = new AbortController();

  before(async () => {
    workspace = await TemporaryWorkspace.create(project);
    checker = createChecker({
      root: workspace.root,
      workspace,
      connect: connectWithProcess,
      servers: {},
      fallbackFolders: [process.cwd()],
      log: () => {},
    });
    problems = (await checker.survey({ signal })).diagnostics;
  });
  after(async () => {
    await checker.dispose();
    await workspace.remove();
  });

  /** What comes of three candidates: the outcome, and the edit that is shown. */
  async function shown(planted: Case, candidates: readonly Edit[]) {
    const lines = project[planted.path]?.split('\n') ?? [];
    const line = lines.findIndex((each) => each.endsWith(`// ${planted.mark}`));
    const targets = problems.filter(({ path, range }) => path === planted.path && range.start.line === line);
    assert.ok(targets.length > 0, `nothing is wrong at mark ${planted.mark}`);
    const model = new ScriptedModel((request) => {
      const candidate = candidates[numberOf(request) - 1];
      assert.ok(candidate !== undefined);
      return reply(patchText(patchOf(candidate, planted)));
    });
    const overlay = new Overlay((path) => workspace.read(path));
    const task = runTask({
      kind: 'simple_edit',
      files: [planted.path],
      targets,
      title: targets[0]?.message ?? '',
    });
    const result = await workBestOf(
      candidates.length,
      { run: 'r1', task, tier: 'nano', overlay, evidence: [] },
      {
        workspace: Object.assign(workspace, { find: async () => [] }),
        checker,
        models: model,
        tiers: defaultSettings.tiers,
      },
      { signal, onNote: () => {} },
    );
    if (result.type !== 'edited')
      return { outcome: result.type, texts: result.type === 'stopped' ? '' : result.summary };
    return { outcome: result.verdict.outcome, texts: [...result.changes.values()].join('\n') };
  }

  for (const planted of cases) {
    const { mark, path, right, wrong } = planted;
    const faulty = project[path]?.split('\n').find((line) => line.endsWith(`// ${mark}`)) ?? '';
    const silencing: Edit = `  // @ts-ignore\n${faulty}`;

    it(`${mark}: the right one is shown, and of wrong ones none as verified`, async () => {
      const { outcome, texts } = await shown(planted, [...wrong, right]);
      assert.equal(outcome, 'passed', texts);
      const written =
        typeof right === 'string'
          ? [right]
          : Object.values(right)
              .flat()
              .map(([, now]) => now);
      for (const text of written) assert.ok(texts.includes(text), texts);
      const none = await shown(planted, [...wrong, silencing]);
      assert.notEqual(none.outcome, 'passed', none.texts);
    });
  }
});
