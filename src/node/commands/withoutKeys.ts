const secretName =
  /PASSWORD|PASSWD|_PWD(?:_|$)|(?:^|_)(?:TOKENS?|SECRETS?|PASS|PASSPHRASE|PAT|CREDENTIALS?|AUTH|COOKIE|DSN)(?:_|$)|SSHPASS|_?authToken|(?:API|ACCESS|PRIVATE|SECRET|SIGNING|ENCRYPTION|ACCOUNT|MASTER)_?KEY|_KEY$/i;

/** What the program of an endpoint's own makers reads: where to ask, for whom, and with what key. */
const ofEndpoint = /^OPENAI_/i;

/**
 * An environment without what programs that we start have no need to know: variables that are named like a key, a token
 * or a password, and those of the models' endpoint. The socket of an SSH agent is among them: git and language servers
 * are told to fetch nothing, and a command would sign in as the user with it.
 */
export function withoutKeys(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !secretName.test(name) && !ofEndpoint.test(name),
  );
  return Object.fromEntries(kept);
}
