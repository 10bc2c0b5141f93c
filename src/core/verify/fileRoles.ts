const testPath =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|testdata|fixtures)\/|(?:[._-](?:test|spec)\.[^/]+|_test\.(?:go|py|rs|cc|cpp|dart)|(?:^|\/)test_[^/]*\.py|(?:^|\/)conftest\.py|(?:Tests?|Spec|IT)\.(?:java|kt|cs|scala|swift))$/;

/** Whether a file holds tests or what only tests read, by where it is and what it is called. */
export function isTestFile(path: string): boolean {
  return testPath.test(path);
}

const configPath =
  /(?:^|\/)(?:(?:ts|js)config[^/]*\.json|package\.json|biome\.jsonc?|\.?(?:eslint|oxlint|prettier|stylelint|mocha|nyc)(?:rc|\.config)[^/]*|(?:vitest|jest|playwright|cypress|karma|webpack|vite|rollup)\.(?:config|workspace)\.[^/]+|pyproject\.toml|setup\.cfg|tox\.ini|pytest\.ini|\.?mypy\.ini|\.flake8|\.?ruff\.toml|pyrightconfig\.json|\.pylintrc|\.coveragerc|Cargo\.toml|\.?clippy\.toml|\.golangci\.[^/]+|Makefile|checkstyle\.xml|pom\.xml|build\.gradle(?:\.kts)?|\.editorconfig)$|(?:^|\/)\.(?:github|circleci|husky)\/|(?:^|\/)(?:\.gitlab-ci\.yml|azure-pipelines\.yml|\.travis\.yml|Jenkinsfile)$/;

/** Whether a file says how the project is built, checked or tested. */
export function isConfigFile(path: string): boolean {
  return configPath.test(path);
}

const codePath =
  /\.(?:[cm]?[jt]sx?|vue|svelte|py|pyi|go|rs|java|kt|kts|cs|c|cc|cpp|h|hpp|rb|php|swift|scala|dart)$/;

/** Whether a file holds program code that is neither test nor configuration. */
export function isProductCode(path: string): boolean {
  return codePath.test(path) && !isTestFile(path) && !isConfigFile(path);
}
