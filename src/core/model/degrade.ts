import type { Capabilities } from './capabilities.ts';
import type { ModelReply, ModelRequest } from './modelClient.ts';
import { textCalls, withTextTools } from './textTools.ts';

/** The request in the form that a model of these capabilities can be sent. */
export function degradeRequest(
  request: ModelRequest,
  can: Pick<Capabilities, 'strictSchema' | 'tools'>,
): ModelRequest {
  const plain = can.strictSchema ? request : withSchemaInPrompt(request);
  return can.tools || plain.tools.length === 0 ? plain : withTextTools(plain);
}

/** The schema stands with the instructions, so that what is the same for all requests of a role still comes first. */
function withSchemaInPrompt(request: ModelRequest): ModelRequest {
  const { answer, ...rest } = request;
  if (answer === undefined) return request;
  const ask = `Answer with one JSON value of this schema and nothing else, no fence and no remarks:\n${JSON.stringify(answer.schema)}`;
  return { ...rest, instructions: `${request.instructions}\n\n${ask}` };
}

/** The reply with the calls that the model wrote as text, where tools were offered and none was called otherwise. */
export function withTextCalls(reply: ModelReply, offered: ModelRequest): ModelReply {
  if (reply.type !== 'completed' || reply.calls.length > 0 || offered.tools.length === 0) return reply;
  const calls = textCalls(reply.text, offered.tools);
  return calls.length === 0 ? reply : { ...reply, calls };
}
