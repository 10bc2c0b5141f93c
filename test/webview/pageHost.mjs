// Opens the built page in headless Chromium, under the same content policy as in VS Code and with a stand-in for its API.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import esbuild from 'esbuild';
import { themes } from './themes.mjs';

export const root = path.resolve(import.meta.dirname, '../..');
const origin = 'https://panel.invalid';
const nonce = 'preview';

/** The sample states and the sample of costs, bundled so that plain Node can read them. */
export async function loadStates() {
  const outfile = path.join(root, 'out/webview/states.mjs');
  await esbuild.build({
    entryPoints: [path.join(import.meta.dirname, 'states.ts')],
    outfile,
    bundle: true,
    format: 'esm',
  });
  return import(pathToFileURL(outfile).href);
}

/** A run with so many tasks and changes that drawing all of it would be noticed. */
export async function loadLargeState() {
  const outfile = path.join(root, 'out/webview/largeState.mjs');
  await esbuild.build({
    entryPoints: [path.join(import.meta.dirname, 'largeState.ts')],
    outfile,
    bundle: true,
    format: 'esm',
  });
  return (await import(pathToFileURL(outfile).href)).largeState;
}

/** Does the work for every item, for as many at a time as there are processors. */
export async function inLanes(items, work) {
  const left = items.values();
  const lane = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
}

export async function openBrowser() {
  const require = createRequire(path.join(root, 'test/vscode/package.json'));
  const { chromium } = require('playwright-core');
  const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (file) => file && existsSync(file),
  );
  return chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

/** Builds the page's bundle into dist, as a release does. */
export async function buildPage() {
  mkdirSync(path.join(root, 'out/webview'), { recursive: true });
  await esbuild.build({
    entryPoints: [path.join(root, 'src/webview/page.tsx')],
    outfile: path.join(root, 'out/webview/panel.js'),
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'text' },
  });
}

/**
 * A page that shows nothing yet; `send` gives it a state, `posted` returns what it told its host. `prepare` is given
 * the page before it is loaded. Without `fixedTime` its clock goes on.
 */
export async function openPanel(
  browser,
  { theme, width, height = 900, scale = 1, fixedTime = true, prepare },
) {
  const page = await browser.newPage({
    viewport: { width, height },
    deviceScaleFactor: scale,
    reducedMotion: 'reduce',
  });
  const problems = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  const file = (name) => readFileSync(path.join(root, 'out/webview', name), 'utf8');
  await page.route(`${origin}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/panel.css') return route.fulfill({ contentType: 'text/css', body: file('panel.css') });
    if (pathname === '/themes.css') return route.fulfill({ contentType: 'text/css', body: themesCss });
    if (pathname === '/panel.js')
      return route.fulfill({ contentType: 'text/javascript', body: file('panel.js') });
    return route.fulfill({ contentType: 'text/html', body: html(theme) });
  });
  // What is under way in the samples has been for 42 seconds.
  if (fixedTime) await page.clock.setFixedTime(new Date('2026-11-21T09:30:42Z'));
  if (prepare) await prepare(page);
  await page.goto(`${origin}/`);
  return {
    page,
    problems,
    send: async (state) => {
      await page.evaluate((message) => window.postMessage(message), { type: 'state', state });
      await page.getByTestId('request-box').waitFor();
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
    },
    sendProblems: (problems) =>
      page.evaluate((message) => window.postMessage(message), { type: 'problems', problems }),
    sendCost: (cost) => page.evaluate((message) => window.postMessage(message), { type: 'cost', cost }),
    /** Anything else that the host says. */
    tell: (said) => page.evaluate((message) => window.postMessage(message), said),
    posted: () => page.evaluate(() => window.posted.splice(0)),
    /** As where the user chooses another one: VS Code changes the variables and the class of a page that stands. */
    useTheme: (name) =>
      page.evaluate(
        ([chosen, bodyClass]) => {
          document.documentElement.dataset.theme = chosen;
          document.body.className = bodyClass;
        },
        [name, themes[name].bodyClass],
      ),
  };
}

const themesCss = [
  ...Object.entries(themes).map(([theme, { variables }]) => {
    const lines = Object.entries(variables).map(([name, value]) => `--vscode-${name}: ${value};`);
    return `:root[data-theme="${theme}"] { ${lines.join('\n')} }`;
  }),
  // What VS Code's own style sheet for webviews sets too; the side bar's colour lies behind them.
  'body { padding: 0 20px; } html { background: var(--vscode-sideBar-background); }',
].join('\n');

function html(theme) {
  return `<!DOCTYPE html><html lang="en" data-theme="${theme}"><head><meta charset="utf-8"><title>Tiercel</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${origin}; script-src 'nonce-${nonce}'; img-src ${origin} data:;">
<link rel="stylesheet" href="themes.css"><link rel="stylesheet" href="panel.css">
<script nonce="${nonce}">
window.posted = [];
let kept;
window.acquireVsCodeApi = () => ({
  postMessage: (message) => { window.posted.push(message); window.onPosted?.(message); },
  getState: () => kept,
  setState: (state) => { kept = state; },
});
</script></head><body class="${themes[theme].bodyClass}"><script nonce="${nonce}" src="panel.js"></script></body></html>`;
}
