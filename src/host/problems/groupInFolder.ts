import type { GroupProblems } from './problemTree.ts';

/** Groups by what problems come from, with the folder's files as the editor has them. */
export const groupInFolder: GroupProblems = async (problems, folder, signal) => {
  const [{ groupProblems }, { createVscodeWorkspace }] = await Promise.all([
    import('../../core/problems/groups.ts'),
    import('../workspace/vscodeWorkspace.ts'),
  ]);
  return groupProblems(problems, createVscodeWorkspace(folder), { signal });
};
