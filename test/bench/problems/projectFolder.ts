import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type UpgradedProject, upgradedProject } from './project.ts';

export interface ProjectFolder extends UpgradedProject {
  readonly folder: string;
  remove(): Promise<void>;
}

/** An upgraded project on disk; `typescript` is the folder of the TypeScript that it has installed. */
export async function writeProject(count: number, typescript: string): Promise<ProjectFolder> {
  const project = upgradedProject(count);
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'tiercel-upgraded-')));
  for (const [file, text] of Object.entries(project.files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  await mkdir(path.join(folder, 'node_modules'));
  await symlink(await realpath(typescript), path.join(folder, 'node_modules/typescript'), 'junction');
  return { ...project, folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
