import path from 'node:path/posix';
import { isRecord } from '../../../base/isRecord.ts';
import { readJsonc } from '../../readJsonc.ts';

/** What settings of projects and packages say about which names stand for which files. */
export interface ProjectSettings {
  /** Names that stand for files which are called otherwise. */
  readonly aliases: readonly Alias[];
  /** Other settings that these go on from, as paths in the workspace. */
  readonly extended: readonly string[];
  /** Imports may lead where their words don't say, so that nobody knows who imports whom. */
  readonly isOpaque: boolean;
}

export interface Alias {
  /** What a specifier begins with. */
  readonly prefix: string;
  /** Last names of the files that it may stand for. */
  readonly names: readonly string[];
}

const settingsName = /(?:^|\/)(?:[jt]sconfig[^/]*|package)\.json$/;

/** Whether a file decides by its name alone what programs mean. */
export function isSettingsName(file: string): boolean {
  return settingsName.test(file);
}

/** Reads settings; what can't be read leaves nothing known about imports. */
export function projectSettings(file: string, text: string): ProjectSettings {
  const settings = readJsonc(text);
  const isPackage = path.basename(file) === 'package.json';
  if (!isRecord(settings)) return { aliases: [], extended: [], isOpaque: !isPackage && text.trim() !== '' };
  return isPackage ? ofPackage(file, settings) : ofProgram(file, settings);
}

function ofPackage(file: string, settings: Readonly<Record<string, unknown>>): ProjectSettings {
  const aliases: Alias[] = [];
  const { name, imports, exports } = settings;
  if (typeof name === 'string') {
    const folder = path.basename(path.dirname(file));
    aliases.push({ prefix: name, names: [folder] });
    const entries = [settings.main, settings.module, settings.types, settings.typings];
    aliases.push({ prefix: name, names: lastNames(entries) });
    // Without subpaths it is a file, or a choice of files by conditions.
    const subpaths =
      isRecord(exports) && Object.keys(exports).some((key) => key.startsWith('.')) ? exports : undefined;
    if (!subpaths) aliases.push({ prefix: name, names: lastNames([exports]) });
    for (const [subpath, target] of Object.entries(subpaths ?? {}))
      aliases.push({ prefix: prefixOf(path.join(name, subpath)), names: lastNames([target]) });
  }
  if (isRecord(imports)) {
    for (const [pattern, target] of Object.entries(imports))
      aliases.push({ prefix: prefixOf(pattern), names: lastNames([target]) });
  }
  return { aliases: aliases.filter(({ names }) => names.length > 0), extended: [], isOpaque: false };
}

function ofProgram(file: string, settings: Readonly<Record<string, unknown>>): ProjectSettings {
  const options = isRecord(settings.compilerOptions) ? settings.compilerOptions : {};
  const paths = isRecord(options.paths) ? options.paths : {};
  return {
    aliases: Object.entries(paths).map(([pattern, target]) => ({
      prefix: prefixOf(pattern),
      names: lastNames([target]),
    })),
    extended: textsIn(settings.extends)
      .filter((base) => base.startsWith('.'))
      .flatMap((base) => {
        const target = path.join(path.dirname(file), base);
        return target.endsWith('.json') ? [target] : [target, `${target}.json`];
      }),
    isOpaque: options.rootDirs !== undefined || options.moduleSuffixes !== undefined,
  };
}

function prefixOf(pattern: string): string {
  const [prefix = ''] = pattern.split('*', 1);
  return prefix;
}

/** The last names of targets, but for those that the import's own last name takes the place of. */
function lastNames(targets: readonly unknown[]): readonly string[] {
  return textsIn(targets)
    .map((target) => path.basename(target))
    .filter((name) => !name.startsWith('*'))
    .map((name) => name.replace(/(?:\.d)?\.(?:[cm]?[jt]sx?|json)$/, ''));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isRecord(value) ? Object.values(value).flatMap(textsIn) : [];
}
