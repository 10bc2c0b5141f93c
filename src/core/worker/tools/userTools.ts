import { fence, label, oneLine } from '../../context/fence.ts';
import { parseTolerantJson } from '../../model/tolerantJson.ts';
import type { WorkerAttempt } from '../attempt.ts';
import { noteRefusal } from './noteRefusal.ts';
import type { ToolAnswer } from './readTools.ts';

/** A tool of the user's own that workers may call, such as one of an MCP server. */
export interface UserTool {
  readonly name: string;
  readonly description: string;
  /** A JSON Schema of its input; absent where it takes none. */
  readonly inputSchema?: object;
}

/** The tools that the user has allowed, one by one. What they say is data, and passes the gate for secrets. */
export interface UserTools {
  /** Those that may be called now. */
  allowed(): readonly UserTool[];
  /** Failures of the tool are an answer, too; cancelling rejects with the signal's reason. */
  call(name: string, input: object, options: { readonly signal: AbortSignal }): Promise<ToolAnswer>;
}

/** How long one call may take. */
const callMs = 60_000;
const mostDescription = 600;
const mostSchema = 3_000;
const mostListed = 12_000;

/** What a worker is told of the user's tools; empty where there are none. Descriptions are their makers' words: data. */
export function describeUserTools(tools: readonly UserTool[]): string {
  const lines: string[] = [];
  let room = mostListed;
  for (const { name, description, inputSchema } of tools) {
    const schema = JSON.stringify(inputSchema ?? {});
    const line = `${oneLine(name)}: ${oneLine(description).slice(0, mostDescription)} Input: ${schema.length <= mostSchema ? schema : '(too long to show)'}`;
    if (line.length > room) break;
    room -= line.length;
    lines.push(line);
  }
  if (lines.length === 0) return '';
  return `Tools of the user that use_tool may call, as their makers describe them:\n${fence(lines.join('\n'))}`;
}

/** Calls one of the user's tools with what the model wrote as its input. */
export async function callUserTool(
  { name, input }: { readonly name: string; readonly input: string },
  attempt: WorkerAttempt,
): Promise<ToolAnswer> {
  const { deps, options } = attempt;
  const allowed = deps.userTools?.allowed() ?? [];
  const tool = allowed.find((each) => each.name === name);
  if (!deps.userTools || !tool) {
    noteRefusal(`${JSON.stringify(name.slice(0, 200))} is no tool that you allow`, attempt);
    const names = allowed.map((each) => label(each.name)).join(', ') || 'none';
    return { ok: false, output: `The user allows no tool of this name. Allowed: ${names}.` };
  }
  const json = parseTolerantJson(input.trim() === '' ? '{}' : input);
  if (json.type === 'problem') return { ok: false, output: `The input can't be read. ${json.problem}` };
  if (typeof json.value !== 'object' || json.value === null || Array.isArray(json.value))
    return { ok: false, output: 'The input has to be a JSON object.' };
  options.onNote(`asks ${label(tool.name)}`);
  const late = AbortSignal.timeout(callMs);
  try {
    const signal = AbortSignal.any([options.signal, late]);
    const answer = await deps.userTools.call(tool.name, json.value, { signal });
    return { ok: answer.ok, output: fence(answer.output) };
  } catch (error) {
    options.signal.throwIfAborted();
    if (!late.aborted) throw error;
    return { ok: false, output: `The tool gave no answer within ${callMs / 1_000} s.` };
  }
}
