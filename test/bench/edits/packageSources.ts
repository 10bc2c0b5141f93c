import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isPlainText } from './plainText.ts';

export interface SourceFile {
  readonly path: string;
  readonly lines: readonly string[];
}

/** The sources that an installed package ships. */
export function packageSources(root: string, name: string): readonly SourceFile[] {
  const folder = path.join(root, 'node_modules', name, 'src');
  return globSync('**/*.ts', { cwd: folder })
    .sort()
    .flatMap((file) => {
      const text = readFileSync(path.join(folder, file), 'utf8');
      return isPlainText(text)
        ? [{ path: file.replaceAll('\\', '/'), lines: text.slice(0, -1).split('\n') }]
        : [];
    });
}
