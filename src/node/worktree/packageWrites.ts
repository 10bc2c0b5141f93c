import { readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * What a command does to installed packages: nothing, so that links to the user's are enough; writes to those of a
 * folder like `node_modules`, so that it needs its own; or writes to an environment that can't be copied, whose
 * programs name the place they were installed at.
 */
export type PackageWrites = 'none' | 'copies' | 'environment';

const before = String.raw`(?:^|[\s;&|(/"'])`;
const after = String.raw`(?=$|[\s;&|)"'])`;
const oneOf = (commands: readonly string[]) => new RegExp(`${before}(?:${commands.join('|')})${after}`);
const flags = String.raw`(?:-\S+\s+)*`;

const writesPackages = oneOf([
  String.raw`(?:npm|pnpm|bun|yarn)\s+${flags}(?:install|i|ci|add|remove|rm|uninstall|un|unlink|link|ln|update|up|upgrade|rebuild|rb|dedupe|prune|patch\S*|import)`,
  // By itself it installs.
  String.raw`yarn(?=\s*(?:-\S+\s*)*(?:$|[;&|)"']))`,
  String.raw`composer\s+(?:install|update|require|remove|dump-autoload)`,
  String.raw`(?:bundle|bower|pod)\s+(?:install|update)`,
  String.raw`(?:go\s+mod|cargo)\s+vendor`,
  // These write into packages without being asked to install any.
  String.raw`patch-package|ts-patch|node-gyp|node-pre-gyp|prebuild-install|ngcc|prisma\s+generate`,
]);

const writesEnvironment = oneOf([
  String.raw`pip[\d.]*\s+(?:install|uninstall)`,
  String.raw`python[\d.]*\s+${flags}(?:pip\s+(?:install|uninstall)|ensurepip|venv|setup\.py\s+(?:install|develop))`,
  String.raw`uv\s+(?:sync|add|remove|venv|pip\s+(?:install|uninstall|sync))`,
  String.raw`(?:poetry|pipenv|pdm|conda|hatch\s+env)\s+(?:install|add|remove|update|sync|create)`,
]);

/**
 * Looks at a command and, where it runs scripts of package.json, at these and at what they run in turn.
 *
 * @param manifest the text of package.json where it is not as the folder has it
 */
export async function packageWritesOf(
  argv: readonly string[],
  root: string,
  manifest?: string | null,
): Promise<PackageWrites> {
  const scripts = await scriptsOf(root, manifest);
  const seen = new Set<string>();
  const read = (text: string): PackageWrites => {
    if (seen.has(text)) return 'none';
    seen.add(text);
    if (writesEnvironment.test(text)) return 'environment';
    const called = namesIn(text).flatMap((name) => [`pre${name}`, name, `post${name}`]);
    const inner = called.map((name) => read(scripts.get(name) ?? ''));
    if (inner.includes('environment')) return 'environment';
    return inner.includes('copies') || writesPackages.test(text) ? 'copies' : 'none';
  };
  const [program = '', ...args] = argv;
  return read([path.basename(program), ...args].join(' '));
}

/** Words behind a package manager, any of which may name a script; most name none. */
function namesIn(text: string): readonly string[] {
  const calls = text.matchAll(
    /\b(?:npm|pnpm|yarn|bun|npm-run-all|run-s|run-p|wireit|concurrently)\b([^;&|\n]*)/g,
  );
  return [...calls].flatMap(([, rest = '']) => rest.match(/[\w:./-]+/g) ?? []);
}

async function scriptsOf(root: string, manifest?: string | null): Promise<ReadonlyMap<string, string>> {
  try {
    const text = manifest ?? (await readFile(path.join(root, 'package.json'), 'utf8'));
    const read = JSON.parse(text) as { readonly scripts?: Readonly<Record<string, unknown>> } | null;
    const entries = Object.entries(read?.scripts ?? {});
    return new Map(entries.flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])));
  } catch {
    // There is none, or it can't be read: then there are no scripts to be run from it either.
    return new Map();
  }
}
