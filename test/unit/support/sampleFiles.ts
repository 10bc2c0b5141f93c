import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const sample = path.resolve('test/fixtures/sample');

/** The texts of the sample workspace, by path. */
export function sampleFiles(): Readonly<Record<string, string>> {
  const names = readdirSync(sample, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(sample, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((name) => !/^(node_modules|out)\//.test(name));
  return Object.fromEntries(
    names.sort().map((name) => [name, readFileSync(path.join(sample, name), 'utf8')]),
  );
}
