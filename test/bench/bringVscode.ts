import path from 'node:path';
import { pathToFileURL } from 'node:url';

type Tools = typeof import('../tools/install.mjs');

/** Makes the tests' VS Code and its browser ready, for who measures in them. */
export async function bringVscode(root: string): Promise<void> {
  const tools: Tools = await import(pathToFileURL(path.join(root, 'test/tools/install.mjs')).href);
  await tools.bringVscode();
}
