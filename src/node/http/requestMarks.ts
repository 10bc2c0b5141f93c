import { createHash } from 'node:crypto';
import { withholdSecrets } from '../../core/context/withhold/withhold.ts';
import type { ModelRequest } from '../../core/model/modelClient.ts';

const longestCacheKey = 64;
const longestMetadataValue = 512;

/** Who asks: goes out with every request. The name of a task is a model's word, which has to pass the gate for secrets too. */
export function metadataOf(request: ModelRequest): Record<string, string> {
  return {
    tiercel_run: request.run.slice(0, longestMetadataValue),
    tiercel_task: withholdSecrets(request.task).slice(0, longestMetadataValue),
    tiercel_role: request.role,
    tiercel_tier: request.tier,
  };
}

/** The same for all requests that begin the same. The API takes only short ones. */
export function cacheKeyOf({ cacheKey }: ModelRequest): string {
  if (cacheKey.length <= longestCacheKey) return cacheKey;
  return createHash('sha256').update(cacheKey).digest('hex').slice(0, longestCacheKey);
}
