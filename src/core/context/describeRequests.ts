import type { ImagePart } from '../model/image.ts';
import type { InputItem, ModelRequest, ToolSpec } from '../model/modelClient.ts';
import { fence } from './fence.ts';
import type { SentRequest } from './sentRequests.ts';

/** Requests as a page for people, word for word; what a request repeats of the one before is told once. */
export function describeSent(sent: readonly SentRequest[]): string {
  let before: ModelRequest | undefined;
  const parts = sent.map(({ time, request }, at) => {
    const page = describe(request, before);
    before = request;
    return `## Request ${at + 1} of ${sent.length}, sent ${new Date(time).toISOString()}\n\n${page}`;
  });
  return parts.join('\n\n');
}

/** A request that was not sent, in the same way. */
export function describeUnsent(request: ModelRequest): string {
  return describe(request, undefined);
}

function describe(request: ModelRequest, before: ModelRequest | undefined): string {
  const { role, tier, instructions, tools, input, answer, maxOutputTokens } = request;
  const isSame = before !== undefined && before.instructions === instructions && before.tools === tools;
  const known = isSame ? shared(before.input, input) : 0;
  const parts = [`Role ${role}, tier ${tier}, at most ${maxOutputTokens} tokens of answer.`];
  if (isSame) parts.push(sameAs(known));
  else parts.push(section('Instructions', instructions), ...toolSections(tools));
  if (answer && !isSame) {
    const schema = JSON.stringify(answer.schema, null, 2);
    parts.push(section(`Asked for JSON of the shape "${answer.name}"`, schema));
  }
  for (const item of input.slice(known)) parts.push(itemSection(item));
  return parts.join('\n\n');
}

function sameAs(known: number): string {
  const parts =
    known === 1 ? 'so is the first part of the input' : `so are its first ${known} parts of input`;
  const input = known === 0 ? '' : `, and ${parts}`;
  return `Instructions and tools are those of the request above${input}.`;
}

/** Items of one conversation are the same objects from request to request. */
function shared(before: readonly InputItem[], now: readonly InputItem[]): number {
  const differs = now.findIndex((item, at) => before[at] !== item);
  return differs === -1 ? now.length : differs;
}

const section = (title: string, text: string): string => `### ${title}\n\n${fence(text)}`;

function imageLine({ mediaType, width, height, data }: ImagePart): string {
  const bytes = Math.floor((data.length * 3) / 4);
  return `An image: ${mediaType}, ${width} x ${height}, ${Math.ceil(bytes / 1024)} kB.`;
}

function toolSections(tools: readonly ToolSpec[]): readonly string[] {
  if (tools.length === 0) return [];
  const lines = tools.map((tool) =>
    tool.type === 'patch'
      ? 'The tool for patches, in the words of the endpoint'
      : `${tool.name}: ${tool.description} ${JSON.stringify(tool.parameters)}`,
  );
  return [section('Tools', lines.join('\n'))];
}

function itemSection(item: InputItem): string {
  switch (item.type) {
    case 'user':
      return [section('Input', item.text), ...(item.images ?? []).map(imageLine)].join('\n\n');
    case 'toolResult': {
      const of = item.call.type === 'function' ? `the call of ${item.call.name}` : 'the patch';
      return section(`Answer to ${of}`, item.output);
    }
    case 'earlier':
      return section('What the model said before, sent back', JSON.stringify(item.items, null, 2));
  }
}
