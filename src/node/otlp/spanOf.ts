import { createHash, randomBytes } from 'node:crypto';
import { toUsd } from '../../core/ledger/money.ts';
import type { WatchedCall } from '../../core/ledger/watchCalls.ts';

type AttributeValue =
  | { readonly stringValue: string }
  | { readonly intValue: string }
  | { readonly doubleValue: number };

interface Attribute {
  readonly key: string;
  readonly value: AttributeValue;
}

/** A span in the JSON form of OTLP: ids in hexadecimal, 64-bit numbers as text. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly name: string;
  readonly kind: 3;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code: 0 | 2 };
}

/** The systems that speak a provider's form, by the names of the conventions. */
const providerNames = { responses: 'openai', chat: 'openai', vscode: 'vscode' } as const;

/**
 * A call as a span of OpenTelemetry's conventions for generative AI
 * (https://opentelemetry.io/docs/specs/semconv/gen-ai/). All calls of a run are one trace. Prompts, answers and file
 * names are no part of it.
 */
export function spanOf({ ticket, start, end, outcome }: WatchedCall): Span {
  const used = outcome.type === 'used' ? outcome : undefined;
  const attributes = [
    text('gen_ai.operation.name', 'chat'),
    text('gen_ai.provider.name', providerNames[ticket.provider ?? 'responses']),
    text('gen_ai.request.model', ticket.model),
    text('tiercel.run', ticket.run),
    text('tiercel.role', ticket.role),
    text('tiercel.tier', ticket.tier),
  ];
  if (used) {
    const { input, cached, output, reasoning } = used.usage;
    attributes.push(
      count('gen_ai.usage.input_tokens', input),
      count('gen_ai.usage.output_tokens', output),
      count('tiercel.usage.cached_tokens', cached),
      count('tiercel.usage.reasoning_tokens', reasoning),
      { key: 'tiercel.cost_usd', value: { doubleValue: toUsd(used.cost) } },
    );
    const { firstTokenMs, queueMs } = used.timing;
    if (firstTokenMs !== undefined) attributes.push(count('tiercel.first_token_ms', firstTokenMs));
    if (queueMs !== undefined) attributes.push(count('tiercel.queue_ms', queueMs));
  } else {
    // The conventions ask for this word where nothing better is known.
    attributes.push(text('error.type', '_OTHER'));
  }
  return {
    traceId: createHash('sha256').update(`tiercel ${ticket.run}`).digest('hex').slice(0, 32),
    spanId: randomBytes(8).toString('hex'),
    name: `chat ${ticket.model}`,
    kind: 3,
    startTimeUnixNano: nanoseconds(start),
    endTimeUnixNano: nanoseconds(end),
    attributes,
    status: { code: used ? 0 : 2 },
  };
}

function text(key: string, value: string): Attribute {
  return { key, value: { stringValue: value } };
}

function count(key: string, value: number): Attribute {
  return { key, value: { intValue: String(Math.round(value)) } };
}

function nanoseconds(ms: number): string {
  return String(BigInt(Math.round(ms)) * 1_000_000n);
}
