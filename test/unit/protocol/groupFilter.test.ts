import assert from 'node:assert/strict';
import { choicesOf, type GroupFilter, noFilter, passesFilter } from '../../../src/protocol/groupFilter.ts';
import type { GroupView } from '../../../src/protocol/problems.ts';

const group = (title: string, more: Partial<GroupView> = {}): GroupView => ({
  ...{ folder: 'file:///w', id: title, title, errors: 1, warnings: 0, files: 1, followers: 0 },
  ...{ sources: ['ts'], code: 'ts 2339' },
  problems: [{ path: `src/${title}.ts`, line: 1, message: title, severity: 'error' }],
  ...more,
});

const groups = [
  group('renamed', { root: { name: 'Invoice.total', path: 'lib/invoice.ts' } }),
  group('unused', { errors: 0, warnings: 2, sources: ['ts', 'eslint'], category: 'dead', effort: 'nano' }),
  group('typo', { sources: ['Pyright'], code: 'Pyright name', category: 'name', effort: 'mini' }),
];

describe('the filter of groups', () => {
  const check = (filter: Partial<GroupFilter>, expected: readonly string[]) =>
    assert.deepEqual(
      groups.filter((each) => passesFilter(each, { ...noFilter, ...filter })).map(({ title }) => title),
      expected,
    );

  it('shows all where nothing is chosen', () => check({ text: '  ' }, ['renamed', 'unused', 'typo']));
  it('looks for words in roots, codes, categories and paths', () => {
    check({ text: 'invoice TOTAL' }, ['renamed']);
    check({ text: '2339' }, ['renamed', 'unused']);
    check({ text: 'dead' }, ['unused']);
    check({ text: 'src/typo.ts' }, ['typo']);
    check({ text: 'invoice dead' }, []);
  });
  it('goes by severity', () => {
    check({ severity: 'error' }, ['renamed', 'typo']);
    check({ severity: 'warning' }, ['unused']);
  });
  it('goes by who reports it', () => check({ sources: ['eslint', 'Pyright'] }, ['unused', 'typo']));
  it('goes by effort, also by its absence', () => {
    check({ efforts: ['mini'] }, ['typo']);
    check({ efforts: ['unlabelled', 'nano'] }, ['renamed', 'unused']);
  });
  it('offers what there is, that of most groups first', () =>
    assert.deepEqual(choicesOf(groups), {
      sources: ['ts', 'Pyright', 'eslint'],
      efforts: ['mini', 'nano', 'unlabelled'],
    }));
});
