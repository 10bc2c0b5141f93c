import assert from 'node:assert/strict';
import { casesOf } from '../../../bench/edits/cases.ts';
import { changeOf } from '../../../bench/edits/change.ts';
import { fuzzCase, tryAsArguments, tryCase } from '../../../bench/fuzz/fuzzCases.ts';

const seed = 'quick fuzz 1';

const before = `import { open } from 'files';

/** Reads "settings" - all of them... */
export function read(path: string): string {
  const file = open(path);
  if (!file) {
    return '';
  }

  return file.text();
}

export function write(path: string, text: string): void {
  const file = open(path);
  file.replace(text);
  file.close();
}

export const name = 'files';
export const version = 3;`;

const after = before
  .replace("return '';", "throw new Error('gone');")
  .replace('  file.close();\n', '  file.flush();\n  file.close();\n')
  .replace('version = 3', 'version = 4');

const change = changeOf('files', 'src/files.ts', before.split('\n'), after.split('\n'));
const seeds = change ? [...casesOf([change], seed)] : [];

/** The long run over real patches is `npm run bench -- fuzz`. */
describe(`any patch at all (seed "${seed}")`, () => {
  for (const from of [0, 500, 1000, 1500])
    it(`is applied or refused, and changes nothing but what it says (${from} to ${from + 499})`, () => {
      for (let number = from; number < from + 500; number++) {
        const one = fuzzCase(seeds, seed, number);
        assert.equal(tryCase(one).problem, undefined, `number ${number}`);
        if (number % 10 === 0) tryAsArguments(one);
      }
    });
});
