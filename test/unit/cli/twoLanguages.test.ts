import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { startScriptedEndpoint } from '../../models/endpoint.ts';
import type { Script } from '../../models/script.ts';

const files: Readonly<Record<string, string>> = {
  'tsconfig.json': '{"compilerOptions":{"strict":true,"noEmit":true,"types":[]},"include":["web"]}\n',
  'web/order.ts': 'export interface Order {\n  readonly gross: number;\n}\n',
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6].flatMap((n) => [
      [
        `web/use${n}.ts`,
        `import type { Order } from './order';\n\nexport const use${n} = (order: Order): number => order.total * ${n};\n`,
      ],
      [
        `shop/use${n}.py`,
        `from shop.order import Order\n\n\ndef use${n}(order: Order) -> int:\n    return order.total * ${n}\n`,
      ],
    ]),
  ),
  'shop/__init__.py': '',
  'shop/order.py': 'class Order:\n    def __init__(self) -> None:\n        self.gross = 1\n',
};

/** Mends the lines that it is shown with the problems, whatever language they are of. */
const script: Script = (call) => {
  if (call.role === 'label') return { output: [{ type: 'json', value: { labels: [] } }] };
  const wanted = [...call.text.matchAll(/^(\S+\.(?:py|ts)):(\d+):\d+ error/gm)];
  const patches = wanted.map(([, file = '', line = '']) => {
    const old = files[file]?.split('\n')[Number(line) - 1] ?? '';
    return `*** Update File: ${file}\n@@\n-${old}\n+${old.replace('.total', '.gross')}\n`;
  });
  return { output: [{ type: 'patch', patch: `*** Begin Patch\n${patches.join('')}*** End Patch\n` }] };
};

describe('a workspace in two languages from a terminal', function () {
  // Two real language servers.
  this.timeout(120_000);

  it('is fixed cause by cause, each checked by its own server, and what is alike costs nothing', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-two-'));
    const endpoint = await startScriptedEndpoint(script);
    try {
      for (const [file, content] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(folder, 'work', file)), { recursive: true });
        writeFileSync(path.join(folder, 'work', file), content);
      }
      const root = path.join(folder, 'work');
      symlinkSync(path.resolve('test/languageServers/node_modules'), path.join(root, 'node_modules'));
      const patch = path.join(folder, 'all.patch');
      const child = spawn(
        process.execPath,
        ['test/tools/tiercel.mjs', 'fix', '--workspace', root, '--json', '--patch', patch],
        {
          env: {
            ...process.env,
            TIERCEL_STATE_DIR: path.join(folder, 'state'),
            OPENAI_API_KEY: 'key',
            OPENAI_BASE_URL: endpoint.url,
          },
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
      const lines = (await text(child.stdout)).trim().split('\n');
      assert.equal(await exit, 0, lines.at(-1));
      const result = JSON.parse(lines.at(-1) ?? '') as Result;
      assert.equal(result.errorsLeft, 0);
      assert.deepEqual(
        result.proposals.map(({ verified }) => verified),
        [true, true],
      );
      const works = endpoint.calls.filter(({ role }) => role === 'work');
      assert.equal(works.length, 2, 'one for each language');
      execFileSync('git', ['apply', patch], { cwd: root });
      for (const file of Object.keys(files).filter((each) => each.includes('use')))
        assert.match(readFileSync(path.join(root, file), 'utf8'), /order\.gross \* \d/);
      assert.deepEqual(endpoint.violations, []);
    } finally {
      await endpoint.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

interface Result {
  readonly errorsLeft: number;
  readonly proposals: readonly { readonly verified: boolean }[];
}
