import type { Workspace } from '../core/context/workspace.ts';
import { createChecker } from '../node/languageServer/createChecker.ts';
import type { ServerSettings } from '../node/languageServer/find/chooseServer.ts';
import { connectWithProcess } from '../node/languageServer/process/processConnection.ts';

/**
 * The checker of the command line. Servers that are not named are looked for in the workspace and on the PATH; a
 * workspace without a TypeScript is checked with the one next to this program.
 */
export function createCliChecker(root: string, workspace: Workspace, servers: ServerSettings) {
  return createChecker({
    root,
    workspace,
    connect: connectWithProcess,
    servers,
    fallbackFolders: [import.meta.dirname],
    log: (line) => {
      if (process.env.TIERCEL_LOG) process.stderr.write(`${line}\n`);
    },
  });
}
