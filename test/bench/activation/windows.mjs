// Opens windows of VS Code with the packaged extension installed, one after the other, and prints what VS Code says of
// its activation in each, as JSON: `node test/bench/activation/windows.mjs COUNT`.
import path from 'node:path';
import { bringVscode, root } from '../../tools/install.mjs';
import { vsixPath } from '../../tools/package.mjs';
import { prepareSample } from '../../tools/sample.mjs';
import {
  installExtension,
  launchBrowser,
  makeFolders,
  remoteUri,
  removeFolders,
  startServer,
  workbenchUrl,
} from '../../vscode/launch.mjs';

await bringVscode();
const folders = makeFolders();
const folder = path.join(folders.root, 'sample');
prepareSample(folder);
installExtension(folders, vsixPath);
const server = await startServer({ folders, testDriver: true });
const browser = await launchBrowser();
const found = [];
try {
  for (let nth = 0; nth < Number(process.argv[2] ?? 10); nth++) found.push(await lookOnce());
} finally {
  await browser.close();
  await server.stop();
  removeFolders(folders);
}
process.stdout.write(`${JSON.stringify(found)}\n`);

async function lookOnce() {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  /** @type {unknown} */
  let stats;
  const ended = new Promise((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
  await page.exposeFunction(
    'codeAutomationLog',
    (/** @type {string} */ _, /** @type {unknown[]} */ [line]) => {
      const [, json] = /^ACTIVATION (.*)$/.exec(String(line)) ?? [];
      if (json) stats = JSON.parse(json);
    },
  );
  // What is run in the window belongs to an extension under development; this one does nothing.
  const neighbour = path.join(root, 'test/host/modelProvider');
  await page.goto(
    workbenchUrl(server.port, folder, [
      ['extensionDevelopmentPath', remoteUri(server.port, neighbour)],
      ['extensionTestsPath', remoteUri(server.port, path.join(import.meta.dirname, 'inWindow.cjs'))],
    ]),
  );
  await ended;
  await page.close();
  if (!stats) throw new Error('a window said nothing of the activation');
  return stats;
}
