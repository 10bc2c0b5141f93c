import { isTestFile } from '../fileRoles.ts';

/** What was asked for: it makes of a suspicious change an honest one. */
export interface AskedFor {
  readonly kind: string;
  /** The files that the task names. */
  readonly files: readonly string[];
  /** Title, instructions and acceptance: all that says what is wanted. */
  readonly text: string;
  /** Files with diagnostics that it is to remove, where it was made from some. */
  readonly mends?: readonly string[];
}

const asksForTests = /\b(?:tests?|specs?|testing|assertions?|expectations?|coverage|fixtures?|snapshots?)\b/i;
/** What says how one sees that the code is right, and asks for no other tests. */
const tellsOfTests =
  /\b(?:failing|broken|existing|red)\s+(?:\w+\s+)?(?:tests?|specs?)\b|\b(?:tests?|specs?)\b[^.;:\n]{0,60}?\b(?:fail|pass)(?:s|es|ed|ing)?\b/gi;
export const asksToSkip = /\b(?:skip\w*|disabl\w*|quarantin\w*|flaky|ignor\w*)\b/i;
const asksForConfig =
  /\b(?:config\w*|settings?|tsconfig|eslint\w*|biome|lint\w*|compiler options?|package\.json|dependenc\w*|scripts?|pyproject|cargo|makefile|ci|workflow|upgrade\w*|versions?|install\w*|strict\w*|build)\b/i;

/** Whether a task asks for a change of a test or of a setting. */
export function isAsked(path: string, task: AskedFor): boolean {
  if (task.files.includes(path)) return true;
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (task.text.includes(name)) return true;
  if (isTestFile(path)) return task.kind === 'test' || asksForTests.test(task.text.replace(tellsOfTests, ''));
  return asksForConfig.test(task.text);
}
