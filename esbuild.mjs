// Bundles what ships: the extension, the command line and the panel's page, each on its own.
import { existsSync, readFileSync, rmSync } from 'node:fs';
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
