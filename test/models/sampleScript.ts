import { otherFixes } from './otherFixes.ts';
import { type ScriptedFix, sampleFixes } from './sampleFixes.ts';
import { type SampleTask, sampleAnswer, samplePlanSummary, sampleTasks } from './sampleRequest.ts';
import type { Script, ScriptCall, ScriptReply } from './script.ts';

const fixes: readonly ScriptedFix[] = [...sampleFixes, ...otherFixes];

/**
 * The model of the sample workspace: it knows the sample's problems, one request and one question. It reads what it is
 * asked only for names of the sample and of the contracts, so that prompts may be worded as they will.
 */
export const sampleScript: Script = (call) => {
  switch (call.role) {
    case 'gate':
      return json(gate(call.text));
    case 'plan':
      return asksForDiscount(call.text) ? json(plan()) : unknown();
    case 'label':
      return json({ labels: labels(call.text) });
    case 'work':
    case 'shadow':
      return work(call);
    case 'review':
      return json(review(call.text));
    case 'answer':
      return asksForTax(call.text) ? say(sampleAnswer) : (explanation(call.text) ?? unknown());
    default:
      return unknown();
  }
};

/** The name under which the endpoint's own program looks for it. */
export const script = sampleScript;

const json = (value: unknown): ScriptReply => ({ output: [{ type: 'json', value }] });
const say = (text: string): ScriptReply => ({ output: [{ type: 'text', text }] });
const unknown = () =>
  say(
    'This is a scripted model: it knows the problems of the sample workspace, one request and one question about it, and has no answer for this.',
  );

const asksForDiscount = (text: string) => /discount (is|was) applied/i.test(text);
const asksForTax = (text: string) => /where (is|are|do you|does it)[^.\n]*\b(tax|vat)/i.test(text);

/** Why a problem is reported, for the problems that it knows. */
function explanation(text: string): ScriptReply | undefined {
  const fix = /\bexplain\b/i.test(text) ? firstFixIn(text) : undefined;
  return fix && say(`This is a ${fix.category}. To mend it: ${fix.rootCause}.`);
}

/** What it does not know is sent to the answer, which says so. */
function gate(text: string) {
  if (asksForDiscount(text)) return { route: 'plan', kind: 'debug', files: ['src/invoice.ts'] };
  return { route: 'answer', kind: 'search', files: asksForTax(text) ? ['src/tax.ts'] : [] };
}

function plan() {
  const tasks = sampleTasks.map(({ id, kind, title, instructions, files, dependsOn, acceptance }) => ({
    id,
    kind,
    title,
    instructions,
    files,
    dependsOn,
    acceptance,
  }));
  return { summary: samplePlanSummary, tasks };
}

function labels(text: string) {
  return [...text.matchAll(/^\{.*\}$/gm)].flatMap(([line]) => {
    const { id, path, message } = parse(line);
    if (typeof id !== 'string') return [];
    const [first] = String(message).split('\n');
    const fix = fixes.find(({ diagnostics }) =>
      diagnostics.some((each) => each.path === path && each.message === first),
    );
    if (fix === undefined) {
      return [{ id, category: 'unknown', rootCause: `unknown: ${message}`, effort: 'mini', confidence: 0.1 }];
    }
    const { category, rootCause, effort } = fix;
    return [{ id, category, rootCause, effort, confidence: 0.9 }];
  });
}

function parse(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    // A line in braces that is not JSON belongs to something else in the prompt.
    return {};
  }
}

function review(text: string) {
  const named = [...text.matchAll(/\btask ([\w-]+):/gi)].map(([, id = '']) => id);
  const known = sampleTasks.map(({ id }) => id).filter((id) => text.includes(id));
  const tasks = [...new Set([...known, ...named])].map((id) => ({
    id,
    verdict: 'accept',
    reason: 'It does what was asked.',
  }));
  return { verdict: 'accept', summary: 'The changes do what was asked and nothing else.', tasks };
}

function work(call: ScriptCall): ScriptReply {
  const task = sampleTasks.find(({ id, title }) => call.task === id || call.text.includes(title));
  const job = task ?? firstFixIn(call.text) ?? failingTestIn(call.text);
  if (job === undefined) return unknown();
  const tools = toolNames(call.body);
  if (lastInputIsToolResult(call.body)) {
    if (!tools.includes('finish')) return say(job.summary);
    return { output: [{ type: 'tool', name: 'finish', arguments: { summary: job.summary } }] };
  }
  if (!tools.includes('apply_patch')) return unknown();
  return { output: [{ type: 'patch', patch: patchFor(job, call) }] };
}

/** The output of the sample's tests names the one that fails, once its other problems are fixed. */
function failingTestIn(text: string): SampleTask | undefined {
  const [discountFirst] = sampleTasks;
  return /(✖|not ok \d+ -) the discount is taken off before the tax/.test(text) ? discountFirst : undefined;
}

/** The problem that is to be removed is the first that is named; others may follow as what else was found. */
function firstFixIn(text: string): ScriptedFix | undefined {
  const found = fixes.flatMap((fix) =>
    fix.diagnostics
      .filter(({ path }) => text.includes(path))
      .map(({ message }) => ({ fix, at: text.indexOf(message) }))
      .filter(({ at }) => at !== -1),
  );
  return found.sort((a, b) => a.at - b.at)[0]?.fix;
}

function patchFor(
  job: { readonly patch: string; readonly wrongAtNano?: ScriptedFix['wrongAtNano'] },
  call: ScriptCall,
) {
  if (call.tier !== 'nano' || job.wrongAtNano === undefined) return job.patch;
  return job.wrongAtNano[call.nth === 0 ? 0 : 1];
}

/** Functions and custom tools have names; the API's own tools have only their type. */
function toolNames(body: Record<string, unknown>): readonly string[] {
  const tools = Array.isArray(body.tools) ? body.tools : [];
  return tools.map(
    (tool: { readonly name?: string; readonly type?: string }) => tool.name ?? tool.type ?? '',
  );
}

function lastInputIsToolResult(body: Record<string, unknown>): boolean {
  const last: unknown = Array.isArray(body.input) ? body.input.at(-1) : undefined;
  return typeof last === 'object' && last !== null && 'type' in last && String(last.type).endsWith('_output');
}
