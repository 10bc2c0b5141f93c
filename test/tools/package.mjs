// `npm run package`: makes out/tiercel-VERSION.vsix and checks what is in it.
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, root } from './install.mjs';
import { needNewNode, npm } from './node.mjs';
import { billFile, noticesFile } from './thirdParty.mjs';

const { version } = readManifest();
export const vsixPath = path.join(root, 'out', `tiercel-${version}.vsix`);

const allowed = /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|dist\/|media\/)/;
const needed = [
  'package.json',
  'dist/extension.js',
  'dist/panel.js',
  'dist/cli.js',
  'dist/tokenizer.cjs',
  noticesFile,
];

/** Builds for production and packages what ships; throws when a file too many or too few would. */
export async function packageExtension() {
  install(root);
  const { createVSIX, listFiles, PackageManager } = await import('@vscode/vsce');
  npm(['run', '-s', 'vscode:prepublish'], root);
  const staged = stage();
  await createVSIX({
    cwd: staged,
    packagePath: vsixPath,
    dependencies: false,
    allowMissingRepository: true,
    // The project has no public address yet that links could lead to.
    rewriteRelativeLinks: false,
  });
  const files = await listFiles({ cwd: staged, packageManager: PackageManager.None });
  const surplus = files.filter((file) => !allowed.test(file));
  const missing = needed.filter((file) => !files.includes(file));
  if (surplus.length > 0) throw new Error(`These files must not ship: ${surplus.join(', ')}`);
  if (missing.length > 0) throw new Error(`These files are missing: ${missing.join(', ')}`);
  checkBill();
  const sizes = shippedSizes();
  for (const [name, most] of Object.entries(mostBytes)) {
    const bytes = sizes[/** @type {keyof typeof mostBytes} */ (name)];
    if (bytes > most) throw new Error(`${name} has ${bytes} bytes; ${most} are the most.`);
  }
}

/**
 * Puts what ships into a folder by itself and gives that: the packager matches every file beside it against what is to
 * be left out, and those of the tests' editor are twenty thousand. What ships has no scripts to run, nor needs what
 * they need.
 */
function stage() {
  const folder = path.join(root, 'out/package');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { scripts: _, devDependencies: __, ...manifest } = readManifest();
  for (const name of manifest.files)
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return folder;
}

function readManifest() {
  return JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
}

/** The bill of materials beside the package names what the notices in it name, and the extension needs nothing else. */
function checkBill() {
  const { components } = JSON.parse(readFileSync(path.join(root, billFile(version)), 'utf8'));
  const notices = readFileSync(path.join(root, noticesFile), 'utf8');
  for (const { name: part, version: of } of components)
    if (!notices.includes(`\n${part} ${of} (`)) throw new Error(`${part} has no notice.`);
  const { dependencies, scripts } = readManifest();
  if (dependencies !== undefined)
    throw new Error('The extension is to need no packages where it is installed.');
  const onInstall = Object.keys(scripts).filter((script) => /^(pre|post)?(install|prepare)$/.test(script));
  if (onInstall.length > 0)
    throw new Error(`No script may run where it is installed: ${onInstall.join(', ')}`);
}

/** What a user downloads, and what the editor reads to activate the extension: the limits of what ships, in bytes. */
export const mostBytes = { package: 2_000_000, mainBundle: 700_000 };

/** The sizes of what was packaged last, in bytes. */
export function shippedSizes() {
  const files = staticImports(path.join(root, 'dist/extension.js'));
  return {
    package: statSync(vsixPath).size,
    mainBundle: [...files].reduce((sum, file) => sum + statSync(file).size, 0),
    mainFiles: files.size,
  };
}

const staticImport = /(?<![\w$.])import\s*(?:[\w$*{}\s,]+?\bfrom\s*)?["'](\.[^"']+)["']/g;

/**
 * A bundle with all files that are read with it: those that it imports by statements, and what they import.
 * @param {string} file
 * @param {Set<string>} found
 */
export function staticImports(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(staticImport))
    staticImports(path.join(path.dirname(file), name), found);
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await needNewNode();
  await packageExtension();
  const kilobytes = Math.round(shippedSizes().package / 1000);
  process.stdout.write(`${path.relative(process.cwd(), vsixPath)} (${kilobytes} kB), ${billFile(version)}\n`);
}
