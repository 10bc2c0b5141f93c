import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isOneSlip } from '../../../../src/core/worker/oneSlip.ts';
import { type FixWorth, ruleFor } from '../../../../src/core/worker/quickFix/fixTable.ts';

describe('the table of fixes', () => {
  const check = (title: string, expected: FixWorth | undefined, id?: string) =>
    assert.equal(ruleFor({ title, ...(id !== undefined && { id }) })?.worth, expected, title);

  it('knows the fixes by the names of tsserver', () => {
    check("Import 'a' from './a.js'", 'restores', 'import');
    check("Declare method 'a'", 'compiles', 'fixMissingMember');
    check("Add 'unknown' conversion", 'silences', 'addConvertToUnknownForNonOverlappingTypes');
    check('whatever', undefined, 'constructor');
  });
  it('tells the variants of one name apart', () => {
    check("Remove unused declaration for: 'a'", 'restores', 'unusedIdentifier');
    check("Prefix 'a' with an underscore", 'compiles', 'unusedIdentifier');
    check("Add definite assignment assertion to property 'a'", 'silences', 'strictClassInitialization');
    check("Add initializer to property 'a'", 'compiles', 'strictClassInitialization');
  });
  it('reads titles where the server gives no names', () => {
    check('Import \'price\' from "./price.js"', 'restores');
    check('Update import from "./price.js"', 'restores');
    check("Change spelling to 'price'", 'restores');
    check("Add 'await'", 'restores');
    check("Add missing function declaration 'f'", 'compiles');
    check('Ignore this error message', 'silences');
    check('Make it so', undefined);
  });
  it('holds every fix of TypeScript 5', () => {
    const text = readFileSync('test/languageServers/node_modules/typescript-5/lib/typescript.js', 'utf8');
    const fixes = text.split(/\n\/\/ src\/services\//).filter((part) => part.startsWith('codefixes/'));
    const constants = new Map(
      fixes.flatMap((part) =>
        [...part.matchAll(/\b(?:var|const) (\w+) = "([\w]+)"/g)].map(([, name, value]) => [name, value]),
      ),
    );
    const used = fixes.flatMap((part) =>
      [...part.matchAll(/\bcreateCodeFixAction\w*\(\s*(?:\/\*\w+\*\/\s*)?("?)(\w+)\1,/g)].map(
        ([, quote, name = '']) => (quote ? name : constants.get(name)),
      ),
    );
    const names = new Set(used.filter((name) => name !== undefined && name !== 'fixName'));
    assert.ok(names.size > 60, `only ${names.size} were found`);
    assert.deepEqual(
      [...names].filter((id = '') => ruleFor({ title: '', id }) === undefined),
      [],
    );
  });
});

describe('isOneSlip', () => {
  const check = (from: string, to: string, expected: boolean) => assert.equal(isOneSlip(from, to), expected);

  it('takes one letter more, less, wrong or swapped, and another case', () => {
    check('prise', 'price', true);
    check('pric', 'price', true);
    check('pricee', 'price', true);
    check('pirce', 'price', true);
    check('PRICE', 'price', true);
    check('fromatPrice', 'formatPrices', true);
  });
  it('takes no other name', () => {
    check('parse', 'pause', true);
    check('start', 'stop', false);
    check('total', 'tools', false);
    check('min', 'max', false);
  });
});
