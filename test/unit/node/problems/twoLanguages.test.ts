import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { createIndexedDisk } from '../../../../src/cli/indexedDisk.ts';
import { startRun } from '../../../../src/core/run/run.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { createChecker } from '../../../../src/node/languageServer/createChecker.ts';
import { connectWithProcess } from '../../../../src/node/languageServer/process/processConnection.ts';
import { MemoryLabels } from '../../support/memoryLabels.ts';
import { replaceLine, reply, ScriptedModel } from '../../support/scriptedModel.ts';
import { TemporaryWorkspace } from '../languageServer/temporaryWorkspace.ts';
import { TemporaryLedgers } from '../ledger/temporaryLedger.ts';

const files = {
  'tsconfig.json': '{"compilerOptions":{"strict":true,"noEmit":true,"types":[]},"include":["web"]}',
  'web/order.ts': 'export interface Order {\n  readonly gross: number;\n}\n',
  'web/one.ts':
    "import type { Order } from './order';\nexport const one = (order: Order): number => order.total;\n",
  'web/two.ts':
    "import type { Order } from './order';\nexport const two = (order: Order): number => order.total;\n",
  'shop/__init__.py': '',
  'shop/order.py': 'class Order:\n    def __init__(self) -> None:\n        self.gross = 1\n',
  'shop/one.py': 'from shop.order import Order\n\n\ndef one(order: Order) -> int:\n    return order.total\n',
  'two.py': 'from shop.order import Order\n\n\ndef two(order: Order) -> int:\n    return order.total\n',
};

describe('problems in two languages of one workspace', function () {
  // Two real language servers.
  this.timeout(120_000);

  it('are grouped and fixed side by side, each checked by its own server', async () => {
    const disk = await TemporaryWorkspace.create(files);
    const ledgers = new TemporaryLedgers();
    await symlink(path.resolve('test/languageServers/node_modules'), path.join(disk.root, 'node_modules'));
    const workspace = createIndexedDisk(disk.root, path.join(ledgers.folder, 'index'));
    const checker = createChecker({
      ...{ root: disk.root, workspace, connect: connectWithProcess, servers: {} },
      fallbackFolders: [path.resolve('.')],
      log: () => {},
    });
    const endpoint = new ScriptedModel(({ role, input }) => {
      if (role === 'label') return reply('{"labels":[]}');
      const text = input[0]?.type === 'user' ? input[0].text : '';
      const [, file = '', line = ''] = /^(\S+\.(?:py|ts)):(\d+):\d+ error/m.exec(text) ?? [];
      const old = files[file as keyof typeof files].split('\n')[Number(line) - 1] ?? '';
      const others = [...text.matchAll(/^(\S+\.(?:py|ts)):(\d+):\d+ error/gm)].slice(1);
      return reply(
        replaceLine(file, old, old.replace('.total', '.gross')),
        ...others.map(([, other = '', at = '']) => {
          const was = files[other as keyof typeof files].split('\n')[Number(at) - 1] ?? '';
          return replaceLine(other, was, was.replace('.total', '.gross'));
        }),
      );
    });
    try {
      const end = await startRun(
        { type: 'fixProblems' },
        {
          ...{ workspace, checker, endpoint, labels: new MemoryLabels(), ledger: await ledgers.open() },
          journal: { append: async () => {}, load: async () => ({ runs: [], problems: [] }) },
          settings: defaultSettings,
          retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
          now: () => 1,
          newId: () => 'r',
        },
        { signal: new AbortController().signal, onChange: () => {} },
      );
      assert.deepEqual(end.phase.type === 'ended' && end.phase.outcome, 'done', JSON.stringify(end.phase));
      const shown = end.proposals.map(({ files: changed, verdict }) => [
        changed.map((file) => file.path).sort(),
        verdict.outcome,
        verdict.servers.map((server) => server.replace(/ [\d.]+$/, '')),
      ]);
      assert.deepEqual(shown.sort(), [
        [['shop/one.py', 'two.py'], 'passed', ['pyright']],
        [['web/one.ts', 'web/two.ts'], 'passed', ['TypeScript']],
      ]);
    } finally {
      await Promise.all([checker.dispose(), workspace.close()]);
      await disk.remove();
      ledgers.dispose();
    }
  });
});
