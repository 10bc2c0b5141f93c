import assert from 'node:assert/strict';
import type { Job } from '../../../../src/core/run/runEvent.ts';
import type { Script, ScriptOutput } from '../../../models/script.ts';
import { errorsWhere } from '../../support/fakeChecker.ts';
import { plantedInContext, plantedSecrets } from '../../support/plantedSecrets.ts';
import { runAtEndpoint } from './runAtEndpoint.ts';

const byForm = Object.entries(plantedSecrets);
const inContext = Object.values(plantedInContext);
const secrets: readonly (readonly [string, string])[] = [
  ...byForm,
  ...Object.entries(plantedInContext).flatMap(([name, each]) =>
    each.secrets.map((secret) => [name, secret] as const),
  ),
  ['envFile', 'onlyInEnvFile7'],
];

/** Every secret there is, in a text such as a file, a log or a letter. */
const everything = [
  ...byForm.map(([name, secret]) => `const ${name} = "${secret}";`),
  ...inContext.map(({ text }) => text),
  '',
].join('\n');
const code = `${everything}\nexport const needle = BROKEN;\n`;

const files = {
  'src/app.ts': code,
  'src/other.ts': `${everything}\nexport const needle = 2;\n`,
  'AGENTS.md': everything,
  '.github/copilot-instructions.md': everything,
  'package.json': JSON.stringify({ name: 'x', scripts: { deploy: everything } }),
  'config/app.yaml': everything,
  '.env': 'SECRET=onlyInEnvFile7\n',
  '.npmrc': 'password=onlyInEnvFile7\n',
};
const message = `BROKEN with ${everything}`;
const range = { start: { line: 2, character: 0 }, end: { line: 3, character: 0 } };
const line = code.split('\n').findIndex((each) => each.includes('BROKEN'));
const diagnostic = {
  path: 'src/app.ts',
  range: { start: { line, character: 22 }, end: { line, character: 28 } },
  severity: 'error',
  message,
  code: '2322',
  source: 'ts',
} as const;

const patch: ScriptOutput = {
  type: 'patch',
  patch:
    '*** Begin Patch\n*** Update File: src/app.ts\n@@\n-export const needle = BROKEN;\n+export const needle = 1;\n*** End Patch\n',
};
const tool = (name: string, args: unknown): ScriptOutput => ({ type: 'tool', name, arguments: args });
const answerOf = (value: unknown) => ({ output: [{ type: 'json', value }] as const });
const task = {
  id: 't1',
  kind: 'edit',
  title: 'Mend needle',
  instructions: everything,
  files: ['src/app.ts', 'config/app.yaml'],
  dependsOn: [],
  acceptance: everything,
};

function script(route: string): Script {
  return ({ role, nth, text }) => {
    if (role === 'gate') return answerOf({ route, kind: 'edit', files: ['src/app.ts'] });
    if (role === 'plan') return answerOf({ summary: 's', tasks: [task] });
    if (role === 'review')
      return answerOf({
        verdict: 'accept',
        summary: 'Good.',
        tasks: [{ id: 't1', verdict: 'accept', reason: '' }],
      });
    if (role === 'label')
      return answerOf({
        labels: [...text.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => ({
          id,
          category: 'c',
          rootCause: 'r',
          effort: 'mini',
          confidence: 1,
        })),
      });
    if (role === 'answer') return { output: [{ type: 'text', text: 'So it is.' }] };
    const reads = [
      tool('read_file', { path: 'src/other.ts', from: null, to: null }),
      tool('read_file', { path: '.env', from: null, to: null }),
      tool('read_file', { path: '.npmrc', from: null, to: null }),
      tool('search', { text: 'a', regex: false }),
      tool('search', { text: '[A-Za-z0-9]{12}', regex: true }),
      tool('symbols', { name: 'needle' }),
      tool('diagnostics', {}),
    ];
    if (nth === 0) return { output: reads };
    return nth === 1 ? { output: [patch] } : { output: [tool('finish', { summary: 'Done.' })] };
  };
}

describe('no request body of a whole run holds a secret', function () {
  // The first case loads the client of the endpoint.
  this.timeout(10_000);
  const check = (name: string, job: Job, roles: readonly string[], route = 'plan') => {
    for (const provider of ['responses', 'chat'] as const) {
      it(`${name}, over ${provider}`, async () => {
        const { calls, told } = await runAtEndpoint(job, {
          files,
          script: script(route),
          rule: errorsWhere({ BROKEN: message }),
          provider,
          diagnostics: [diagnostic],
          editor: {
            open: ['src/app.ts'],
            active: { path: 'src/app.ts', selection: range, selectedText: code },
          },
          diff: `diff --git a/src/app.ts b/src/app.ts\n--- a/src/app.ts\n+++ b/src/app.ts\n${everything}`,
          git: { branch: 'main', changed: ['.env', 'src/app.ts'] },
          symbols: [{ name: 'needle', kind: 'const', path: 'src/app.ts', line: 1 }],
          commands: { 'npm test': async () => ({ exitCode: 1, prints: everything }) },
        });
        assert.deepEqual([...new Set(calls.map(({ role }) => role))], roles);
        for (const [at, { body, role }] of calls.entries()) {
          const sent = JSON.stringify(body);
          for (const [kind, secret] of secrets) {
            assert.ok(!sent.includes(secret), `${kind} is in request ${at} (${role})`);
          }
        }
        assert.ok(calls.some(({ text }) => text.includes('[withheld]')));
        // What the user is shown as sent is what came in.
        assert.equal(told.length, calls.length);
      });
    }
  };

  check(
    'a request that is planned, worked on and reviewed',
    { type: 'request', text: `@diff @selection @problems @src/ #needle ${everything}` },
    ['gate', 'plan', 'work', 'review'],
  );
  check(
    'a question',
    { type: 'request', text: `@diff @selection Where is needle? ${everything}` },
    ['gate', 'answer'],
    'answer',
  );
  check('a problem', { type: 'fixProblem', diagnostic }, ['work']);
  check('all problems', { type: 'fixProblems' }, ['label', 'work']);
  check('a failing command', { type: 'debug', cause: 'command', command: 'npm test' }, ['work']);
  check(
    'an exception',
    { type: 'debug', cause: 'exception', title: everything, evidence: everything, files: ['src/app.ts'] },
    ['work'],
  );

  it(`plants ${byForm.length + inContext.length} kinds of secrets`, () => {
    assert.ok(byForm.length + inContext.length >= 30);
  });
});
