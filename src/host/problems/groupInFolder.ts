import type { RunResources } from '../runs/runResources.ts';
import { currentSettings } from '../settings/currentSettings.ts';
import type { GroupProblems } from './problemGroups.ts';

/**
 * Groups by what problems come from, with the folder's files as the editor has them, and under the names that labels
 * of earlier runs give them. Nobody is asked.
 */
export function groupInFolder(resources: RunResources, environment: NodeJS.ProcessEnv): GroupProblems {
  return async (problems, folder, signal) => {
    if (problems.length === 0) return [];
    const [{ groupProblems }, { labelGroups }, { knownLabels }, { createVscodeWorkspace }] =
      await Promise.all([
        import('../../core/problems/groups.ts'),
        import('../../core/problems/labelGroups.ts'),
        import('../../core/run/problems/labelKinds.ts'),
        import('../workspace/vscodeWorkspace.ts'),
      ]);
    const groups = await groupProblems(problems, createVscodeWorkspace(folder), { signal });
    const [cache, { settings }] = await Promise.all([resources.labels(), currentSettings(environment)]);
    if (!cache) return groups;
    const labels = await knownLabels(problems, settings.core, cache, { signal });
    return labelGroups(groups, labels, { signal });
  };
}
