import type { Suspicion } from '../evidence.ts';
import { isConfigFile, isTestFile } from '../fileRoles.ts';
import type { AskedFor } from './askedFor.ts';
import { isAsked } from './askedFor.ts';
import { type ChangedText, linesBeyond } from './changedText.ts';
import { followsRemoval, onlyAdds, saysTheSame } from './testText.ts';

/** Tests and settings that were changed where the task was the code. Tests that only follow a renaming are left alone. */
export function findUnaskedFiles(files: readonly ChangedText[], task: AskedFor): readonly Suspicion[] {
  return files.flatMap((file): readonly Suspicion[] => {
    const { path, before, after, isNew, isGone } = file;
    const isTest = isTestFile(path);
    if ((!isTest && !isConfigFile(path)) || isAsked(path, task)) return [];
    if (isTest && (isNew || saysTheSame(file) || onlyAdds(file) || followsRemoval(file, files))) return [];
    const [first] = isGone
      ? linesBeyond(after.text, before.text)
      : [...linesBeyond(before.text, after.text), ...linesBeyond(after.text, before.text)];
    const what = isTest ? 'a test' : 'a setting of the project';
    const verb = isGone ? 'deletes' : isNew ? 'adds' : 'changes';
    return [
      {
        kind: 'unaskedFile',
        path,
        line: first?.line ?? 0,
        detail: `${verb} ${what} that the task does not name`,
      },
    ];
  });
}
