import assert from 'node:assert/strict';
import { isWithheldFile, withholdSecrets } from '../../../../src/core/context/withhold.ts';
import { plantedSecrets } from '../../support/plantedSecrets.ts';

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
    ]) {
      withholdSecrets(part.repeat(200_000 / part.length));
    }
  });
});
