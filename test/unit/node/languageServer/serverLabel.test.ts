import assert from 'node:assert/strict';
import { serverLabel } from '../../../../src/node/languageServer/session/serverLabel.ts';

describe('the label of a language server', () => {
  const check = (version: string | undefined, expected: string) =>
    assert.equal(serverLabel('server', version), expected);

  it('is its name and version', () => {
    check(undefined, 'server');
    check('7.0.2', 'server 7.0.2');
    check('1.1.414-beta', 'server 1.1.414-beta');
  });
  it('leaves out what else is told', () => {
    check('Debian clangd version 14.0.6 linux+grpc x86_64-pc-linux-gnu', 'server 14.0.6');
    check('clangd version 18.1.3 (https://example.invalid/ab12)', 'server 18.1.3');
    check('0.3.2100-standalone (9a5f2e 2024-09-01)', 'server 0.3.2100-standalone');
    check('{"GoVersion":"go1.22","Main":{"Version":"v0.16.1"},"Version":"v0.16.1"}', 'server v0.16.1');
    check('{"Main":{"Version":"(devel)"},"Version":"master"}', 'server master');
    check('{"Main":', 'server');
    check('built by hand', 'server');
  });
});
