import assert from 'node:assert/strict';
import { signatureLines } from '../../../../src/core/context/pack/signatures.ts';

describe('the signatures of a module', () => {
  const check = (path: string, text: string, used: string, expected: string) => {
    const lines = text.split('\n');
    const found = signatureLines(path, lines, new Set(used.split(' ')));
    assert.equal(found.map((at) => lines[at]).join('\n'), expected);
  };
  const text = `import x from 'x';
export interface Money {
  readonly cents: number;
}
export function format(
  money: Money,
  digits = 2,
): string {
  return '';
}
export const rate = (n: number) => {
  return n;
};
export class Ledger {
  #rows = [];
  add(row: Row): void {
    this.#rows.push(row);
  }
  private check(row: Row): boolean {
    return true;
  }
  static open(): Ledger {
    return new Ledger();
  }
}
export { a, b } from './ab.ts';
export * from './all.ts';
function inner() {}
`;

  it('are those of the names that are used', () =>
    check('m.ts', text, 'rate other', "export const rate = (n: number) => {\nexport * from './all.ts';"));
  it('have whole heads, without bodies', () =>
    check(
      'm.ts',
      text,
      'format b',
      "export function format(\n  money: Money,\n  digits = 2,\n): string {\nexport { a, b } from './ab.ts';\nexport * from './all.ts';",
    ));
  it('hold the shape of a type and the public members of a class', () =>
    check(
      'm.ts',
      text,
      'Money Ledger',
      "export interface Money {\n  readonly cents: number;\n}\nexport class Ledger {\n  add(row: Row): void {\n  static open(): Ledger {\nexport * from './all.ts';",
    ));
  it('are read from Python too', () =>
    check(
      'm.py',
      'import os\nLIMIT = 3\ndef pay(\n    amount: int,\n) -> None:\n    pass\nclass Bill:\n    def _own(self):\n        pass\n    def total(self) -> int:\n        return 1\n',
      'LIMIT pay Bill',
      'LIMIT = 3\ndef pay(\n    amount: int,\n) -> None:\nclass Bill:\n    def total(self) -> int:',
    ));
});
