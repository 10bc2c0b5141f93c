import { label } from '../../core/context/fence.ts';
import { mentionOf } from '../../core/context/pack/mentions.ts';
import type { Signals } from '../../core/routing/route.ts';
import type { TaskKind } from '../../core/routing/taskKind.ts';
import type { ChosenWork } from '../jobs.ts';

/** A stretch of a file: lines from 1, both of them part of it. */
export interface Stretch {
  readonly path: string;
  readonly first: number;
  readonly last: number;
  /** Whether the user has selected it, or only stands there. */
  readonly isSelected: boolean;
}

interface Rewrite {
  readonly title: string;
  readonly kind: TaskKind;
  /** The most files that it changes. */
  readonly files: number;
  readonly text: string;
}

/** What the light bulb offers on a selection. */
export const rewrites = {
  docstring: {
    title: 'Write doc comments',
    kind: 'simple_edit',
    files: 1,
    text: 'Write doc comments, in the form that this language and this file use, for what is declared in these lines. Say what a caller needs to know and the code does not show. Change no code.',
  },
  rename: {
    title: 'Rename with meaning',
    kind: 'edit',
    files: 6,
    text: 'Give the names that are declared in these lines, and that say too little, names that say what they mean, in the style of the file.',
  },
  extract: {
    title: 'Extract',
    kind: 'edit',
    files: 1,
    text: 'Take these lines out into a function of their own with a name that says what it does, in this file, and call it here. Behaviour stays as it is.',
  },
  tests: {
    title: 'Add tests',
    kind: 'test',
    files: 2,
    text: 'Write tests for what these lines do, in the style of the project’s tests. Cover what can go wrong. Change nothing but tests.',
  },
  simplify: {
    title: 'Simplify',
    kind: 'edit',
    files: 1,
    text: 'Make these lines simpler to read: fewer branches, less nesting, what the standard library has. Behaviour stays as it is, and so does everything outside of these lines.',
  },
} as const satisfies Record<string, Rewrite>;

export type RewriteId = keyof typeof rewrites;

/** Whether a value that came from outside names a rewrite. */
export function isRewriteId(value: unknown): value is RewriteId {
  return typeof value === 'string' && Object.hasOwn(rewrites, value);
}

/** The work that a rewrite of a stretch is, where it stays in the file. */
export function rewriteWork(id: RewriteId, stretch: Stretch): ChosenWork {
  return workOn(id, stretch, { said: '', files: [stretch.path] });
}

/**
 * The work of renaming what a stretch declares. `users` are the other files that use it; undefined where that is not
 * known. Names that more files use than one worker can keep in view are left as they are.
 */
export function renameWork(stretch: Stretch, users: readonly string[] | undefined): ChosenWork {
  const follows = users !== undefined && users.length < rewrites.rename.files ? users : [];
  const said =
    users?.length === 0 || follows.length > 0
      ? `Change all their uses, here${follows.map((path) => ` and in ${label(path)}`).join('')}.`
      : 'Change all their uses in this file. Leave names alone that other files use.';
  return workOn('rename', stretch, { said, files: [stretch.path, ...follows] });
}

/** The work of testing a stretch in these files, which may be yet to be written; in one of the worker's choice for none. */
export function testsWork(stretch: Stretch, tests: readonly string[]): ChosenWork {
  const into = tests.slice(0, rewrites.tests.files);
  if (into.length === 0) {
    const said =
      'They belong where the tests of this file are, or in a new file beside those of the project.';
    return workOn('tests', stretch, { said, files: [stretch.path] });
  }
  // The file itself is shown, and is none that the worker may write.
  const shown = into.includes(stretch.path) ? '' : ` They test ${mentionOf(stretch.path)}.`;
  return workOn('tests', stretch, {
    said: `They belong in ${into.map(label).join(' or ')}.${shown}`,
    files: into,
  });
}

function workOn(
  id: RewriteId,
  stretch: Stretch,
  { said, files }: { readonly said: string; readonly files: readonly string[] },
): ChosenWork {
  const { title, kind, text } = rewrites[id];
  return {
    title: `${title}: ${describeStretch(stretch)}`,
    text: [text, said, aboutStretch(stretch)].filter((part) => part !== '').join('\n'),
    gate: { route: 'single_edit', kind, files },
  };
}

/** What the user's own words about a stretch are taken for before they are known. */
export const ownSignals = { kind: 'edit', files: 1 } as const satisfies Signals;

/** The work that the user's own words about a stretch are. */
export function ownWork(instruction: string, stretch: Stretch): ChosenWork {
  return {
    title: instruction,
    text: `${instruction}\n${aboutStretch(stretch)}`,
    gate: { route: 'single_edit', kind: ownSignals.kind, files: [stretch.path] },
  };
}

/** "src/a.ts, lines 3 to 9". */
export function describeStretch({ path, first, last }: Stretch): string {
  const name = label(path);
  return first === last ? `${name}, line ${first}` : `${name}, lines ${first} to ${last}`;
}

function aboutStretch(stretch: Stretch): string {
  const how = stretch.isSelected ? 'which the user has selected' : 'where the user’s cursor stands';
  return `This is about ${describeStretch(stretch)}, ${how}.`;
}
