import { openaiBaseUrl } from '../../core/settings/settings.ts';

/**
 * The environment's key for requests to an address: it belongs to the environment's endpoint (OpenAI's, where none is
 * named) and goes to no other.
 */
export function environmentKey(baseUrl: string, environment: NodeJS.ProcessEnv): string | undefined {
  const home = URL.parse(environment.OPENAI_BASE_URL || openaiBaseUrl)?.origin;
  const isHome = home !== undefined && URL.parse(baseUrl)?.origin === home;
  return isHome ? environment.OPENAI_API_KEY || undefined : undefined;
}
