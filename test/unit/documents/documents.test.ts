import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readSettings } from '../../../src/core/settings/readSettings.ts';
import { readJsonc } from '../../../src/node/readJsonc.ts';

const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'];
const textOf = (name: string) => readFileSync(path.resolve(name), 'utf8');

const manifest = JSON.parse(textOf('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly category: string; readonly title: string }[];
    readonly views: Readonly<Record<string, readonly { readonly name: string }[]>>;
    readonly configuration: readonly { readonly properties: Readonly<Record<string, unknown>> }[];
  };
};
const settingNames = manifest.contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
const { commands, views } = manifest.contributes;
const titles = new Set([
  ...commands.map(({ category, title }) => `${category}: ${title}`.replace('…', '')),
  ...Object.values(views).flatMap((some) => some.map(({ name }) => name)),
]);

/** All that a pattern's first group finds in a document. */
function found(name: string, pattern: RegExp): readonly string[] {
  return [...textOf(name).matchAll(pattern)].map(([, word]) => word ?? '');
}

describe('what the documents name is there:', () => {
  for (const name of documents) {
    it(`${name}: settings`, () => {
      const isKnown = (word: string) =>
        settingNames.some(
          (setting) => setting === word || (word.endsWith('.*') && setting.startsWith(word.slice(0, -1))),
        );
      assert.deepEqual(
        found(name, /[`"](tiercel\.[a-z]+[\w.]*(?:\.\*)?)[`"]/g).filter(
          (word) => !/\.(?:sarif|patch|jsonl)$/.test(word) && !isKnown(word),
        ),
        [],
      );
    });

    it(`${name}: commands and views`, () =>
      assert.deepEqual(
        found(name, /(?:\*\*|`)(Tiercel:(?: [A-Z]\w*| in| of| to| a)+)…?(?:\*\*|`)/g).filter(
          (word) => !titles.has(word),
        ),
        [],
      ));

    it(`${name}: scripts`, () =>
      assert.deepEqual(
        found(name, /npm (?:-s )?run (?:-s )?([\w:]+)/g).filter((word) => !(word in manifest.scripts)),
        [],
      ));

    it(`${name}: files`, () => {
      const inCode = found(name, /`((?:src|test|media)\/[\w./-]+)`/g);
      const linked = found(name, /\]\((?!https?:|#)([^)]+)\)/g);
      assert.deepEqual(
        [...inCode, ...linked].filter((file) => !existsSync(path.resolve(file))),
        [],
      );
    });
  }

  it('settings that can be copied from the README are read without a problem', () => {
    const blocks = found('README.md', /```jsonc\n([\s\S]*?)```/g);
    const readings = blocks.map((block) => {
      const values = readJsonc(block.trimStart().startsWith('{') ? block : `{${block}}`) as Readonly<
        Record<string, unknown>
      >;
      return {
        unknown: Object.keys(values).filter((name) => !settingNames.includes(name)),
        problems: readSettings((id) => values[id], undefined).problems,
      };
    });
    assert.ok(readings.length >= 4);
    assert.deepEqual(
      readings,
      readings.map(() => ({ unknown: [], problems: [] })),
    );
  });
});
