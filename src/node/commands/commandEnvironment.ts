import path from 'node:path';
import { withholdSecrets } from '../../core/context/withhold/withhold.ts';
import { scratchVariable } from './endProcesses.ts';
import { withoutKeys } from './withoutKeys.ts';

/** Variables of the editor and of a git that started it: they would steer a command's programs. */
const steering = /^(?:GIT_|VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_CHANNEL_|NODE_INSPECT|TIERCEL_|MOCHA_)/i;

/** What a package manager that started this process tells its script about that script and its package. */
const aboutScript =
  /^(?:npm_(?:package_|lifecycle_|config_local_prefix|command|execpath)|INIT_CWD$|PWD$|OLDPWD$|_$)/;

export interface CommandPlace {
  /** Folders of the user's with what stands for them in the copy; of two that begin alike the longer first. */
  readonly stands: readonly (readonly [user: string, copy: string])[];
  /** The folder of the scratch copy. */
  readonly scratch: string;
  /** The workspace's root in it: where the command starts. */
  readonly root: string;
  readonly temporary: string;
}

/** What a command finds in its environment: the user's own without keys, and what keeps it in its scratch copy. */
export function commandEnvironment(own: NodeJS.ProcessEnv, place: CommandPlace): NodeJS.ProcessEnv {
  const kept = Object.entries(withoutKeys(own)).filter(
    ([name, value]) =>
      value !== undefined &&
      !steering.test(name) &&
      !aboutScript.test(name) &&
      withholdSecrets(value) === value &&
      withholdSecrets(`${name}=${value}`, { path: '.env' }) === `${name}=${value}`,
  );
  const environment: NodeJS.ProcessEnv = Object.fromEntries(
    kept.map(([name, value = '']) => [name, led(value, place)]),
  );
  const pathName = Object.keys(environment).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const programs = ['node_modules/.bin', '.venv/bin', '.venv/Scripts', 'venv/bin', 'venv/Scripts'];
  const search = programs.map((folder) => path.join(place.root, folder));
  const join = (...parts: readonly (string | undefined)[]) =>
    parts.filter((part) => part !== undefined && part !== '').join(path.delimiter);
  return {
    ...environment,
    [pathName]: join(...search, environment[pathName]),
    // An editable install names the user's own folder: what the copy holds has to be found before it.
    PYTHONPATH: join(place.root, path.join(place.root, 'src'), environment.PYTHONPATH),
    PYTHONDONTWRITEBYTECODE: '1',
    // Test runners neither watch nor write snapshots, and nothing asks questions or paints.
    CI: 'true',
    NO_COLOR: '1',
    TERM: 'dumb',
    npm_config_update_notifier: 'false',
    GIT_TERMINAL_PROMPT: '0',
    // A repository that happens to lie above the copies is not the user's.
    GIT_CEILING_DIRECTORIES: path.dirname(place.scratch),
    TMPDIR: place.temporary,
    TEMP: place.temporary,
    TMP: place.temporary,
    PWD: place.root,
    [scratchVariable]: place.scratch,
  };
}

/** A value in which what names the workspace names its copy: where a build writes to, where a program looks for code. */
function led(value: string, { stands }: CommandPlace): string {
  return stands.reduce((text, [user, copy]) => {
    const parts = text.split(user);
    return parts.reduce((left, right) => {
      const isPath = /^(?:$|[/\\:;,"'\s])/.test(right) && /(?:^|[=:;,"'\s])$/.test(left);
      return left + (isPath ? copy : user) + right;
    });
  }, value);
}
