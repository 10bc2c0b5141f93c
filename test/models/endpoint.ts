import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerTo } from './answer.ts';
import { BatchFiles } from './batchFiles.ts';
import { chatStream } from './chatAnswer.ts';
import { chatRequestProblems } from './chatRequestSchema.ts';
import { requestProblems } from './requestSchema.ts';
import type { Script, ScriptCall, ScriptReply } from './script.ts';
import { type Chunking, chunksOf, inTime } from './sse.ts';

export interface EndpointOptions {
  /** 0 or absent: any free one. */
  readonly port?: number;
  readonly chunking?: Chunking;
  /** Before the first byte of each answer. */
  readonly latencyMs?: number;
  /** How fast an answer's events go out, each a token or a few; absent: as fast as they are read. */
  readonly eventsPerSecond?: number;
  /** The only key accepted; absent: any; empty: requests must come without one. */
  readonly key?: string;
}

/** How an answer went out: to its end, cut by the script's fault, or cut by the client closing the connection. */
export type CallEnd = 'answered' | 'broken' | 'closedByClient';

export interface RecordedCall extends ScriptCall {
  readonly headers: IncomingMessage['headers'];
  /** Path and query. */
  readonly url: string;
  readonly ended: Promise<CallEnd>;
}

export interface ScriptedEndpoint {
  /** The base URL, ending in /v1. */
  readonly url: string;
  /** The requests that were valid, in their order. */
  readonly calls: readonly RecordedCall[];
  /** What was wrong with requests, or with the script's own answers. Tests assert that there is nothing. */
  readonly violations: readonly string[];
  /** The batches that were made, and means to let them go on. */
  readonly batches: BatchFiles;
  close(): Promise<void>;
}

/** An endpoint for the Responses API, chat completions and batches on loopback whose model says what the script says. */
export async function startScriptedEndpoint(
  script: Script,
  options: EndpointOptions = {},
): Promise<ScriptedEndpoint> {
  const calls: RecordedCall[] = [];
  const violations: string[] = [];
  const counts = new Map<string, number>();
  const files = new BatchFiles(script, violations);

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (!hasKey(request, options.key))
      return sendError(response, 401, 'invalid_api_key', 'Incorrect API key.');
    if (request.method === 'GET' && url.pathname === '/v1/models') return sendModels(response);
    if (await files.respond(request, response, url)) return;
    const isChat = url.pathname.endsWith('/chat/completions');
    if (request.method !== 'POST' || !(isChat || url.pathname.endsWith('/responses'))) {
      return sendError(response, 404, 'not_found', `There is nothing at ${request.method} ${url.pathname}.`);
    }
    const text = await readBody(request);
    const body = parse(text);
    const problems = isChat ? chatRequestProblems(body) : requestProblems(body);
    if (problems.length > 0) {
      violations.push(...problems);
      return sendError(response, 400, 'invalid_request', problems.join('; '));
    }
    const { call, settle } = record(body as Record<string, unknown>, request, response);
    try {
      const reply = await script(call);
      await pause(options.latencyMs ?? 0);
      await send(response, call, reply, settle, isChat);
    } catch (error) {
      violations.push(`script: ${error instanceof Error ? error.message : String(error)}`);
      sendError(response, 500, 'script', violations.at(-1) ?? '');
    }
  }

  function record(body: Record<string, unknown>, request: IncomingMessage, response: ServerResponse) {
    const metadata = body.metadata as Record<string, string> | undefined;
    const { tiercel_role = '', tiercel_tier = '', tiercel_run = '', tiercel_task = '' } = metadata ?? {};
    const key = JSON.stringify([tiercel_run, tiercel_task, tiercel_role, tiercel_tier]);
    const nth = counts.get(key) ?? 0;
    counts.set(key, nth + 1);
    let broken = false;
    const ended = new Promise<CallEnd>((resolve) => {
      response.once('close', () => {
        resolve(broken ? 'broken' : response.writableFinished ? 'answered' : 'closedByClient');
      });
    });
    const call: RecordedCall = {
      role: tiercel_role,
      tier: tiercel_tier,
      run: tiercel_run,
      task: tiercel_task,
      nth,
      body,
      url: request.url ?? '',
      text: textOf(body),
      headers: request.headers,
      ended,
    };
    calls.push(call);
    const settle = () => {
      broken = true;
    };
    return { call, settle };
  }

  async function send(
    response: ServerResponse,
    call: ScriptCall,
    reply: ScriptReply,
    markBroken: () => void,
    isChat: boolean,
  ): Promise<void> {
    const { fault } = reply;
    for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
    if (fault?.type === 'status') {
      const { status, code = 'error', param, message, retryAfterSeconds } = fault;
      if (retryAfterSeconds !== undefined) response.setHeader('retry-after', String(retryAfterSeconds));
      return sendError(response, status, code, message, param);
    }
    if (fault?.type === 'raw') {
      response.writeHead(fault.status, fault.headers);
      response.end(fault.body);
      return;
    }
    const answer = isChat ? undefined : answerTo(call, reply, calls.length);
    if (answer && call.body.stream !== true) return sendJson(response, 200, answer.response);
    const stream = answer?.stream ?? chatStream(call, reply, calls.length);
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.flushHeaders();
    const isCut = fault?.type === 'reset' || fault?.type === 'stall';
    const bytes = isCut ? stream.subarray(0, fault.afterBytes) : stream;
    const { chunking = 'awkward', eventsPerSecond } = options;
    const chunks = eventsPerSecond === undefined ? chunksOf(bytes, chunking) : inTime(bytes, eventsPerSecond);
    for await (const chunk of chunks) {
      if (response.destroyed) return;
      // Each piece is its own write on the socket, so that it also arrives alone.
      await new Promise((resolve) => response.write(chunk, resolve));
    }
    if (fault?.type === 'stall') return;
    if (fault?.type === 'reset') {
      markBroken();
      response.socket?.resetAndDestroy();
      return;
    }
    response.end();
  }

  const server = createServer((request, response) => {
    response.socket?.setNoDelay(true);
    respond(request, response).catch((error: unknown) => violations.push(`endpoint: ${String(error)}`));
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    calls,
    violations,
    batches: files,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function hasKey(request: IncomingMessage, key: string | undefined): boolean {
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  const given = bearer ?? request.headers['api-key'];
  if (key === '') return given === undefined;
  return given !== undefined && (key === undefined || given === key);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** All texts of the instructions and the input, in their order. */
function textOf(body: Record<string, unknown>): string {
  const texts: string[] = body.instructions === undefined ? [] : [String(body.instructions)];
  const shown = new Set(['text', 'output', 'arguments', 'diff', 'patch', 'content', 'refusal', 'path']);
  JSON.stringify(body.input ?? body.messages, (key, value: unknown) => {
    // `input` is also the name of the request's list; only a tool call's input is text.
    if (typeof value === 'string' && (shown.has(key) || key === 'input')) texts.push(value);
    return value;
  });
  return texts.join('\n');
}

function pause(ms: number): Promise<void> {
  return ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve();
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function sendError(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  param: string | null = null,
): void {
  const type = status === 429 ? code : status >= 500 ? 'server_error' : 'invalid_request_error';
  sendJson(response, status, { error: { message, type, param, code } });
}

function sendModels(response: ServerResponse): void {
  const model = { id: 'scripted', object: 'model', created: 1_700_000_000, owned_by: 'test' };
  sendJson(response, 200, { object: 'list', data: [model] });
}
