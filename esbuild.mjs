// Bundles what ships: the extension, the command line, the tokenizer and the panel's page, each on its own.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { install, root } from './test/tools/install.mjs';

install(root);
const { default: esbuild } = await import('esbuild');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

const { license, name, version } = JSON.parse(readFileSync('package.json', 'utf8'));

const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  legalComments: 'none',
  define: { TIERCEL_VERSION: JSON.stringify(version) },
};

/** Some dependencies are CommonJS and call require at run time. */
const requireInModules = {
  js: "import { createRequire as tiercelRequire } from 'node:module';\nconst require = tiercelRequire(import.meta.url);",
};

/**
 * The first tokens of o200k's 200,000. Pairs are merged in the order of the vocabulary, so that without its end there
 * are more tokens and never fewer: two percent in code, for half of the size.
 */
const keptTokens = 100_000;

/** @type {import('esbuild').Plugin} */
const shortVocabulary = {
  name: 'short vocabulary',
  setup(build) {
    build.onLoad({ filter: /bpeRanks[\\/]o200k_base\.js$/ }, ({ path }) => {
      const { default: ranks } = createRequire(import.meta.url)(path);
      return { contents: `export default ${JSON.stringify(ranks.slice(0, keptTokens))}` };
    });
  },
};

const bundles = [
  {
    // What is imported when it is first needed becomes a file of its own, so that activating reads next to nothing. What
    // the extension and the command line share ships once.
    ...common,
    entryPoints: { extension: 'src/extension.ts', cli: 'src/cli/main.ts' },
    outdir: 'dist',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    platform: 'node',
    format: 'esm',
    // The command line says on an older Node that it needs a newer one.
    target: 'node20',
    external: ['vscode'],
    banner: requireInModules,
  },
  {
    // A thread of the extension and of the command line.
    ...common,
    entryPoints: ['src/node/textIndex/indexThread.ts'],
    outfile: 'dist/indexThread.cjs',
    platform: 'node',
    format: 'cjs',
    target: 'node22',
  },
  {
    ...common,
    entryPoints: ['src/node/tokenizer/tokenizerWorker.ts'],
    outfile: 'dist/tokenizer.cjs',
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    sourcemap: false,
    plugins: [shortVocabulary],
  },
  {
    ...common,
    entryPoints: ['src/webview/page.tsx'],
    outfile: 'dist/panel.js',
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'text' },
  },
];

if (production) rmSync('dist', { recursive: true, force: true });
else removeOldChunks('dist/chunks');
if (watch) {
  for (const bundle of bundles) await (await esbuild.context(bundle)).watch();
} else {
  const built = await Promise.all(bundles.map((bundle) => esbuild.build({ ...bundle, metafile: true })));
  if (production) await tellOfOthers(built.flatMap(({ metafile }) => Object.keys(metafile.inputs)));
}

/** Puts the licences of all that is bundled beside it, and its bill of materials beside the package. */
async function tellOfOthers(inputs) {
  const { billFile, billOf, bundledParts, noticesFile, noticesOf } = await import(
    './test/tools/thirdParty.mjs'
  );
  const parts = bundledParts('.', inputs);
  writeFileSync(noticesFile, noticesOf(parts));
  mkdirSync('out', { recursive: true });
  writeFileSync(billFile(version), `${JSON.stringify(billOf(parts, { name, version, license }), null, 2)}\n`);
}

/**
 * Chunks are named by what they hold, so that those of earlier builds stay: a window that is open may still need them.
 * After a day none does.
 */
function removeOldChunks(folder) {
  if (!existsSync(folder)) return;
  const dayAgo = Date.now() - 24 * 60 * 60 * 1000;
  for (const name of readdirSync(folder))
    if (statSync(`${folder}/${name}`).mtimeMs < dayAgo) rmSync(`${folder}/${name}`);
}
