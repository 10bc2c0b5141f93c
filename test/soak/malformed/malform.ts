import type { ModelReply, ToolCall } from '../../../src/core/model/modelClient.ts';
import type { Random } from '../../unit/support/random.ts';

type Completed = Extract<ModelReply, { readonly type: 'completed' }>;

/** What stands in texts that were not meant to be read. */
const bits = [
  '\u0000',
  '\ud800',
  '\u202e',
  '\ufeff',
  '"',
  '\\',
  '{',
  '}]',
  ',,',
  'null',
  '1e999',
  '-0',
  '__proto__',
  '```json\n',
  '```',
  '<|end|>',
  '*** End Patch',
  '*** Begin Patch\n',
  '../'.repeat(9),
  '[['.repeat(500),
  'x'.repeat(20_000),
];

/** A good answer made bad, in one of the ways that models and endpoints have: nobody may fall over it. */
export function malform(good: Completed, random: Random): ModelReply {
  const { usage, timing } = good;
  const bad = (text: string, calls: readonly ToolCall[] = good.calls.map((call) => badCall(call, random))) =>
    ({ type: 'completed', text, calls, items: calls, usage, timing }) as const;
  switch (random.below(10)) {
    case 0:
      return { type: 'refused', text: badText(good.text, random), usage, timing };
    case 1:
      return { type: 'cutOff', reason: 'max_output_tokens', text: cut(good.text, random), usage, timing };
    case 2:
      return bad('', []);
    case 3:
      return bad(badText(good.text, random), [...good.calls, ...good.calls]);
    case 4:
      return { ...good, usage: { input: -1, cached: Number.NaN, output: 0, reasoning: 0 } };
    default:
      return bad(badText(good.text, random));
  }
}

function badText(text: string, random: Random): string {
  let result = text;
  for (let times = 1 + random.below(3); times > 0; times--) {
    const at = random.below(result.length + 1);
    switch (random.below(6)) {
      case 0:
        result = cut(result, random);
        break;
      case 1:
        result = result.slice(0, at) + random.pick(bits) + result.slice(at);
        break;
      case 2:
        result = result.slice(0, at) + result.slice(at + 1 + random.below(8));
        break;
      case 3:
        result = `Here is what you asked for:\n\n${result}\n\nI hope that helps.`;
        break;
      case 4:
        result = result.replace(/"[^"]*"/, random.pick(['7', 'null', '[]', '{"a":{}}', 'true']));
        break;
      default:
        result = result + result;
    }
  }
  return result;
}

function badCall(call: ToolCall, random: Random): ToolCall {
  if (call.type === 'patchText') return { ...call, text: badText(call.text, random) };
  if (call.type === 'patchOperation') {
    const path = random.pick([
      call.operation.path,
      '',
      '/etc/passwd',
      '../out.ts',
      'a\u0000b',
      '.git/config',
    ]);
    const { operation } = call;
    if (operation.type === 'delete_file') return { ...call, operation: { ...operation, path } };
    return { ...call, operation: { ...operation, path, diff: badText(operation.diff, random) } };
  }
  const name = random.chance(0.3) ? random.pick(['', 'nothing', 'constructor', 'run_command']) : call.name;
  return { ...call, name, arguments: badText(call.arguments, random) };
}

function cut(text: string, random: Random): string {
  return text.slice(0, random.below(text.length + 1));
}
