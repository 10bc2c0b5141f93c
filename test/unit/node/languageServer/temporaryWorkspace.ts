import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FileRead, Workspace } from '../../../../src/core/context/workspace.ts';

/** A folder of its own on disk, with unsaved texts above it as an editor would have them. */
export class TemporaryWorkspace implements Workspace {
  readonly name = 'temporary';
  readonly unsaved = new Map<string, string>();
  /** How often the files were listed. */
  lists = 0;

  private constructor(readonly root: string) {}

  static async create(files: Readonly<Record<string, string>>): Promise<TemporaryWorkspace> {
    const workspace = new TemporaryWorkspace(await realpath(await mkdtemp(path.join(tmpdir(), 'tiercel-'))));
    for (const [file, text] of Object.entries(files)) await workspace.write(file, text);
    return workspace;
  }

  async write(file: string, text: string): Promise<void> {
    const full = path.join(this.root, file);
    await mkdir(path.dirname(full), { recursive: true });
    await writeFile(full, text);
  }

  async remove(file = ''): Promise<void> {
    await rm(path.join(this.root, file), { recursive: true, force: true });
  }

  async read(file: string): Promise<FileRead> {
    const unsaved = this.unsaved.get(file);
    if (unsaved !== undefined) return { type: 'text', text: unsaved };
    try {
      return { type: 'text', text: await readFile(path.join(this.root, file), 'utf8') };
    } catch {
      return { type: 'missing' };
    }
  }

  async list(..._: Partial<Parameters<Workspace['list']>>): Promise<readonly string[]> {
    this.lists += 1;
    const entries = await readdir(this.root, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        path.relative(this.root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
      )
      .filter((file) => !file.split('/').includes('node_modules'))
      .sort();
  }

  search = async () => [];
  symbols = async () => [];
  diagnostics = () => [];
  editorState = () => ({ open: [...this.unsaved.keys()] });
  gitState = async () => undefined;
}
