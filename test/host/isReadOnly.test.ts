import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isReadOnly } from '../../src/host/workspace/isReadOnly.ts';
import { sampleUri } from './support/sample.ts';

/** A file system of files that are there, of which those named "locked" may not be written. */
class LockedFiles implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  stat({ path }: vscode.Uri): vscode.FileStat {
    const stat = { type: vscode.FileType.File, ctime: 0, mtime: 0, size: 0 };
    return path.endsWith('locked') ? { ...stat, permissions: vscode.FilePermission.Readonly } : stat;
  }
  watch = () => ({ dispose: () => undefined });
  readDirectory = () => [];
  readFile = () => new Uint8Array();
  createDirectory = () => undefined;
  writeFile = () => undefined;
  delete = () => undefined;
  rename = () => undefined;
}

describe('a file that can not be written', () => {
  const { registerFileSystemProvider } = vscode.workspace;
  const registered: vscode.Disposable[] = [];
  before(async () => {
    registered.push(
      registerFileSystemProvider('tiercel-open', new LockedFiles()),
      registerFileSystemProvider('tiercel-frozen', new LockedFiles(), { isReadonly: true }),
    );
    // What the window knows of file systems comes before the answer to a later question.
    await vscode.commands.getCommands();
  });
  after(() => {
    for (const each of registered) each.dispose();
  });

  const check = async (uri: vscode.Uri, expected: boolean) => assert.equal(await isReadOnly(uri), expected);

  it('is known by its file system', () => check(vscode.Uri.parse('tiercel-frozen:/file'), true));
  it('is known by its permissions', () => check(vscode.Uri.parse('tiercel-open:/locked'), true));
  it('is not any other', () => check(vscode.Uri.parse('tiercel-open:/file'), false));
  it('is not one of the disk that can be', () => check(sampleUri('src/money.ts'), false));
  it('is not one that is not there', () => check(sampleUri('src/none.ts'), false));
});
