import type { OpenAI } from 'openai';
import type { TierSettings } from '../../core/model/tier.ts';

/** The openai package's own timeout is out of the way: whoever sends measures silence instead. */
const noTimeoutMs = 2_147_483_647;

/** A client of the openai package that takes nothing from the environment and repeats nothing by itself. */
export async function createOpenaiClient(
  tier: Pick<TierSettings, 'baseUrl' | 'apiVersion' | 'keyHeader'>,
  key: string | undefined,
  fetch: typeof globalThis.fetch,
): Promise<OpenAI> {
  // Loaded on the first call: activation must not pay for it.
  const { OpenAI } = await import('openai');
  const isBearer = key !== undefined && (tier.keyHeader ?? 'authorization') === 'authorization';
  const isApiKey = key !== undefined && tier.keyHeader === 'api-key';
  return new OpenAI({
    apiKey: key ?? 'none',
    adminAPIKey: null,
    baseURL: tier.baseUrl,
    ...(tier.apiVersion !== undefined && { defaultQuery: { 'api-version': tier.apiVersion } }),
    defaultHeaders: {
      ...(!isBearer && { authorization: null }),
      ...(isApiKey && { 'api-key': key }),
    },
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: noTimeoutMs,
    logLevel: 'off',
    logger: silent,
    // VS Code's extension host has a browser's globals among Node's.
    dangerouslyAllowBrowser: true,
    fetch,
  });
}

const ignore = () => undefined;
const silent = { error: ignore, warn: ignore, info: ignore, debug: ignore };
