import path from 'node:path';
import { pathToFileURL } from 'node:url';

type Tools = typeof import('../../tools/package.mjs');

/** What ships, built and packaged for it; the limits hold in `npm test` too. */
export async function packageShipped(
  root: string,
): Promise<Pick<Tools, 'mostBytes'> & ReturnType<Tools['shippedSizes']>> {
  const tools: Tools = await import(pathToFileURL(path.join(root, 'test/tools/package.mjs')).href);
  await tools.packageExtension();
  return { ...tools.shippedSizes(), mostBytes: tools.mostBytes };
}
