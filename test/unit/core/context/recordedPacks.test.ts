import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { packForDiagnostics } from '../../../../src/core/context/pack/packForDiagnostics.ts';
import { packForTask } from '../../../../src/core/context/pack/packForTask.ts';
import { Overlay } from '../../../../src/core/edit/overlay.ts';
import type { ModelTier } from '../../../../src/core/model/tier.ts';
import type { RunTask } from '../../../../src/core/request/runTask.ts';
import { type InMemoryOptions, InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { errorAt, runTask } from '../../support/runTask.ts';
import { sampleFiles } from '../../support/sampleFiles.ts';
import { shopError, shopFiles } from '../../support/shop.ts';

/**
 * Ten packs as they are shown, each in a file of the folder `packs`, with their tokens by the models' own vocabulary.
 * RESET_RESULTS=1 writes the files anew; the counts are changed by hand, so that what a pack costs never grows unseen.
 */
const folder = path.resolve('test/unit/core/context/packs');
const sample = sampleFiles();

const manyStores = {
  'store.ts': Array.from(
    { length: 60 },
    (_, at) => `export function store${at}(item: string): void {\n${'  keep(item);\n'.repeat(7)}}\n`,
  ).join('\n'),
};
const python = {
  'shop/money.py':
    'from dataclasses import dataclass\n\n\n@dataclass\nclass Money:\n    cents: int\n    currency: str\n\n    def plus(self, other: "Money") -> "Money":\n        return Money(self.cents + other.cents, self.currency)\n',
  'shop/invoice.py':
    'from .money import Money\n\n\ndef total(lines: list[Money]) -> Money:\n    result = Money(0, "EUR")\n    for line in lines:\n        result = result.plus(line.cents)\n    return result\n',
};
const pages = {
  'AGENTS.md':
    '# Shop\n\nMoney is in cents.\n\n## Testing\n\nUse node:test.\n\n## Pull requests\n\nSquash them.\n',
  'src/AGENTS.md': '# Source\n\nNo classes.\n',
  '.github/copilot-instructions.md': 'Write short functions.\n\n## Python\n\nUse dataclasses.\n',
};

interface Recorded {
  readonly name: string;
  readonly tokens: number;
  readonly tier: ModelTier;
  readonly task: RunTask;
  readonly files: Readonly<Record<string, string>>;
  readonly options?: InMemoryOptions;
  readonly titles?: readonly string[];
}

const targetOf = (files: Readonly<Record<string, string>>, at: string, word: string, message: string) =>
  errorAt(at, files[at] ?? '', word, message);
const shopTarget = targetOf(shopFiles, shopError.path, shopError.word, shopError.message);

const packs: readonly Recorded[] = [
  {
    name: 'wrongTypeNano',
    tokens: 277,
    tier: 'nano',
    task: runTask({ files: [shopError.path], targets: [shopTarget] }),
    files: shopFiles,
  },
  {
    name: 'wrongTypeMini',
    tokens: 591,
    tier: 'mini',
    task: runTask({ files: [shopError.path], targets: [shopTarget] }),
    files: shopFiles,
  },
  {
    name: 'wrongArgumentNano',
    tokens: 298,
    tier: 'nano',
    task: runTask({
      targets: [
        targetOf(
          sample,
          'src/monthlyReport.ts',
          'monthOf(invoice.issuedOn)',
          "Argument of type 'string' is not assignable to parameter of type 'Date'.",
        ),
      ],
    }),
    files: sample,
  },
  {
    name: 'missingNameNano',
    tokens: 195,
    tier: 'nano',
    task: runTask({
      targets: [targetOf(shopFiles, 'src/money.ts', 'formatMoney', "Cannot find name 'InvoiceLine'.")],
    }),
    files: shopFiles,
    titles: ['Import \'InvoiceLine\' from "./invoice.ts"', 'Ignore this error message'],
  },
  {
    name: 'pythonNano',
    tokens: 183,
    tier: 'nano',
    task: runTask({
      targets: [
        {
          ...targetOf(
            python,
            'shop/invoice.py',
            'line.cents',
            'Argument of type "int" cannot be assigned to parameter "other" of type "Money"',
          ),
          code: 'reportArgumentType',
          source: 'Pyright',
          link: 'https://github.com/microsoft/pyright/blob/main/docs/configuration.md#reportArgumentType',
        },
      ],
    }),
    files: python,
  },
  {
    name: 'sameCauseMini',
    tokens: 627,
    tier: 'mini',
    task: runTask({
      files: ['src/invoice.ts', 'src/money.ts'],
      targets: [
        shopTarget,
        targetOf(shopFiles, 'src/invoice.ts', 'const amount', "Type 'number' is not assignable to 'Money'."),
      ],
    }),
    files: shopFiles,
  },
  {
    name: 'editMini',
    tokens: 669,
    tier: 'mini',
    task: runTask({ files: ['src/invoice.ts'], instructions: 'Print the tax as a line of its own.' }),
    files: { ...sample, ...pages },
  },
  {
    name: 'newTestMini',
    tokens: 1023,
    tier: 'mini',
    task: runTask({ kind: 'test', files: ['test/tax.test.ts'], instructions: 'Test taxOn.' }),
    files: { ...sample, ...pages },
  },
  {
    name: 'longFileMini',
    tokens: 784,
    tier: 'mini',
    task: runTask({ files: ['store.ts'], instructions: 'store7 must log what it keeps.' }),
    files: manyStores,
  },
  {
    name: 'mentionsMini',
    tokens: 214,
    tier: 'mini',
    task: runTask({ files: ['src/money.ts'], instructions: 'Round as #subtotal does, see @src/ and @diff.' }),
    files: shopFiles,
    options: {
      symbols: [{ name: 'subtotal', kind: 'function', path: 'src/invoice.ts', line: 19 }],
      diff: 'diff --git a/src/money.ts b/src/money.ts\n--- a/src/money.ts\n+++ b/src/money.ts\n@@ -1 +1 @@\n-a\n+b\n',
    },
  },
];

describe('a recorded pack', () => {
  for (const { name, tokens, tier, task, files, options = {}, titles = [] } of packs) {
    it(`${name} is as it was, of ${tokens} tokens`, async () => {
      const workspace = new InMemoryWorkspace(files, options);
      const overlay = new Overlay((each) => workspace.read(each));
      const { signal } = new AbortController();
      const { text } =
        task.targets.length > 0
          ? await packForDiagnostics(task, overlay, workspace, {
              tier,
              signal,
              fixTitles: async () => titles,
            })
          : await packForTask(task, overlay, workspace, { tier, signal });
      const file = path.join(folder, `${name}.txt`);
      if (process.env.RESET_RESULTS) writeFileSync(file, `${text}\n`);
      assert.equal(`${text}\n`, readFileSync(file, 'utf8'));
      assert.equal(countTokens(text), tokens);
    });
  }
  it('is one of ten', () => assert.equal(packs.length, 10));
});
