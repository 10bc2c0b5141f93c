import { sampleScript } from './sampleScript.ts';
import type { Script, ScriptCall, ScriptFault, ScriptReply } from './script.ts';

/** The sample's model behind an endpoint that can be told to fail, and to work again. */
export class RefusingModel {
  #fault: ScriptFault | undefined;
  #roles: readonly string[] = [];
  #refused = Promise.withResolvers<void>();
  #patches: Readonly<Record<string, string>> = {};

  /**
   * The calls of these roles fail from now on; those of all roles where none is named. The result is there once the
   * first of them has.
   */
  refuse(fault: ScriptFault, ...roles: readonly string[]): Promise<void> {
    this.#fault = fault;
    this.#roles = roles;
    this.#refused = Promise.withResolvers();
    return this.#refused.promise;
  }

  recover(): void {
    this.#fault = undefined;
  }

  /** From now on the workers on these tasks answer with these patches. */
  thinkAgain(patches: Readonly<Record<string, string>>): void {
    this.#patches = patches;
  }

  readonly script: Script = (call) => {
    if (!this.#fault || !this.#isRefused(call)) return this.#answer(call);
    this.#refused.resolve();
    return { ...stillSaid(this.#fault), fault: this.#fault };
  };

  #answer(call: ScriptCall): ScriptReply {
    const reply = sampleScript(call) as ScriptReply;
    const patch = this.#patches[call.task];
    if (patch === undefined || !reply.output) return reply;
    return {
      ...reply,
      output: reply.output.map((each) => (each.type === 'patch' ? { ...each, patch } : each)),
    };
  }

  #isRefused({ role }: ScriptCall): boolean {
    return this.#roles.length === 0 || this.#roles.includes(role);
  }
}

/** A stream that is cut needs something to be cut from. */
function stillSaid(fault: ScriptFault) {
  return fault.type === 'status' ? {} : { output: [{ type: 'text', text: 'Let me see.' } as const] };
}

export const wrongKey: ScriptFault = {
  type: 'status',
  status: 401,
  code: 'invalid_api_key',
  message: 'Incorrect API key provided.',
};

export const unknownModel: ScriptFault = {
  type: 'status',
  status: 404,
  code: 'model_not_found',
  message: 'The model does not exist or you do not have access to it.',
};

export const usedUpQuota: ScriptFault = {
  type: 'status',
  status: 429,
  code: 'insufficient_quota',
  message: 'You exceeded your current quota.',
};

/** Some of the answer arrives, and then nothing more. */
export const stall: ScriptFault = { type: 'stall', afterBytes: 200 };
