import type { Script, ScriptOutput } from '../../models/script.ts';

/** Each task changes a file of its own, but for two that meet in one; some build on others. */
const dependsOn: Readonly<Record<number, readonly number[]>> = {
  3: [1],
  4: [1, 2],
  7: [3],
  10: [9],
  11: [9],
};
export const taskCount = 12;
const numbers = Array.from({ length: taskCount }, (_, at) => at + 1);
const fileOf = (task: number) => (task === 6 ? 'src/f5.ts' : `src/f${task}.ts`);

/** Problems that nothing but a model mends, for a run that has them labelled in a batch. */
export const problemFiles = { 'src/problems.ts': 'const a = WRONG;\n' };

/** The workspace that the run works on. */
export const files: Readonly<Record<string, string>> = Object.fromEntries(
  numbers.map((number) => [
    `src/f${number}.ts`,
    `export const first${number} = 'before';\n\n\n\n\n\n\nexport const last${number} = 'before';\n`,
  ]),
);

const plan = {
  summary: 'Twelve changes',
  tasks: numbers.map((number) => ({
    id: `t${number}`,
    kind: 'edit',
    title: `Change ${number}`,
    instructions: `Change the constant of task number ${number}.`,
    files: [fileOf(number)],
    dependsOn: (number === 6 ? [5] : (dependsOn[number] ?? [])).map((other) => `t${other}`),
    acceptance: 'It says after.',
  })),
};

const json = (value: unknown): readonly ScriptOutput[] => [{ type: 'json', value }];

/**
 * A model that says the same to the same question, whoever asked what before: only so a run that was cut off can come
 * to what it would have come to. Tasks 2 and 8 are wrong at first, 5 reads a file before it writes, and the reviewer
 * sends 9 back, on which two others build.
 */
export const killScript: Script = ({ role, task, text }) => {
  switch (role) {
    case 'gate':
      return { output: json({ route: 'plan', kind: 'edit', files: [] }) };
    case 'plan':
      return { output: json(plan) };
    case 'review': {
      const verdict = { id: 't9', verdict: 'revise', reason: 'Say it with more care.' };
      return { output: json({ verdict: 'revise', summary: 'Nearly.', tasks: [verdict] }) };
    }
    case 'work':
      return { output: /^t\d+$/.test(task) ? workOn(Number(task.slice(1)), text) : mendProblem() };
    case 'label':
      return { output: json({ labels: labelsFor(text) }) };
    default:
      throw new Error(`nobody is to ask as ${role}`);
  }
};

const labelsFor = (text: string) =>
  [...text.matchAll(/\\?"id\\?":\\?"(t\d+)/g)].map(([, id]) => ({
    ...{ id, category: 'wrong', rootCause: 'one cause', effort: 'mini', confidence: 1 },
  }));

function mendProblem(): readonly ScriptOutput[] {
  const lines = ['@@', '-const a = WRONG;', "+const a = 'after';"];
  const patch = ['*** Begin Patch', '*** Update File: src/problems.ts', ...lines, '*** End Patch'].join('\n');
  return [
    { type: 'patch', patch },
    { type: 'tool', name: 'finish', arguments: { summary: 'Mended.' } },
  ];
}

function workOn(number: number, text: string): readonly ScriptOutput[] {
  const isTold = text.includes('that is wrong');
  const isRevised = text.includes('Say it with more care.');
  if (number === 5 && !text.includes('looked')) {
    return [
      { type: 'text', text: 'looked' },
      { type: 'tool', name: 'read_file', arguments: { path: 'src/f4.ts' } },
    ];
  }
  const word = (number === 2 || number === 8) && !isTold ? 'WRONG' : isRevised ? 'with care' : 'after';
  const name = number === 6 ? 'last5' : `first${number}`;
  const patch = [
    '*** Begin Patch',
    `*** Update File: ${fileOf(number)}`,
    '@@',
    `-export const ${name} = 'before';`,
    `+export const ${name} = '${word}';`,
    '*** End Patch',
  ].join('\n');
  return [
    { type: 'patch', patch },
    { type: 'tool', name: 'finish', arguments: { summary: `Changed ${number}.` } },
  ];
}
