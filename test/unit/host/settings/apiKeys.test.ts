import assert from 'node:assert/strict';
import { ApiKeys } from '../../../../src/host/settings/apiKeys.ts';

class InMemorySecrets {
  readonly values = new Map<string, string>();
  async get(name: string) {
    return this.values.get(name);
  }
  async store(name: string, value: string) {
    this.values.set(name, value);
  }
  async delete(name: string) {
    this.values.delete(name);
  }
  async keys() {
    return [...this.values.keys()];
  }
  onDidChange = () => ({ dispose: () => undefined });
}

describe('API keys', () => {
  const check = async (
    environment: Record<string, string>,
    baseUrl: string,
    expected: string | undefined,
  ) => {
    const keys = new ApiKeys(new InMemorySecrets(), environment);
    await keys.set('https://own.example/v1', 'own');
    assert.equal(await keys.keyFor(baseUrl), expected);
  };

  it('serve the endpoint they were set for', () => check({}, 'https://own.example/v2', 'own'));
  it('serve no other host', () => check({}, 'https://other.example/v1', undefined));
  it('serve no other port', () => check({}, 'https://own.example:8443/v1', undefined));
  it('serve no other scheme', () => check({}, 'http://own.example/v1', undefined));
  it('serve no unreadable address', () => check({ OPENAI_API_KEY: 'env' }, 'own.example', undefined));
  it('come from the environment for the default endpoint', () =>
    check({ OPENAI_API_KEY: 'env' }, 'https://api.openai.com/v1', 'env'));
  it("come from the environment for the environment's endpoint", () =>
    check(
      { OPENAI_API_KEY: 'env', OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' },
      'http://127.0.0.1:9/v1',
      'env',
    ));
  it('do not go from the environment to another endpoint', () =>
    check(
      { OPENAI_API_KEY: 'env', OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' },
      'https://api.openai.com/v1',
      undefined,
    ));
  it('that were set go before the environment', () =>
    check(
      { OPENAI_API_KEY: 'env', OPENAI_BASE_URL: 'https://own.example' },
      'https://own.example/v1',
      'own',
    ));

  it('are removed by an empty one', async () => {
    const secrets = new InMemorySecrets();
    const keys = new ApiKeys(secrets, {});
    await keys.set('https://own.example', 'own');
    await keys.set('https://own.example/v1', '');
    assert.equal(secrets.values.size, 0);
  });
});
