import { access, constants } from 'node:fs/promises';
import * as vscode from 'vscode';
import { isSystemError } from '../../base/systemError.ts';

/** Whether a file is there and can't be written, as far as one can tell without writing it. */
export async function isReadOnly(uri: vscode.Uri): Promise<boolean> {
  const { fs } = vscode.workspace;
  if (fs.isWritableFileSystem(uri.scheme) === false) return true;
  try {
    const { permissions = 0 } = await fs.stat(uri);
    if ((permissions & vscode.FilePermission.Readonly) !== 0) return true;
    if (uri.scheme === 'file') await access(uri.fsPath, constants.W_OK);
    return false;
  } catch (error) {
    return isSystemError(error) && ['EACCES', 'EPERM', 'EROFS'].some((code) => code === error.code);
  }
}
