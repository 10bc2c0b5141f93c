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
  readonly text: string;
}

/** What the light bulb offers on a selection. */
export const rewrites = {
  docstring: {
    title: 'Write doc comments',
    kind: 'simple_edit',
    text: 'Write doc comments, in the form that this language and this file use, for what is declared in these lines. Say what a caller needs to know and the code does not show. Change no code.',
  },
  rename: {
    title: 'Rename with meaning',
    kind: 'edit',
    text: 'Give the names that are declared in these lines, and that say too little, names that say what they mean, in the style of the file. Change all their uses in this file. Leave names alone that other files import.',
  },
  extract: {
    title: 'Extract',
    kind: 'edit',
    text: 'Take these lines out into a function of their own with a name that says what it does, in this file, and call it here. Behaviour stays as it is.',
  },
  tests: {
    title: 'Add tests',
    kind: 'test',
    text: 'Write tests for what these lines do, where the tests of this file are, or in a new file beside those of the project, in their style. Cover what can go wrong. Change nothing but tests.',
  },
  simplify: {
    title: 'Simplify',
    kind: 'edit',
    text: 'Make these lines simpler to read: fewer branches, less nesting, what the standard library has. Behaviour stays as it is, and so does everything outside of these lines.',
  },
} as const satisfies Record<string, Rewrite>;

export type RewriteId = keyof typeof rewrites;

/** Whether a value that came from outside names a rewrite. */
export function isRewriteId(value: unknown): value is RewriteId {
  return typeof value === 'string' && Object.hasOwn(rewrites, value);
}

/** The work that a rewrite of a stretch is. */
export function rewriteWork(id: RewriteId, stretch: Stretch): ChosenWork {
  const { title, kind, text } = rewrites[id];
  return {
    title: `${title}: ${describeStretch(stretch)}`,
    text: `${text}\n${aboutStretch(stretch)}`,
    gate: { route: 'single_edit', kind, files: [stretch.path] },
  };
}

/** The work that the user's own words about a stretch are. */
export function ownWork(instruction: string, stretch: Stretch): ChosenWork {
  return {
    title: instruction,
    text: `${instruction}\n${aboutStretch(stretch)}`,
    gate: { route: 'single_edit', kind: 'edit', files: [stretch.path] },
  };
}

/** "src/a.ts, lines 3 to 9". */
export function describeStretch({ path, first, last }: Stretch): string {
  return first === last ? `${path}, line ${first}` : `${path}, lines ${first} to ${last}`;
}

function aboutStretch(stretch: Stretch): string {
  const how = stretch.isSelected ? 'which the user has selected' : 'where the user’s cursor stands';
  return `This is about ${describeStretch(stretch)}, ${how}.`;
}
