import assert from 'node:assert/strict';
import type { Proposal } from '../../../../src/core/edit/proposal/proposal.ts';
import { sarifLog } from '../../../../src/core/problems/sarif.ts';
import { templateOf } from '../../../../src/core/problems/template.ts';
import type { Verdict } from '../../../../src/core/verify/verdict.ts';
import { errorAt } from '../../support/runTask.ts';

const text = 'one\nconst a = wrong;\n';
const problem = errorAt('src/a b.ts', text, 'wrong', "Cannot find name 'wrong'.", '2304');
const verdict = { outcome: 'passed', fixed: [problem] } as unknown as Verdict;
const proposal = (content: string | null, more: Partial<Proposal> = {}): Proposal => ({
  id: 'p',
  run: 'r',
  title: 'Right it',
  tasks: ['t'],
  tier: 'nano',
  files: [{ path: problem.path, base: text, content, hunks: [], decisions: [] }],
  verdict,
  ...more,
});
const label = {
  category: 'missing name',
  rootCause: 'a name is gone',
  effort: 'nano',
  confidence: 0.9,
} as const;

describe('sarifLog', () => {
  const resultOf = (proposals: readonly Proposal[]) => {
    const labels = new Map([[templateOf(problem).key, label]]);
    const [run] = sarifLog({ version: '1.2.3', diagnostics: [problem], proposals, labels }).runs;
    return run?.results[0];
  };
  const checkFix = (content: string, replacement: object) => {
    const fix = resultOf([proposal(content)])?.fixes?.[0];
    assert.deepEqual(fix?.artifactChanges[0]?.replacements, [replacement]);
  };

  it('says what is wrong, where, of which rule, and what a label says of it', () => {
    const { runs, version } = sarifLog({
      version: '1.2.3',
      diagnostics: [problem],
      proposals: [],
      labels: new Map(),
    });
    assert.equal(version, '2.1.0');
    assert.deepEqual(runs[0]?.tool.driver.rules, [
      { id: 'ts/2304', shortDescription: { text: 'Cannot find name _.' } },
    ]);
    const result = resultOf([]);
    assert.deepEqual(result, {
      ruleId: 'ts/2304',
      ruleIndex: 0,
      level: 'error',
      message: { text: "Cannot find name 'wrong'." },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'src/a%20b.ts', uriBaseId: '%SRCROOT%' },
            region: { startLine: 2, startColumn: 11, endLine: 2, endColumn: 16 },
          },
        },
      ],
      properties: label,
    });
  });
  it('gives the lines that a fix takes out and puts in', () => {
    checkFix('one\nconst a = right;\n', {
      deletedRegion: { startLine: 2, startColumn: 1, endLine: 3, endColumn: 1 },
      insertedContent: { text: 'const a = right;\n' },
    });
    checkFix(`${text}more`, {
      deletedRegion: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 1 },
      insertedContent: { text: 'more' },
    });
  });
  it('puts in no byte-order mark a second time', () => {
    const files = [
      { path: problem.path, base: `\ufeff${text}`, content: `\ufeffnew\n${text}`, hunks: [], decisions: [] },
    ];
    const fix = resultOf([proposal('', { files })])?.fixes?.[0];
    assert.deepEqual(fix?.artifactChanges[0]?.replacements, [
      {
        deletedRegion: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
        insertedContent: { text: 'new\n' },
      },
    ]);
  });
  it('gives the fix of one problem to no other that says the same of the same file', () => {
    const twice = 'wrong\nwrong\n';
    const first = errorAt(problem.path, twice, 'wrong', problem.message, '2304');
    const [start, end] = [
      { line: 1, character: 0 },
      { line: 1, character: 5 },
    ];
    const second = { ...first, range: { start, end } };
    const counts = (fixed: Verdict['fixed']) => {
      const one = proposal('right\n', { verdict: { ...verdict, fixed } });
      const all = { version: '1.2.3', diagnostics: [first, second], labels: new Map() };
      return sarifLog({ ...all, proposals: [one] }).runs[0]?.results.map(({ fixes }) => fixes?.length);
    };
    assert.deepEqual(counts([second]), [undefined, 1]);
    assert.deepEqual(counts([second, { ...second }]), [1, 1]);
  });
  it('gives no fix that was not verified, or that is not for the problem', () => {
    const unchecked = { ...verdict, outcome: 'unchecked' } as Verdict;
    assert.equal(resultOf([proposal('x', { verdict: unchecked })])?.fixes, undefined);
    assert.equal(resultOf([proposal('x', { verdict: { ...verdict, fixed: [] } })])?.fixes, undefined);
  });
});
