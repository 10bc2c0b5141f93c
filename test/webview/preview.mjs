// Takes pictures of the panel in every sample state, and looks for what keeps people out of it:
// `node test/webview/preview.mjs [--no-pictures] [state] [theme]`, into out/webview.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { buildPage, inLanes, loadLargeState, loadStates, openBrowser, openPanel, root } from './pageHost.mjs';
import { themes } from './themes.mjs';

const isLooking = process.argv[2] === '--no-pictures';
const [onlyState, onlyTheme] = process.argv.slice(isLooking ? 3 : 2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
await buildPage();
const { states, cost, problems: found } = await loadStates();
states.large = await loadLargeState();
const browser = await openBrowser();
// The narrowest is a side bar of 340 pixels at 200 % zoom; 280 is about what VS Code opens it with.
const widths = [170, 250, 280, 340, 700];
/** What fits in one theme fits in all; of the others the ordinary width is enough. */
const widthsOf = (theme) => (theme === 'dark' ? widths : [280]);
/** Where accessibility is looked at: the shape of the page changes little between widths. */
const checkedWidth = 340;

/** What is done in a state before its picture is taken, by the name of the picture. */
const views = {
  ...Object.fromEntries(Object.keys(states).map((name) => [name, { state: name }])),
  runningOpened: { state: 'running', act: openAll },
  finishedOpened: { state: 'finished', act: openAll },
  planEdited: { state: 'planWaits', act: openAll },
  hunkEdited: {
    state: 'finished',
    act: ({ page }) => page.getByTestId('hunk-edit').first().click(),
  },
  headHovered: {
    state: 'finished',
    isHovered: true,
    act: async (panel) => {
      await openAll(panel);
      await panel.page.locator('.task-head').first().hover();
    },
  },
  costOpened: {
    state: 'noRuns',
    act: async ({ page, sendCost }) => {
      await page.getByTestId('today').click();
      await sendCost(cost);
      await page.getByTestId('budget').first().waitFor();
    },
  },
  costFailed: {
    state: 'noRuns',
    act: async ({ page, tell }) => {
      await page.getByTestId('today').click();
      await tell({ type: 'costFailure', message: 'there is no ledger that could be read; the log says why' });
      await page.getByTestId('cost-failure').waitFor();
    },
  },
  hunkFocused: {
    state: 'finished',
    act: async ({ page }) => {
      await page.getByTestId('hunk').first().getByRole('button', { name: 'Accept' }).focus();
      for (const key of ['j', 'k']) await page.keyboard.press(key);
    },
  },
  problemsOpened: {
    state: 'noRuns',
    act: async ({ page, sendProblems }) => {
      await page.getByTestId('problems').click();
      await sendProblems(found);
      await page.getByTestId('problem-group-head').first().click();
    },
  },
  tiersOpened: { state: 'noRuns', act: ({ page }) => page.getByTestId('tiers').click() },
  offline: {
    state: 'noRuns',
    act: async ({ page }) => {
      await page.context().setOffline(true);
      await page.getByTestId('offline').waitFor();
    },
  },
  failure: {
    state: 'noRuns',
    act: async ({ page, tell }) => {
      await tell({ type: 'failure', message: 'the ledger could not be read' });
      await page.getByTestId('failure').waitFor();
    },
  },
};

let failed = false;

/** Once for a page, however many states of it are looked at. */
const prepare = (page) => page.addInitScript(axe);

const wantedThemes = Object.keys(themes).filter((name) => !onlyTheme || name === onlyTheme);

/** Looks at the views one after another in one page, each in all themes. */
async function preview(names) {
  const panel = await openPanel(browser, { theme: 'dark', width: checkedWidth, prepare });
  for (const name of names) {
    const { state, act, isHovered } = views[name];
    await panel.send(states[state]);
    await act?.(panel);
    // What the pointer was left on is not what the state is looked at for.
    if (!isHovered) await panel.page.mouse.move(0, 0);
    for (const theme of wantedThemes) await look(panel, name, theme);
  }
  await panel.page.close();
}

async function look({ page, problems, useTheme }, name, theme) {
  await useTheme(theme);
  for (const width of widthsOf(theme)) {
    await page.setViewportSize({ width, height: 900 });
    if (!views[name].isHovered) await page.evaluate(() => scrollTo(0, 0));
    const file = path.join(root, 'out/webview', `${name}-${theme}-${width}.png`);
    if (!isLooking) await page.screenshot({ path: file, fullPage: name !== 'large' });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    if (overflow) problems.push(`it is wider than the panel at ${width} pixels`);
  }
  await page.setViewportSize({ width: checkedWidth, height: 900 });
  const found = [...(await barriers(page, theme)), ...problems.splice(0)];
  for (const problem of found) console.error(`${name}, ${theme}: ${problem}`);
  failed ||= found.length > 0;
}

const wanted = Object.keys(views).filter((name) => !onlyState || name === onlyState);
const plain = wanted.filter((name) => !views[name].act);
// What is done to a page stays with it.
const apart = wanted.filter((name) => views[name].act).map((name) => [name]);

try {
  await inLanes([plain, ...apart], preview);
} finally {
  await browser.close();
}
if (!isLooking)
  console.log(`Pictures are in ${path.relative(process.cwd(), path.join(root, 'out/webview'))}.`);
process.exitCode = failed ? 1 : 0;

async function openAll({ page }) {
  const closed = page.locator('.run-body button[aria-expanded=false]');
  while (await closed.count()) await closed.first().click();
}

/** What axe-core finds in the page, a line for each rule that is broken. But for colours the themes are one page. */
async function barriers(page, theme) {
  const rules = theme === 'dark' ? {} : { runOnly: ['color-contrast', 'link-in-text-block'] };
  const { violations } = await page.evaluate((options) => window.axe.run(document, options), {
    resultTypes: ['violations'],
    ...rules,
  });
  return violations.map(({ id, help, nodes }) => {
    const places = nodes.slice(0, 3).map(({ target, any }) => `${target.join(' ')} ${any[0]?.message ?? ''}`);
    return `${id} (${help}): ${places.join('; ')}`;
  });
}
