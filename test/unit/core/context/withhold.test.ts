import assert from 'node:assert/strict';
import { isWithheldFile, withholdSecrets } from '../../../../src/core/context/withhold/withhold.ts';
import { plantedInContext, plantedSecrets } from '../../support/plantedSecrets.ts';

describe('isWithheldFile', () => {
  const check = (path: string, expected: boolean) => assert.equal(isWithheldFile(path), expected, path);

  it('knows files that hold keys, tokens and credentials', () => {
    for (const path of [
      '.env',
      '.env.local',
      'app/.ENV.production',
      'prod.env',
      '.envrc',
      'certs/server.pem',
      'server.key',
      'id_rsa',
      'keys/id_ed25519.pub',
      '.npmrc',
      'sub/.netrc',
      '.yarnrc',
      '.aws/config',
      'home/.ssh/config',
      'credentials.json',
      'config/secrets.yaml',
      'service-account-prod.json',
      'main.tfstate',
    ]) {
      check(path, true);
    }
  });
  it('leaves others alone, also those with like names', () => {
    for (const path of [
      'src/env.ts',
      '.env.example',
      'src/credentials.ts',
      'src/secretSanta.ts',
      'docs/keys.md',
      'environment.json',
    ]) {
      check(path, false);
    }
  });
});

describe('withholdSecrets', () => {
  const check = (text: string, expected: string) => assert.equal(withholdSecrets(text), expected);

  it('replaces each kind of token and keeps what is around it', () => {
    for (const [kind, secret] of Object.entries(plantedSecrets)) {
      const shown = withholdSecrets(`const key = "${secret}"; // kept`);
      assert.ok(!shown.includes(secret), kind);
      assert.ok(shown.startsWith('const key = "') && shown.includes('[withheld]'), `${kind}: ${shown}`);
      assert.ok(shown.endsWith('"; // kept'), `${kind}: ${shown}`);
    }
  });
  for (const behind of ['\\n', '\\t', '\\r\\n', '\\u0022', '\\x22', '%20', '%2F', '\x1b[0m', '\x1b[1;32m'])
    it(`finds a token right behind ${JSON.stringify(behind)}`, () => {
      for (const secret of [plantedSecrets.github, plantedSecrets.openai])
        check(`{"log":"started${behind}${secret}"}`, `{"log":"started${behind}[withheld]"}`);
    });
  for (const [kind, { text, secrets }] of Object.entries(plantedInContext)) {
    it(`withholds what is secret by what stands around it: ${kind}`, () => {
      for (const before of ['', '+', '  ', 'src/app.ts:3: ']) {
        const shown = withholdSecrets(before + text.replaceAll('\n', `\n${before}`));
        for (const secret of secrets) assert.ok(!shown.includes(secret), shown);
      }
    });
  }
  it('withholds nothing twice', () => {
    for (const text of [
      ...Object.values(plantedSecrets),
      ...Object.values(plantedInContext).map((each) => each.text),
    ]) {
      const once = withholdSecrets(text);
      check(once, once);
    }
  });
  it('takes unquoted values of settings files for values, and of code for variables', () => {
    const shown = (path: string) => withholdSecrets('password: hunter22\ntoken: syncToken1', { path });
    assert.equal(shown('config/app.yaml'), 'password: [withheld]\ntoken: [withheld]');
    assert.equal(shown('src/config.ts'), 'password: hunter22\ntoken: syncToken1');
  });
  it('replaces the password of an address alone', () => {
    check('postgres://app:hunter22@db:5432/x', 'postgres://app:[withheld]@db:5432/x');
    check(
      ['http://', '{user}:', '$', '{password}@host'].join(''),
      ['http://', '{user}:', '$', '{password}@host'].join(''),
    );
  });
  it('keeps the lines of a private key, so that line numbers hold', () => {
    const key = 'a\n-----BEGIN RSA PRIVATE KEY-----\r\nMIIE\r\nabcd\r\n-----END RSA PRIVATE KEY-----\nb\n';
    check(key, 'a\n[withheld]\r\n[withheld]\r\n[withheld]\r\n[withheld]\nb\n');
    check('-----BEGIN PRIVATE KEY-----\nMIIE', '[withheld]\n[withheld]');
  });
  it('leaves ordinary code alone', () => {
    for (const text of [
      'const risk = "task-list-of-things-to-do-1";',
      '.sk-fading-circle-animation { color: red }',
      'https://example.com/a:b@c',
      'const akia = AKIA;',
      'import { npm_config } from "./x";',
      // Hashes, identifiers and what lock files hold.
      'da39a3ee5e6b4b0d3255bfef95601890afd80709',
      'commit 9eb3e49f0a1b2c3d4e5f60718293a4b5c6d7e8f9',
      '550e8400-e29b-41d4-a716-446655440000',
      '"integrity": "sha512-3ZcFBx1nHqF3wCLsC6+Ji2t0aY1Z9GmC9Kc5ZkZ9eQ0y9Sg=="',
      'resolved "https://registry.npmjs.org/a/-/a-1.0.0.tgz#0123456789abcdef0123456789abcdef01234567"',
      'checksum = "2b2d1c0a9f8e7d6c5b4a39281706f5e4d3c2b1a0"',
      'h1:4QYJX8sV0hbTQa0lQY8eFXnb4AFYMRIB8k0m6qv8rT8=',
      'a2f1c9e integrity-check-3',
      // Names, types, labels and calls.
      'password: string;',
      'function login(user: string, password: string, token: Token): void {',
      'const password = readPassword();',
      'const token = tokens[index2];',
      'const token = scanner.next();',
      'const { password, token } = options;',
      'token: Uint8Array',
      'this.token = token1;',
      'secret = hash1',
      'apiKey: config.apiKey,',
      'apiKey: process.env.OPENAI_API_KEY',
      ['password: `$', '{prefix}1`'].join(''),
      ['password=$', '{DB_PASSWORD}'].join(''),
      'password: "{{ .Values.db.password }}"',
      ['token: $', '{{ secrets.GITHUB_TOKEN }}'].join(''),
      '<input type="password" name="password" autocomplete="current-password">',
      '<label for="password">Password</label>',
      '"password": "Password"',
      '"login.password": "Your password"',
      'password: "changeme"',
      'api_key = "your-api-key"',
      'OPENAI_API_KEY=',
      'export const secretKeyId = "tiercel.openai.apiKey";',
      "{ token: 'keyword.control', foreground: '569CD6' }",
      "token: 'string.quoted.double'",
      'cacheKey: "work-mini-v2"',
      'const begin = "-----BEGIN PRIVATE KEY-----";\nif (text.startsWith(begin)) {\n  read();',
      '"minipass": "^7.1.3",',
      'this.auth = this.#x509Authentication;',
      "const SUBJECT_TOKEN = 'urn:openai:params:oauth:token-type:x509';",
      'max_tokens: 4096',
      'tokens = 4096',
      'contextTokens: 128_000,',
      'https://user:password@example.com/',
      'author: "Ada Lovelace"',
      'design = "a1b2c3d4e5"',
      'AKIAIOSFODNN7EXAMPLE',
      'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 ada@host',
      '-----BEGIN PUBLIC KEY-----',
      'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk',
    ]) {
      check(text, text);
    }
  });
  it('takes no longer than its length asks for, also on text made to be slow', () => {
    for (const part of [
      'sk-',
      'a.',
      'a://b:',
      'eyJaaaaaaaa-',
      '-----BEGIN A ',
      '-----BEGIN PRIVATE KEY-----',
      'password',
      'password = ',
      'password="a',
      'a_token.',
      'x-api-key:',
      'Basic a',
      '<password>',
      'AAAAAAAAAAAAAAAAAAAAAAAA\n',
      'login a ',
      'key="a',
    ]) {
      withholdSecrets(part.repeat(200_000 / part.length));
    }
  });
});
