import { parseCommand } from '../core/verify/commands/parseCommand.ts';
import type { ServerSettings } from '../node/languageServer/find/chooseServer.ts';
import { UsageError } from './usage.ts';

/** The servers that `--server LANGUAGE="COMMAND"` names, the last one of a language. Throws UsageError. */
export function namedServers(given: readonly string[]): ServerSettings {
  return Object.fromEntries(
    given.map((text) => {
      const [, language, command] = /^([\w+#.-]+)=(.*)$/s.exec(text.trim()) ?? [];
      if (language === undefined || command === undefined)
        throw new UsageError(
          `--server takes a language id and a command, such as python="pyright-langserver --stdio"; "${text}" is none.`,
        );
      const parsed = parseCommand(command);
      if (!parsed.ok) throw new UsageError(`--server can't start "${command}": ${parsed.reason}.`);
      return [language, { command: parsed.argv }];
    }),
  );
}
