// `npm run test:soak`: what is too long for `npm test`, with one table of what was tried, survived and lost;
// `npm run test:soak -- NAME...` those alone. test/soak/soak.ts says how to add one.
import { spawn } from 'node:child_process';
import { install, installLanguageServers, root } from './install.mjs';
import { needNewNode } from './node.mjs';

await needNewNode();
install(root);
installLanguageServers();
const { bundleSoaks } = await import('./bundle.mjs');
const { frame, soaks } = await bundleSoaks();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !soaks.has(name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no soak ${unknown.join(', ')}. There are: ${[...soaks.keys()].join(', ')}.\n`,
  );
  process.exit(2);
}
const chosen = [...soaks].filter(([name]) => wanted.length === 0 || wanted.includes(name));
const files = chosen.map(([, file]) => file);
const child = spawn(process.execPath, ['--enable-source-maps', '--expose-gc', frame, ...files], {
  cwd: root,
  stdio: 'inherit',
});
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
