import assert from 'node:assert/strict';
import { toolCallsOf } from '../../../../src/node/responses/outputItems.ts';

describe('the calls among a response’s items', () => {
  const check = (title: string, item: Record<string, unknown>, expected: object | undefined) =>
    it(title, () => {
      const calls = toolCallsOf([{ call_id: 'c', ...item }]);
      assert.deepEqual(calls, expected === undefined ? [] : [{ callId: 'c', ...expected }]);
    });

  check(
    'may have arguments that are no text',
    { type: 'function_call', name: 'finish', arguments: { a: 1 } },
    { type: 'function', name: 'finish', arguments: '{"a":1}' },
  );
  check(
    'stay function calls where a patch’s arguments are cut',
    { type: 'function_call', name: 'apply_patch', arguments: '{"patch":"*** Begin' },
    { type: 'function', name: 'apply_patch', arguments: '{"patch":"*** Begin' },
  );
  check(
    'stay function calls where a patch’s operation is unknown',
    { type: 'apply_patch_call', operation: { type: 'rename_file', path: 'a' } },
    { type: 'function', name: 'apply_patch', arguments: '{"type":"rename_file","path":"a"}' },
  );
  check(
    'stay function calls where an update has no diff',
    { type: 'apply_patch_call', operation: { type: 'update_file', path: 'a' } },
    { type: 'function', name: 'apply_patch', arguments: '{"type":"update_file","path":"a"}' },
  );
  check(
    'may be of a custom tool that was not offered',
    { type: 'custom_tool_call', name: 'shell', input: 'ls' },
    { type: 'function', name: 'shell', arguments: 'ls' },
  );
  check(
    'need an id',
    { type: 'function_call', name: 'finish', arguments: '{}', call_id: undefined },
    undefined,
  );
  check('are no messages', { type: 'message', content: [] }, undefined);
});
