import { isWithheldFile } from '../context/withhold.ts';

/**
 * Places whose contents an editor, git, a shell or a build server runs or obeys by itself. A worker reads repository
 * text that may be hostile, so it has no way to write there, and accepting such a change takes the user's own yes.
 * Compared in lower case, since some file systems are.
 */
const protectedPlaces: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)(\.git|git~\d+)(\/|$)/, "git's own files"],
  [/(^|\/)\.git(attributes|modules|config)$/, "git's settings"],
  [/(^|\/)\.(vscode|vscode-test|idea|devcontainer|cursor)\/|\.code-workspace$/, "the editor's settings"],
  [/(^|\/)\.devcontainer\.json$|(^|\/)\.mcp\.json$/, "the editor's settings"],
  [/(^|\/)\.github\/(workflows|actions)\//, 'the CI configuration'],
  [
    /(^|\/)\.(gitlab|circleci|buildkite|azure-pipelines|gitea|forgejo|woodpecker|drone)\//,
    'the CI configuration',
  ],
  [
    /(^|\/)(\.gitlab-ci|\.travis|\.drone|\.woodpecker|\.?appveyor|azure-pipelines|bitbucket-pipelines|cloudbuild|\.cirrus)[^/]*\.ya?ml$/,
    'the CI configuration',
  ],
  [/(^|\/)jenkinsfile[^/]*$/, 'the CI configuration'],
  [/(^|\/)\.ci(\/|$)/, 'the CI configuration'],
  [/(^|\/)(\.husky|\.?git-?hooks)\//, 'a hook'],
  [/(^|\/)(\.pre-commit-config\.ya?ml|\.?lefthook(-local)?\.(ya?ml|toml|json)|\.huskyrc[^/]*)$/, 'a hook'],
  [
    /(^|\/)\.((bash|zsh|z|k|c|tc)?(rc|shrc|profile|login|logout|env|shenv)|bash_\w+|profile)$/,
    'a shell profile',
  ],
  [/(^|\/)(node_modules|\.yarn|\.pnp\.c?js)(\/|$)/, 'installed packages'],
];

/** What a workspace path belongs to, if only the user's own yes may change it; undefined for an ordinary file. */
export function protectedPlace(path: string): string | undefined {
  const lower = path.normalize('NFKC').toLowerCase();
  if (isWithheldFile(lower)) return 'a file that may hold secrets';
  return protectedPlaces.find(([pattern]) => pattern.test(lower))?.[1];
}
