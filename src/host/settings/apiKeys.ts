import type * as vscode from 'vscode';
import { needsKey, type TierSettings } from '../../core/model/tier.ts';
import { environmentKey } from '../../node/http/environmentKey.ts';

/** API keys by the origin of the endpoint they were set for: a key never goes to another host. */
export class ApiKeys {
  readonly #secrets: vscode.SecretStorage;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(secrets: vscode.SecretStorage, environment: NodeJS.ProcessEnv) {
    this.#secrets = secrets;
    this.#environment = environment;
  }

  /** The key for a base URL; undefined where none was set for its origin. */
  async keyFor(baseUrl: string): Promise<string | undefined> {
    const stored = await this.#secrets.get(secretName(originOf(baseUrl)));
    return stored || environmentKey(baseUrl, this.#environment);
  }

  /** The key that goes out with a tier's requests; none for an endpoint that takes none. */
  async keyForTier(tier: TierSettings): Promise<string | undefined> {
    return tier.provider === 'vscode' || tier.keyHeader === 'none' ? undefined : this.keyFor(tier.baseUrl);
  }

  /** Whether a tier has the key that it needs. */
  async canAsk(tier: TierSettings): Promise<boolean> {
    return !needsKey(tier) || (await this.keyForTier(tier)) !== undefined;
  }

  /** Keeps a key for a base URL's origin; an empty one removes what was kept. */
  async set(baseUrl: string, key: string): Promise<void> {
    const name = secretName(originOf(baseUrl));
    if (key === '') await this.#secrets.delete(name);
    else await this.#secrets.store(name, key);
  }

  /** Tells when a key was set or removed, in this window or another. */
  onChange(listener: () => void): vscode.Disposable {
    return this.#secrets.onDidChange(listener);
  }
}

/** Scheme, host and port of a URL; an unreadable one stands for itself, so that it matches no other. */
export function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}

function secretName(origin: string): string {
  return `tiercel.apiKey:${origin}`;
}
