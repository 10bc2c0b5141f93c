const secretName =
  /PASSWORD|PASSWD|(?:^|_)(?:TOKENS?|SECRETS?|PWD|PASS|PASSPHRASE|PAT|CREDENTIALS?|AUTH|COOKIE|DSN)(?:_|$)|SSHPASS|_?authToken|(?:API|ACCESS|PRIVATE|SECRET|SIGNING|ENCRYPTION|ACCOUNT|MASTER)_?KEY|_KEY$/i;

/** Whether a variable is named for what a program that we start has no need to know: a key, a token, a password. */
export const isSecretVariable = (name: string): boolean => secretName.test(name);
