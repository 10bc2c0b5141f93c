// `npm run package`: makes out/tiercel-VERSION.vsix and checks what is in it.
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, root } from './install.mjs';
import { needNewNode } from './node.mjs';

const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
export const vsixPath = path.join(root, 'out', `tiercel-${version}.vsix`);

const allowed = /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|dist\/|media\/)/;
const needed = ['package.json', 'dist/extension.js', 'dist/panel.js', 'dist/cli.js', 'dist/tokenizer.cjs'];

/** Builds for production and packages what ships; throws when a file too many or too few would. */
export async function packageExtension() {
  install(root);
  const { createVSIX, listFiles, PackageManager } = await import('@vscode/vsce');
  mkdirSync(path.dirname(vsixPath), { recursive: true });
  await createVSIX({
    cwd: root,
    packagePath: vsixPath,
    dependencies: false,
    allowMissingRepository: true,
    // The project has no public address yet that links could lead to.
    rewriteRelativeLinks: false,
  });
  const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
  const surplus = files.filter((file) => !allowed.test(file));
  const missing = needed.filter((file) => !files.includes(file));
  if (surplus.length > 0) throw new Error(`These files must not ship: ${surplus.join(', ')}`);
  if (missing.length > 0) throw new Error(`These files are missing: ${missing.join(', ')}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await needNewNode();
  await packageExtension();
  const kilobytes = Math.round(statSync(vsixPath).size / 1000);
  process.stdout.write(`${path.relative(process.cwd(), vsixPath)} (${kilobytes} kB)\n`);
}
