import { sampleScript } from '../../models/sampleScript.ts';
import type { Script, ScriptCall, ScriptOutput } from '../../models/script.ts';

/** The one-line type error of the sample workspace, and its fix. */
export const oneLine = {
  path: 'src/orderCsv.ts',
  message: "Type 'string' is not assignable to type 'number'.",
  old: '    quantity: amount,',
  new: '    quantity: Number(amount),',
} as const;

const isPlain = ({ body }: ScriptCall) => JSON.stringify(body.tools ?? []).includes('edit_file');
const tool = (name: string, args: Record<string, unknown>): ScriptOutput => ({
  ...{ type: 'tool', name, arguments: args },
});
const read = (plain: boolean, path: string) =>
  tool('read_file', plain ? { path } : { path, from: null, to: null });
const edit = (plain: boolean): ScriptOutput =>
  plain
    ? tool('edit_file', { path: oneLine.path, old: oneLine.old, new: oneLine.new })
    : {
        type: 'patch',
        patch: `*** Begin Patch\n*** Update File: ${oneLine.path}\n@@\n     sku,\n-${oneLine.old}\n+${oneLine.new}\n   };\n*** End Patch\n`,
      };
const finish = tool('finish', { summary: 'Turned the quantity into a number.' });

/** A loop of so many turns with the plain loop's requests counted by what came before in its conversation. */
function turns(steps: (plain: boolean) => readonly (readonly ScriptOutput[])[]): Script {
  return (call) => {
    const plain = isPlain(call);
    const all = steps(plain);
    const answered = (call.body.input as readonly { readonly type: string }[]).filter(
      ({ type }) => type === 'message',
    ).length;
    const asked = (call.body.input as readonly { readonly type: string }[]).filter(({ type }) =>
      type.endsWith('_output'),
    ).length;
    let seen = 0;
    const at = all.findIndex((step) => {
      const isNext = seen === asked;
      seen += step.length;
      return isNext;
    });
    const output = all[at];
    if (!output || answered === 0) throw new Error(`no turn after ${asked} answers`);
    return { output };
  };
}

/** The fix of the one-line error: the plain loop reads, edits and finishes; a worker of ours that has seen it patches. */
export const fixScript: Script = (call) =>
  isPlain(call)
    ? turns((plain) => [[read(plain, oneLine.path)], [edit(plain)], [finish]])(call)
    : sampleScript(call);

const files = ['catalog', 'customer', 'discount', 'invoice', 'main', 'money', 'order', 'render', 'tax'].map(
  (name) => `src/${name}.ts`,
);

/** How many calls each turn makes before the edit. */
export const callsOfTurns = [1, 4, 1, 3];

/** Turns with one call and with several, then the edit and the end. */
export const turnsScript: Script = turns((plain) => {
  const left = [...files];
  const reads = callsOfTurns.map((count) => left.splice(0, count).map((path) => read(plain, path)));
  return [...reads, [edit(plain)], [finish]];
});
