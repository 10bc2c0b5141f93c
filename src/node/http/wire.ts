import type { OpenAI } from 'openai';
import type { CallTiming, ModelReply, ModelRequest } from '../../core/model/modelClient.ts';
import type { PatchToolForm, TierSettings } from '../../core/model/tier.ts';
import type { EndpointState } from './endpointStates.ts';
import type { Failure } from './faultOf.ts';
import type { Optional } from './unsupported.ts';

/** A request in the form that the model can be sent, and all that decides what it looks like on the wire. */
export interface Outgoing {
  readonly request: ModelRequest;
  readonly tier: TierSettings;
  readonly patchForm: PatchToolForm;
  readonly parallelTools: boolean;
  readonly promptCache: boolean;
  readonly isFlex: boolean;
  /** The model is known to send reasoning, though it was not asked to. */
  readonly reasons: boolean;
  readonly refused: ReadonlySet<Optional>;
}

export interface Listener {
  /** A piece of the answer, of whatever kind. */
  readonly onDelta: () => void;
  readonly onText: (delta: string) => void;
  /** The answer is whole: what follows can't change it, and is waited for only so long (milliseconds). */
  readonly onEnd: (graceMs?: number) => void;
}

/** How one kind of endpoint is spoken to. */
export interface Wire {
  /** The body as it goes out: the same to the byte for the same request. */
  body(outgoing: Outgoing): Readonly<Record<string, unknown>>;
  /** Which parts of a body the endpoint may refuse. */
  optionalIn(body: Readonly<Record<string, unknown>>): ReadonlySet<Optional>;
  /** Sends a body and reads the answer; throws what the client throws. */
  exchange(
    client: OpenAI,
    body: Readonly<Record<string, unknown>>,
    context: {
      readonly outgoing: Outgoing;
      /** The request as it was before it was made to fit the model. */
      readonly offered: ModelRequest;
      readonly signal: AbortSignal;
      readonly listener: Listener;
      readonly timing: () => CallTiming;
      readonly state: EndpointState;
    },
  ): Promise<ModelReply | Failure>;
}

/** An answer whose end never came, whatever of it did. */
export const brokenOff: Failure = {
  kind: 'interrupted',
  detail: 'the stream ended before the answer did',
};
