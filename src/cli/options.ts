export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  /** What stands behind it, as the help names it. */
  readonly value?: string;
  /** The commands that hear it; without this, all take it. */
  readonly of?: readonly string[];
  /** An option that asks for something else in the same place, so that only one of both can be heard. */
  readonly insteadOf?: string;
  readonly help: string;
}

const jobs = ['run', 'fix', 'debug', 'resume'] as const;

/** All options, as the parser and the help read them. */
export const options = {
  workspace: { type: 'string', value: 'DIR', help: 'the folder to work on; without it, the current one' },
  json: { type: 'boolean', help: 'one JSON object a line on stdout; everything else goes to stderr' },
  csv: {
    type: 'boolean',
    insteadOf: 'json',
    help: 'all calls of the ledger as CSV, in place of --json',
    of: ['report'],
  },
  file: { type: 'string', value: 'F', help: 'the one file to fix', of: ['fix'] },
  apply: {
    type: 'boolean',
    help: 'write verified proposals to the workspace; without it nothing is written',
    of: jobs,
  },
  'allow-command': {
    type: 'string',
    value: '"npm test"',
    multiple: true,
    help: 'run this in a scratch copy to check edits (may be given several times); nothing else is run',
    of: jobs,
  },
  server: {
    type: 'string',
    value: 'python="pyright-langserver --stdio"',
    multiple: true,
    help: "the language server for a language (may be given several times); known ones are found in the workspace and on the PATH without it, TypeScript's also next to tiercel",
    of: [...jobs, 'verify'],
  },
  settings: {
    type: 'string',
    value: 'FILE',
    help: 'the tiers, prices and budgets to go by: JSON with the names that VS Code\'s settings have, such as "tiercel.tiers.mini.provider": "chat"',
    of: [...jobs, 'report'],
  },
  sarif: {
    type: 'string',
    value: 'FILE',
    help: 'the problems found, with labels and verified fixes, as SARIF 2.1.0',
    of: ['fix', 'resume'],
  },
  patch: {
    type: 'string',
    value: 'FILE',
    help: 'all that was verified, as a patch for "git apply"',
    of: jobs,
  },
  budget: { type: 'string', value: 'USD', help: 'the most that this run may cost', of: jobs },
  query: {
    type: 'string',
    value: 'TEXT',
    help: 'the request whose files are named; what git says of changes counts where it can be read within two seconds, and for later lines from stdin also where it comes later',
    of: ['context'],
  },
  limit: { type: 'string', value: 'N', help: 'the most files that are named (20)', of: ['context'] },
  ceiling: {
    type: 'string',
    value: 'TIER',
    help: 'no tier above this one: none, nano, mini or planner',
    of: jobs,
  },
  version: { type: 'boolean', help: 'the version of tiercel' },
  help: { type: 'boolean', short: 'h', help: 'this text' },
} satisfies Readonly<Record<string, Option>>;

const columns = 120;
const indent = ' '.repeat(18);

/** The options as the help lists them. */
export const optionLines = [
  'Options',
  ...Object.entries<Option>(options).flatMap(([name, { value, of, help }]) => {
    const sign = `  --${name}${value ? ` ${value}` : ''}`;
    const lines = wrap(of ? `${help} (${of.join(', ')})` : help, columns - indent.length);
    const isShort = sign.length < indent.length;
    const [first = '', ...more] = lines.map((line) => indent + line);
    return isShort ? [sign.padEnd(indent.length) + first.trimStart(), ...more] : [sign, first, ...more];
  }),
].join('\n');

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
