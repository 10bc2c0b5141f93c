// Bundles tests, so that what runs is plain JavaScript with source maps.
import { globSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './install.mjs';

const vscode = path.join(root, 'test/vscode');

/**
 * Bundles files below test/, given as patterns from the root, into a folder below out/; returns the bundles' paths.
 * @param {readonly string[]} patterns
 * @param {string} outFolder
 * @param {import('esbuild').BuildOptions} options
 */
async function bundle(patterns, outFolder, options) {
  const { default: esbuild } = await import('esbuild');
  const outdir = path.join(root, 'out', outFolder);
  rmSync(outdir, { recursive: true, force: true });
  const entryPoints = patterns.flatMap((pattern) => globSync(pattern, { cwd: root })).sort();
  if (entryPoints.length === 0) return [];
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node22',
    sourcemap: 'linked',
    logLevel: 'warning',
    metafile: true,
    ...options,
  });
  return Object.entries(result.metafile?.outputs ?? {})
    .filter(([, output]) => output.entryPoint)
    .map(([file]) => path.join(root, file));
}

/**
 * @param {readonly string[]} parts of the paths of those that are wanted; all tests when there are none
 * @param {string} outFolder
 */
export async function bundleUnitTests(parts, outFolder) {
  const all = globSync('test/unit/**/*.test.ts', { cwd: root });
  const found = parts.map((part) => all.filter((file) => file.includes(part)));
  const empty = parts.filter((_, index) => found[index]?.length === 0);
  if (empty.length > 0) throw new Error(`No test has this in its path: ${empty.join(', ')}`);
  const files = parts.length === 0 ? all : [...new Set(found.flat())];
  return bundle(files, outFolder, {
    outbase: 'test/unit',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    packages: 'external',
  });
}

/** Tests for the extension host; returns the path of the module that VS Code is to load. */
export async function bundleHostTests() {
  await bundle(['test/host/index.ts', 'test/host/**/*.test.ts'], 'host', {
    outbase: 'test/host',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['vscode', 'mocha'],
  });
  return path.join(root, 'out/host/index.cjs');
}

/**
 * Modules that drive the workbench, which load VS Code's launcher from where it is installed.
 * @param {readonly string[]} patterns
 * @param {string} outFolder
 */
export async function bundleForWorkbench(patterns, outFolder) {
  return bundle(patterns, outFolder, {
    outbase: 'test/e2e',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    packages: 'external',
    plugins: [
      {
        name: 'launcher stays outside',
        setup(build) {
          build.onResolve({ filter: /\/(vscode|tools)\/\w+\.mjs$/ }, (found) => ({
            path: pathToFileURL(path.resolve(found.resolveDir, found.path)).href,
            external: true,
          }));
          build.onResolve({ filter: /^playwright-core$/ }, () => ({
            path: pathToFileURL(path.join(vscode, 'node_modules/playwright-core/index.mjs')).href,
            external: true,
          }));
        },
      },
    ],
  });
}

/** The scripted endpoint and its scripts; returns the folder of the bundles. */
export async function bundleModels() {
  await bundle(['test/models/**/*.ts'], 'models', {
    outbase: 'test/models',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    packages: 'external',
    splitting: true,
  });
  return path.join(root, 'out/models');
}

/** @type {import('esbuild').Plugin} */
const withoutEditor = {
  name: "what is run of the editor's side meets a stand-in",
  setup(build) {
    const path = `${root}/test/bench/editorStandIn.ts`;
    build.onResolve({ filter: /^vscode$/ }, () => ({ path }));
  },
};

/** The benchmarks by name and the frame that runs them: the paths of the bundles from the root. */
export async function bundleBenches() {
  const files = await bundle(
    ['test/bench/run.ts', 'test/bench/summary.ts', 'test/bench/*/bench.ts'],
    'bench',
    {
      outbase: 'test/bench',
      format: 'esm',
      outExtension: { '.js': '.mjs' },
      packages: 'external',
      plugins: [withoutEditor],
    },
  );
  const benches = files
    .map((file) => path.relative(root, file))
    .filter((file) => path.basename(file) === 'bench.mjs')
    .map((file) => /** @type {const} */ ([path.basename(path.dirname(file)), file]));
  return { frame: 'out/bench/run.mjs', benches: new Map(benches) };
}

/** The soaks by name and the frame that runs them: the paths of the bundles from the root. */
export async function bundleSoaks() {
  const files = await bundle(['test/soak/run.ts', 'test/soak/*/soak.ts'], 'soak', {
    outbase: 'test/soak',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    packages: 'external',
    plugins: [withoutEditor],
  });
  const soaks = files
    .map((file) => path.relative(root, file))
    .filter((file) => path.basename(file) === 'soak.mjs')
    .map((file) => /** @type {const} */ ([path.basename(path.dirname(file)), file]));
  return { frame: 'out/soak/run.mjs', soaks: new Map(soaks) };
}
