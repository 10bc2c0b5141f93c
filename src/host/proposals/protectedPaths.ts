/** A kind of file that runs by itself or steers tools, so that a change to it needs the user's own yes. */
const kinds: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['part of the repository itself', /(^|\/)\.git(\/|$)/],
  ['an editor setting or task', /(^|\/)(\.vscode|\.idea|\.devcontainer)(\/|$)|(^|\/)\.devcontainer\.json$/],
  [
    'a git hook',
    /(^|\/)(\.husky|\.githooks)(\/|$)|(^|\/)(lefthook|\.lefthook)\.ya?ml$|(^|\/)\.pre-commit-config\.ya?ml$/,
  ],
  [
    'run by continuous integration',
    /(^|\/)(\.github\/(workflows|actions)|\.gitlab|\.circleci|\.buildkite|\.ci|\.azure-pipelines)(\/|$)|(^|\/)(\.gitlab-ci\.ya?ml|\.travis\.ya?ml|azure-pipelines\.ya?ml|appveyor\.ya?ml|bitbucket-pipelines\.ya?ml|jenkinsfile)$/,
  ],
];

/** What makes a workspace path one that only the user's own yes may change; undefined for an ordinary file. */
export function protectedKind(path: string): string | undefined {
  // Some file systems don't tell letters apart by case: ".GIT" is ".git" there.
  const lower = path.toLowerCase();
  return kinds.find(([, pattern]) => pattern.test(lower))?.[0];
}
