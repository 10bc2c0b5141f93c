// Bundles what ships: the extension, the command line, the tokenizer and the panel's page, each on its own.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import esbuild from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  legalComments: 'none',
  define: { TIERCEL_VERSION: JSON.stringify(version) },
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
    ...common,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.cjs',
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
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
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.js',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: {
      // Some dependencies are CommonJS and call require at run time.
      js: "#!/usr/bin/env node\nimport { createRequire as tiercelRequire } from 'node:module';\nconst require = tiercelRequire(import.meta.url);",
    },
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
  },
].filter((bundle) => existsSync(bundle.entryPoints[0]));

if (production) rmSync('dist', { recursive: true, force: true });
if (watch) {
  for (const bundle of bundles) await (await esbuild.context(bundle)).watch();
} else {
  await Promise.all(bundles.map((bundle) => esbuild.build(bundle)));
}
