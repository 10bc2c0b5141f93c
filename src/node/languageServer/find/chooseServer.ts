import { type Language, typeScriptLanguages } from '../languages.ts';
import type { ServerLaunch } from '../process/connection.ts';
import { findServer, installAdvice, launchNamed, type ServerPlaces } from './findServer.ts';
import { findTypeScriptServer, type TypeScriptPlaces } from './findTypeScript.ts';

/** Servers that the user names, by language id: the command and its arguments. */
export type ServerSettings = Readonly<Record<string, { readonly command: readonly string[] }>>;

export type ServerChoice =
  | { readonly type: 'server'; readonly launch: ServerLaunch }
  | { readonly type: 'none'; readonly reason: string };

/** Headers are files of one and are read by files of the other, so that one server must see both. */
const relatives: Readonly<Record<string, string>> = { c: 'cpp', cpp: 'c' };

/**
 * Which server a language gets: the one that the user names, else for TypeScript and JavaScript the TypeScript that
 * is installed, else one that is known by name and found. A name for `typescript` serves its three relatives too, and
 * one of C and C++ the other, where they have none of their own. What is not found is looked for again: it may have
 * been installed since.
 */
export function createServerChooser(
  settings: ServerSettings,
  places: TypeScriptPlaces & ServerPlaces,
): (language: Language) => Promise<ServerChoice> {
  let typeScript: Promise<ServerChoice> | undefined;
  const found = new Map<string, ServerLaunch>();
  return async (language) => {
    const isTypeScript = typeScriptLanguages.includes(language.id);
    const relative = isTypeScript ? 'typescript' : relatives[language.id];
    const named = settings[language.id] ?? (relative === undefined ? undefined : settings[relative]);
    const [command, ...args] = named?.command ?? [];
    if (command) {
      const launch = await launchNamed(language, command, { ...places, args });
      return typeof launch === 'string' ? { type: 'none', reason: launch } : { type: 'server', launch };
    }
    if (isTypeScript) {
      typeScript ??= findTypeScriptServer(places).then((search) =>
        search.type === 'found'
          ? { type: 'server', launch: search.launch }
          : { type: 'none', reason: `no language server for TypeScript: ${search.reason}` },
      );
      return typeScript;
    }
    const launch = found.get(language.id) ?? (await findServer(language, places));
    if (launch) {
      found.set(language.id, launch);
      return { type: 'server', launch };
    }
    const advice = installAdvice(language);
    const setting = `name one for "${language.id}" in the settings`;
    return {
      type: 'none',
      reason: `no language server for ${language.name}; ${advice === undefined ? setting : `${advice}, or ${setting}`}`,
    };
  };
}
