import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** Packages that a module, and all that it imports before its first line runs, can't do without. */
async function neededBeforehand(file: string): Promise<readonly string[]> {
  const { metafile } = await build({
    ...{ entryPoints: [file], bundle: true, write: false, metafile: true, logLevel: 'silent' },
    ...{ platform: 'node', format: 'esm', packages: 'external', outdir: 'out' },
  });
  const seen = new Set<string>();
  const needed = new Set<string>();
  const visit = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const { path, kind, external } of metafile.inputs[name]?.imports ?? []) {
      if (kind !== 'import-statement') continue;
      if (!external) visit(path);
      else if (!path.startsWith('node:')) needed.add(path);
    }
  };
  visit(file);
  return [...needed];
}

describe('a script of the project, in a checkout that has just been made,', () => {
  for (const [name, command] of Object.entries(scripts)) {
    // The packager calls it, which has to be installed itself.
    if (name === 'vscode:prepublish') continue;
    it(`${name} installs what it needs by itself`, async () => {
      const [, file] = /^node (\S+\.mjs)(?: [-\w]+)*$/.exec(command) ?? [];
      assert.ok(file, `${command} is no module that could install something first`);
      assert.deepEqual(await neededBeforehand(file), []);
    });
  }
});
