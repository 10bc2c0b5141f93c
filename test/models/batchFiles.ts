import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerTo } from './answer.ts';
import { requestProblems } from './requestSchema.ts';
import type { Script } from './script.ts';

interface Line {
  readonly custom_id: string;
  readonly method: string;
  readonly url: string;
  readonly body: Record<string, unknown>;
}

export interface ScriptedBatch {
  readonly id: string;
  readonly endpoint: string;
  readonly inputFile: string;
  readonly lines: readonly Line[];
  readonly metadata: Readonly<Record<string, string>> | null;
  status: 'in_progress' | 'completed' | 'cancelled' | 'expired' | 'failed';
  outputFile?: string;
  errorFile?: string;
}

/**
 * The files and batches of an endpoint. A batch stays in progress until a test lets it end; then the script answers
 * its lines, those with a status as errors.
 */
export class BatchFiles {
  readonly files = new Map<string, string>();
  readonly made: ScriptedBatch[] = [];
  /** How often batches were asked after. */
  polls = 0;
  /** Batches end when they are asked after, without a test that lets them. */
  endWhenAsked = false;
  /** The status with which batches are refused, if they are. */
  refusal: number | undefined;
  /** Whether the list of all batches can be had; an endpoint that only looks like the API may have none. */
  isListed = true;
  /** How many batches a page of the list has at most. */
  pageSize = 100;
  readonly #script: Script;
  readonly #violations: string[];
  #count = 0;

  constructor(script: Script, violations: string[]) {
    this.#script = script;
    this.#violations = violations;
  }

  /** Ends the batch: all lines are answered, or as many as are named. */
  async end(
    batch: ScriptedBatch,
    status: ScriptedBatch['status'],
    answered = batch.lines.length,
  ): Promise<void> {
    const output: string[] = [];
    const errors: string[] = [];
    for (const [nth, line] of batch.lines.slice(0, answered).entries()) {
      const { tiercel_role: role = '', tiercel_tier: tier = '' } = line.body.metadata as Record<
        string,
        string
      >;
      const text = JSON.stringify(line.body.input);
      const call = { role, tier, run: '', task: '', nth, body: line.body, text };
      const reply = await this.#script(call);
      const { fault } = reply;
      const isError = fault?.type === 'status';
      const body = isError
        ? { error: { message: fault.message, code: fault.code ?? null, type: 'invalid_request_error' } }
        : answerTo(call, reply, nth).response;
      const response = { status_code: isError ? fault.status : 200, request_id: `req_${nth}`, body };
      const text2 = JSON.stringify({ id: `line_${nth}`, custom_id: line.custom_id, response, error: null });
      (isError ? errors : output).push(text2);
    }
    // The order of the answers is not that of the requests.
    if (output.length > 0) batch.outputFile = this.#keep(output.reverse().join('\n'));
    if (errors.length > 0) batch.errorFile = this.#keep(errors.join('\n'));
    batch.status = status;
  }

  /** Answers a request for files or batches; false where it is for something else. */
  async respond(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> {
    const [, , kind, id = '', action] = url.pathname.split('/');
    if (kind !== 'files' && kind !== 'batches') return false;
    const body = await text(request);
    const send = (value: unknown, status = 200) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
      return true;
    };
    const missing = () => send({ error: { message: `No such thing: ${id}`, code: 'not_found' } }, 404);
    if (kind === 'files') {
      if (request.method === 'POST') {
        const content = /name="file"[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(body)?.[1] ?? '';
        if (!/name="purpose"\r\n\r\nbatch\r\n/.test(body))
          this.#violations.push('files: the purpose is not batch');
        return send(fileObject(this.#keep(content)));
      }
      const content = this.files.get(id);
      if (content === undefined) return missing();
      if (request.method === 'DELETE') {
        this.files.delete(id);
        return send({ id, object: 'file', deleted: true });
      }
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      response.end(content);
      return true;
    }
    if (request.method === 'POST' && id === '' && this.refusal !== undefined)
      return send({ error: { message: 'Not taken.', code: null } }, this.refusal);
    if (request.method === 'POST' && id === '') return send(batchObject(this.#make(JSON.parse(body))));
    if (id === '') return this.isListed ? send(this.#page(url.searchParams)) : missing();
    const batch = this.made.find((each) => each.id === id);
    if (!batch) return missing();
    if (action === 'cancel') batch.status = 'cancelled';
    else this.polls++;
    if (this.endWhenAsked && batch.status === 'in_progress') await this.end(batch, 'completed');
    return send(batchObject(batch));
  }

  /** A page of all batches, the newest first. */
  #page(query: URLSearchParams) {
    const limit = Number(query.get('limit') ?? 20);
    if (!(limit >= 1 && limit <= 100)) this.#violations.push(`batches: a page of ${limit}`);
    const newest = this.made.toReversed();
    const start = newest.findIndex(({ id }) => id === query.get('after')) + 1;
    const page = newest.slice(start, start + Math.min(limit, this.pageSize));
    return {
      object: 'list',
      data: page.map(batchObject),
      first_id: page[0]?.id ?? null,
      last_id: page.at(-1)?.id ?? null,
      has_more: start + page.length < newest.length,
    };
  }

  #make(body: {
    readonly input_file_id: string;
    readonly endpoint: string;
    readonly metadata?: Readonly<Record<string, string>>;
  }): ScriptedBatch {
    const content = this.files.get(body.input_file_id) ?? '';
    const lines = content
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);
    for (const line of lines) {
      const { stream, ...rest } = line.body;
      if (stream !== undefined) this.#violations.push('batches: a line asks for a stream');
      this.#violations.push(...requestProblems(rest).map((problem) => `batches: ${problem}`));
      if (line.url !== body.endpoint) this.#violations.push(`batches: ${line.url} is not ${body.endpoint}`);
    }
    const batch: ScriptedBatch = {
      id: `batch_${++this.#count}`,
      endpoint: body.endpoint,
      inputFile: body.input_file_id,
      lines,
      metadata: body.metadata ?? null,
      status: 'in_progress',
    };
    this.made.push(batch);
    return batch;
  }

  #keep(content: string): string {
    const id = `file-${++this.#count}`;
    this.files.set(id, content);
    return id;
  }
}

function fileObject(id: string) {
  return {
    id,
    object: 'file',
    bytes: 1,
    created_at: 1_700_000_000,
    filename: 'requests.jsonl',
    purpose: 'batch',
  };
}

function batchObject(batch: ScriptedBatch) {
  const isOver = batch.status !== 'in_progress';
  return {
    id: batch.id,
    object: 'batch',
    endpoint: batch.endpoint,
    errors: batch.status === 'failed' ? { data: [{ code: 'bad', message: 'a line is wrong' }] } : null,
    input_file_id: batch.inputFile,
    completion_window: '24h',
    status: batch.status,
    output_file_id: batch.outputFile ?? null,
    error_file_id: batch.errorFile ?? null,
    created_at: 1_700_000_000,
    request_counts: { total: batch.lines.length, completed: isOver ? batch.lines.length : 0, failed: 0 },
    metadata: batch.metadata,
  };
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
