import assert from 'node:assert/strict';
import type * as z from 'zod';
import type { ModelRequest } from '../../../../src/core/model/modelClient.ts';
import { strictSchemaOf } from '../../../../src/core/model/strictSchema.ts';
import { answerRequest, readingRequest } from '../../../../src/core/request/answer.ts';
import { gateAnswer, gateRequest } from '../../../../src/core/request/gate.ts';
import { labelAnswer, labelRequest } from '../../../../src/core/request/label.ts';
import { planAnswer, planRequest } from '../../../../src/core/request/plan.ts';
import { rerankAnswer, rerankRequest } from '../../../../src/core/request/rerank.ts';
import { reviewAnswer, reviewRequest } from '../../../../src/core/request/review.ts';
import { instructionsFor, loopWithCommands } from '../../../../src/core/worker/prompts.ts';
import { loopToolsFor, nanoTools } from '../../../../src/core/worker/tools/tools.ts';
import { requestTokens } from '../../support/requestTokens.ts';

/**
 * What every request of a role carries, whatever it is about: instructions, tools, the shape of the answer. A limit
 * leaves room for a sentence or two above what there is.
 */
describe('the fixed part of what is sent', () => {
  type Fixed = Pick<ModelRequest, 'instructions' | 'tools'>;
  const check = (role: string, limit: number, { instructions, tools }: Fixed, schema?: z.ZodType) =>
    it(`is at most ${limit} tokens ${role}`, () => {
      const answer = schema && { answer: { name: 'answer', schema: strictSchemaOf(schema) } };
      const tokens = requestTokens({ instructions, tools, input: [], ...answer });
      assert.ok(tokens <= limit, `${tokens}`);
    });

  check('for the gate', 250, gateRequest('', '', ''), gateAnswer);
  check('for the planner', 400, planRequest('', '', '', []), planAnswer);
  check('for labels', 310, labelRequest('', []), labelAnswer);
  check('for reranking', 130, rerankRequest('', '', []), rerankAnswer);
  check('for the review', 320, reviewRequest('', '', []), reviewAnswer);
  check('for an answer', 130, answerRequest('', '', ''));
  check('for reading a part', 160, readingRequest('', '', 1, ''));

  const loop = (instructions: string, commands: boolean, userTools: boolean): Fixed => ({
    instructions,
    tools: loopToolsFor({ commands, userTools }),
  });
  check('for a nano that works', 440, { instructions: instructionsFor.nano, tools: nanoTools });
  check('for a mini that works', 920, loop(instructionsFor.mini, false, false));
  check('for a planner that works', 920, loop(instructionsFor.planner, false, false));
  check('for one with commands', 1_080, loop(loopWithCommands, true, false));
  check('for one with the user’s tools', 1_000, loop(instructionsFor.mini, false, true));
  check('for one with both', 1_160, loop(loopWithCommands, true, true));
});
