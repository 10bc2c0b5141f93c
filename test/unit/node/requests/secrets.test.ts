import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Job } from '../../../../src/core/run/state/runEvent.ts';
import type { UserTools } from '../../../../src/core/worker/tools/userTools.ts';
import type { Script, ScriptOutput } from '../../../models/script.ts';
import { errorsWhere } from '../../support/fakeChecker.ts';
import { plantedInContext, plantedSecrets } from '../../support/plantedSecrets.ts';
import { runAtEndpoint } from './runAtEndpoint.ts';

const byForm = Object.entries(plantedSecrets);
const inContext = Object.values(plantedInContext);
/** A line of a key that is like no other. */
function keyLine(nth: number): string {
  const line = createHash('sha512').update(`${nth}`).digest('base64');
  return line.replaceAll('=', 'A').slice(0, 64);
}
const keyLines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => keyLine(from + at));
const keyMarks = ['BEGIN', 'END'].map((word) => `-----${word} ${['PRIVATE', 'KEY'].join(' ')}-----`);
const longKey = [keyMarks[0], ...keyLines(0, 24), keyMarks[1]].join('\n');

const secrets: readonly (readonly [string, string])[] = [
  ...byForm,
  ...Object.entries(plantedInContext).flatMap(([name, each]) =>
    each.secrets.map((secret) => [name, secret] as const),
  ),
  ['envFile', 'onlyInEnvFile7'],
  ['middle of a long key', keyLine(10)],
  ['end of a long key', keyLine(23)],
  ['old key in a diff', keyLine(33)],
];

/** Every secret there is, in a text such as a file, a log or a letter. */
const everything = [
  ...byForm.map(([name, secret]) => `const ${name} = "${secret}";`),
  ...inContext.map(({ text }) => text),
  '',
].join('\n');
const code = `export const pem = \`${longKey}\`;\n${everything}\nexport const needle = BROKEN;\n`;

/** The key was made anew: of the old one and the new one the diff shows the middle. */
const rotated = [...keyLines(30, 37).map((line) => `-${line}`), ...keyLines(5, 12).map((line) => `+${line}`)];

const files = {
  'src/app.ts': code,
  'src/other.ts': `${everything}\nexport const needle = 2;\n`,
  'AGENTS.md': everything,
  '.github/copilot-instructions.md': everything,
  'package.json': JSON.stringify({ name: 'x', scripts: { deploy: everything } }),
  'config/app.yaml': everything,
  '.env': 'SECRET=onlyInEnvFile7\n',
  '.npmrc': 'password=onlyInEnvFile7\n',
  // In a name, which lists of files and searches give.
  [`src/${plantedSecrets.gitlab}.ts`]: 'export const needle = 3;\n',
};
const message = `BROKEN with ${everything}`;
const [first = '', ...selected] = keyLines(10, 13);
const range = { start: { line: 11, character: 4 }, end: { line: 14, character: 0 } };
const selectedText = [first.slice(4), ...selected, ''].join('\n');
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

/** Tools of other servers: what they say of themselves, what they give, and how they fail. */
const userTools: UserTools = {
  allowed: () =>
    ['tickets', 'broken', `tool ${plantedSecrets.github}`].map((name) => ({
      name,
      description: everything,
      inputSchema: { title: everything },
    })),
  call: async (name) => ({ ok: name === 'tickets', output: `called ${name}\n${everything}` }),
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
      tool('use_tool', { name: 'tickets', input: '{}' }),
      tool('use_tool', { name: 'broken', input: '{}' }),
    ];
    if (nth === 0) return { output: reads };
    return nth === 1 ? { output: [patch] } : { output: [tool('finish', { summary: 'Done.' })] };
  };
}

describe('no request body of a whole run holds a secret', function () {
  // The first case loads the client of the endpoint.
  this.timeout(10_000);
  const check = (
    name: string,
    job: Job,
    roles: readonly string[],
    { route = 'plan', ...more }: { readonly route?: string; readonly shadows?: boolean } = {},
  ) => {
    for (const provider of ['responses', 'chat'] as const) {
      it(`${name}, over ${provider}`, async () => {
        const { calls, told } = await runAtEndpoint(job, {
          files,
          script: script(route),
          rule: errorsWhere({ BROKEN: message }),
          provider,
          ...more,
          userTools,
          diagnostics: [diagnostic],
          editor: {
            open: ['src/app.ts'],
            active: { path: 'src/app.ts', selection: range, selectedText },
          },
          diff: `diff --git a/src/app.ts b/src/app.ts\n--- a/src/app.ts\n+++ b/src/app.ts\n@@ -6,7 +6,7 @@\n${rotated.join('\n')}\n${everything}`,
          git: { branch: `fix/${plantedSecrets.github}`, changed: ['.env', `${plantedSecrets.npm}.ts`] },
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
        // One problem is mended without tools.
        if (roles.includes('work') && job.type !== 'fixProblem')
          for (const called of ['called tickets', 'called broken'])
            assert.ok(
              calls.some(({ body }) => JSON.stringify(body).includes(called)),
              called,
            );
        // What the user is shown as sent is what came in.
        assert.deepEqual(
          told.map(({ role, task }) => [role, task]),
          calls.map(({ role, task }) => [role, task]),
        );
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
    { route: 'answer' },
  );
  check('a problem', { type: 'fixProblem', diagnostic }, ['work']);
  check(
    'one edit, done once more on another tier beside it',
    { type: 'request', text: `@selection ${everything}` },
    ['gate', 'work', 'shadow'],
    { route: 'single_edit', shadows: true },
  );
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
