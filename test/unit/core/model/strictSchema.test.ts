import assert from 'node:assert/strict';
import * as z from 'zod';
import { strictSchemaOf } from '../../../../src/core/model/strictSchema.ts';
import { strictSchemaProblems } from '../../../models/strictSchemaProblems.ts';

describe('the strict form of a schema', () => {
  const becomes = (title: string, schema: z.ZodType, properties: unknown, required: string[]) =>
    it(title, () => {
      const strict = strictSchemaOf(schema);
      assert.deepEqual(strict, { type: 'object', properties, required, additionalProperties: false });
      assert.deepEqual(strictSchemaProblems(strict, 'schema'), []);
    });
  const throws = (title: string, schema: z.ZodType, message: RegExp) =>
    it(title, () => assert.throws(() => strictSchemaOf(schema), message));

  const number = { type: 'number' };
  becomes('leaves bounds out', z.object({ n: z.number().min(1).max(9) }), { n: number }, ['n']);
  becomes(
    'keeps descriptions',
    z.object({ n: z.number().describe('how many') }),
    {
      n: { type: 'number', description: 'how many' },
    },
    ['n'],
  );
  becomes(
    'closes objects inside arrays',
    z.object({ list: z.array(z.object({ id: z.string().min(1) })).max(3) }),
    {
      list: {
        type: 'array',
        items: {
          type: 'object',
          properties: { id: { type: 'string' } },
          required: ['id'],
          additionalProperties: false,
        },
      },
    },
    ['list'],
  );
  becomes(
    'keeps choices',
    z.object({ route: z.enum(['a', 'b']), file: z.string().nullable() }),
    {
      route: { type: 'string', enum: ['a', 'b'] },
      file: { type: ['string', 'null'] },
    },
    ['route', 'file'],
  );
  becomes(
    'makes a discriminated union an anyOf',
    z.object({ of: z.discriminatedUnion('t', [z.object({ t: z.literal('x') })]) }),
    {
      of: {
        anyOf: [
          {
            type: 'object',
            properties: { t: { type: 'string', const: 'x' } },
            required: ['t'],
            additionalProperties: false,
          },
        ],
      },
    },
    ['of'],
  );

  throws('has no optional property', z.object({ a: z.string().optional() }), /optional.*a/);
  throws('has no record', z.object({ a: z.record(z.string(), z.string()) }), /no strict form/);
  throws('has an object at its root', z.array(z.string()), /at its root/);
});
