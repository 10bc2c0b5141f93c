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

async function preview(theme) {
  const plain = await openPanel(browser, { theme, width: checkedWidth, prepare });
  for (const [name, view] of Object.entries(views).filter(([key]) => !onlyState || key === onlyState)) {
    // What is done to a page stays with it.
    const panel = view.act ? await openPanel(browser, { theme, width: checkedWidth, prepare }) : plain;
    await panel.send(states[view.state]);
    await view.act?.(panel);
    // What the pointer was left on is not what the state is looked at for.
    if (!view.isHovered) await panel.page.mouse.move(0, 0);
    for (const width of widthsOf(theme)) {
      await panel.page.setViewportSize({ width, height: 900 });
      if (!view.isHovered) await panel.page.evaluate(() => scrollTo(0, 0));
      const file = path.join(root, 'out/webview', `${name}-${theme}-${width}.png`);
      if (!isLooking) await panel.page.screenshot({ path: file, fullPage: name !== 'large' });
      const overflow = await panel.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      if (overflow) panel.problems.push(`it is wider than the panel at ${width} pixels`);
    }
    await panel.page.setViewportSize({ width: checkedWidth, height: 900 });
    panel.problems.push(...(await barriers(panel.page, theme)));
    const problems = panel.problems.splice(0);
    for (const problem of problems) console.error(`${name}, ${theme}: ${problem}`);
    failed ||= problems.length > 0;
    if (panel !== plain) await panel.page.close();
  }
}

try {
  await inLanes(
    Object.keys(themes).filter((name) => !onlyTheme || name === onlyTheme),
    preview,
  );
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
