// Takes pictures of the panel in every sample state: `node test/webview/preview.mjs [state] [theme]`, into out/webview.
import path from 'node:path';
import { buildPage, loadStates, openBrowser, openPanel, root } from './pageHost.mjs';
import { themes } from './themes.mjs';

const [onlyState, onlyTheme] = process.argv.slice(2);
await buildPage();
const states = await loadStates();
const browser = await openBrowser();
// The narrowest is a side bar of 340 pixels at 200 % zoom; 280 is about what VS Code opens it with.
const widths = [170, 250, 280, 340, 700];
let failed = false;
try {
  for (const theme of Object.keys(themes).filter((name) => !onlyTheme || name === onlyTheme)) {
    for (const width of widths) {
      const panel = await openPanel(browser, { theme, width });
      for (const [name, state] of Object.entries(states)) {
        if (onlyState && name !== onlyState) continue;
        await panel.send(state);
        const file = path.join(root, 'out/webview', `${name}-${theme}-${width}.png`);
        await panel.page.screenshot({ path: file, fullPage: true });
        if (name === 'running' || name === 'finished') {
          const closed = panel.page.locator('.run-body [aria-expanded=false]');
          while (await closed.count()) await closed.first().click();
          await panel.page.screenshot({ path: file.replace(name, `${name}Opened`), fullPage: true });
        }
        const overflow = await panel.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        if (overflow) panel.problems.push(`${name} at ${width} pixels is wider than the panel`);
      }
      for (const problem of panel.problems) console.error(`${theme} ${width}: ${problem}`);
      failed ||= panel.problems.length > 0;
      await panel.page.close();
    }
  }
} finally {
  await browser.close();
}
console.log(`Pictures are in ${path.relative(process.cwd(), path.join(root, 'out/webview'))}.`);
process.exitCode = failed ? 1 : 0;
