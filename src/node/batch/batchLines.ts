import { isRecord } from '../../base/isRecord.ts';
import type { ModelFault } from '../../core/model/fault.ts';
import type { ModelReply } from '../../core/model/modelClient.ts';
import { failureOfError, kindOfStatus } from '../http/faultOf.ts';
import { type JsonRecord, recordOr } from '../http/jsonRecord.ts';
import { shorten } from '../http/shownText.ts';
import { replyOf } from '../responses/replyOf.ts';

/** Reads the lines of a batch's output and errors, by the requests' ids; a line that can't be read is left out. */
export function readBatchLines(
  content: string,
  where: Pick<ModelFault, 'tier' | 'model' | 'endpoint'>,
): ReadonlyMap<string, ModelReply> {
  const replies = new Map<string, ModelReply>();
  for (const line of content.split('\n')) {
    const value = parse(line);
    if (!isRecord(value) || typeof value.custom_id !== 'string') continue;
    replies.set(value.custom_id, replyOfLine(value, where));
  }
  return replies;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function replyOfLine(line: JsonRecord, where: Pick<ModelFault, 'tier' | 'model' | 'endpoint'>): ModelReply {
  const response = recordOr(line.response);
  const body = recordOr(response.body);
  const status = typeof response.status_code === 'number' ? response.status_code : undefined;
  const error = isRecord(line.error) ? line.error : isRecord(body.error) ? body.error : undefined;
  if (error !== undefined || status === undefined || status >= 400) {
    const { kind, detail } = failureOfError(error);
    const known = status !== undefined && status >= 400;
    return {
      type: 'fault',
      fault: {
        ...where,
        kind: known ? kindOfStatus(status, `${error?.code} ${error?.type}`) : kind,
        ...(known && { status }),
        detail: shorten(detail),
      },
    };
  }
  const isWhole = body.status === undefined || body.status === 'completed';
  // Nobody measured how long the model took.
  const reply = replyOf({ type: isWhole ? 'completed' : 'incomplete', response: body }, [], { totalMs: 0 });
  return 'usage' in reply ? { ...reply, usage: { ...reply.usage, rate: 'batch' } } : reply;
}
