import { withoutMark } from '../../base/byteOrderMark.ts';
import { isWithheldFile } from '../context/withhold/withhold.ts';
import { fileNameOf } from '../context/workspacePath.ts';
import type { ChangedFile } from './fileChanges.ts';

/**
 * Places whose contents an editor, git, a shell, a package manager, a build server or a model runs or obeys by itself.
 * A worker reads repository text that may be hostile, so it has no way to write there, and accepting such a change
 * takes the user's own yes. Compared in lower case, since some file systems are. No list of names can be whole: code,
 * makefiles and the settings of build tools are not here, since they run when someone runs them.
 */
const protectedPlaces: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)(\.git|git~\d+)(\/|$)/, "git's own files"],
  // A folder that has one is a repository of its own, whatever else it is called.
  [/(^|\/)head$/, "git's own files"],
  [/(^|\/)\.git(attributes|modules|config)$/, "git's settings"],
  [
    /(^|\/)\.(vscode|vscode-test|vs|idea|fleet|zed|nova|theia|devcontainer|cursor)\/|\.code-workspace$/,
    "the editor's settings",
  ],
  [/(^|\/)\.devcontainer\.json$|(^|\/)\.mcp\.json$/, "the editor's settings"],
  [/(^|\/)\.(gitpod\.ya?ml|stackblitzrc|replit|idx\/|codesandbox\/)/, "the editor's settings"],
  [/(^|\/)\.hg\/|(^|\/)\.hgrc$/, "Mercurial's own files"],
  [/(^|\/)(\.(exrc|n?vimrc|nvim\.lua|dir-locals\.el|gdbinit|lldbinit))$/, "the editor's settings"],
  [/(^|\/)\.tiercelignore$/, "Tiercel's settings"],
  [/(^|\/)(agents|claude|gemini)(\.\w+)?\.md$/, 'what models are told'],
  [
    /(^|\/)\.github\/(copilot-instructions\.md$|(instructions|prompts|chatmodes|agents|skills)\/)/,
    'what models are told',
  ],
  [
    /(^|\/)\.((cursor|windsurf|cline|roo)rules|claude|gemini|codex|agents?|windsurf|roo|clinerules|continue|aider[^/]*|junie|kiro|amazonq|rules|goosehints|opencode)(\/|$)/,
    'what models are told',
  ],
  [/(^|\/)\.github\/(workflows|actions)\//, 'the CI configuration'],
  [
    /(^|\/)\.(gitlab|circleci|buildkite|azure-pipelines|gitea|forgejo|woodpecker|drone|teamcity|semaphore|builds)\//,
    'the CI configuration',
  ],
  [
    /(^|\/)(\.gitlab-ci|\.travis|\.drone|\.woodpecker|\.?appveyor|azure-pipelines|bitbucket-pipelines|cloudbuild|buildspec|\.cirrus|\.build|zuul)[^/]*\.(ya?ml|star)$/,
    'the CI configuration',
  ],
  [/(^|\/)jenkinsfile[^/]*$/, 'the CI configuration'],
  [/(^|\/)(\.ci|\.tekton|\.zuul[^/]*|zuul\.d)(\/|$)|(^|\/)netlify\.toml$/, 'the CI configuration'],
  [/(^|\/)(\.husky|\.?git-?hooks|\.lefthook)\//, 'a hook'],
  [
    /(^|\/)(\.pre-commit-(config|hooks)\.ya?ml|\.?lefthook(-local)?\.(ya?ml|toml|json)|\.(husky|lintstaged)rc[^/]*|\.?simple-git-hooks\.\w+|\.overcommit\.yml)$/,
    'a hook',
  ],
  [
    /(^|\/)\.((bash|zsh|z|k|c|tc)?(rc|shrc|profile|login|logout|env|shenv)|bash_\w+|profile|inputrc)$/,
    'a shell profile',
  ],
  [/(^|\/)\.config\/fish\/|(^|\/)[^/]*profile\.ps1$/, 'a shell profile'],
  [/(^|\/)\.?mise(\.\w+)*\.toml$|(^|\/)\.?(config\/)?mise\//, 'a shell profile'],
  [
    /(^|\/)(\.yarnrc\.ya?ml|\.pnpmfile\.[cm]?js|pnpm-workspace\.ya?ml|bunfig\.toml|pip\.conf|\.gemrc)$/,
    "a package manager's settings",
  ],
  // node-gyp runs the commands in it at each install of a folder that has one.
  [/(^|\/)binding\.gyp$/, "a package manager's settings"],
  [/(^|\/)\.(cargo|bundle)\/config(\.toml)?$/, "a package manager's settings"],
  [/(^|\/)(node_modules|\.yarn|\.pnp\.c?js|\.?venv|site-packages)(\/|$)/, 'installed packages'],
];

/** What a workspace path belongs to, if only the user's own yes may change it; undefined for an ordinary file. */
export function protectedPlace(path: string): string | undefined {
  const lower = folded(path);
  if (isWithheldFile(lower)) return 'a file that may hold secrets';
  return protectedPlaces.find(([pattern]) => pattern.test(lower))?.[1];
}

/** A path as the file systems that fold the most have it, without what can't be seen. */
const folded = (path: string): string =>
  path
    .normalize('NFKC')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '')
    .toLowerCase();

/** What package managers and hooks run by themselves, by the names under which a manifest has it. */
const ofPackage = ['scripts', 'husky', 'lint-staged', 'simple-git-hooks', 'gitHooks', 'pre-commit'];
const runByThemselves: Readonly<Record<string, readonly string[]>> = {
  'package.json': ofPackage,
  'package.json5': ofPackage,
  'package.yaml': ofPackage,
  'package.yml': ofPackage,
  'composer.json': ['scripts'],
};

/** What a change belongs to, if only the user's own yes may make it: a protected place, or programs in a manifest. */
export function protectedChange({ path, base, content }: ChangedFile): string | undefined {
  const place = protectedPlace(path);
  if (place || content === null) return place;
  const name = fileNameOf(folded(path));
  const keys = Object.hasOwn(runByThemselves, name) ? runByThemselves[name] : undefined;
  if (!keys || content === base) return undefined;
  const [before, after] = [base ?? '{}', content].map(manifestOf);
  // Some package managers read more than JSON: comments, YAML. What this one can't read may hold programs.
  if (!before || !after) return 'a manifest that is no plain JSON, whose programs run by themselves';
  const changed = keys.find((key) => JSON.stringify(after[key]) !== JSON.stringify(before[key]));
  return changed && `"${changed}", which runs by itself`;
}

/** Undefined where it can't be read. Package managers pass over a byte order mark, which JSON.parse does not. */
function manifestOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(withoutMark(text));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
