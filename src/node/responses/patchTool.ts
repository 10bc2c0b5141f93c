import type {
  Tool,
  ToolChoiceApplyPatch,
  ToolChoiceCustom,
  ToolChoiceFunction,
} from 'openai/resources/responses/responses';
import type { PatchToolForm } from '../../core/model/tier.ts';

export const patchToolName = 'apply_patch';

const description =
  'Changes files by a patch of this form: "*** Begin Patch", then for each file "*** Update File: PATH", ' +
  '"*** Add File: PATH" or "*** Delete File: PATH", then "*** End Patch". An update has hunks that begin with "@@" ' +
  'and hold lines that begin with " " (kept), "-" (removed) or "+" (added); each line of a new file begins with "+". ' +
  'Give three kept lines before and after each change, so that the place is found. Paths are relative.';

/** The patch tool as the request declares it. */
export function patchTool(form: PatchToolForm): Tool {
  switch (form) {
    case 'apply_patch':
      return { type: 'apply_patch' };
    case 'custom':
      return { type: 'custom', name: patchToolName, description, format: { type: 'text' } };
    case 'function':
      return {
        type: 'function',
        name: patchToolName,
        description,
        strict: true,
        parameters: {
          type: 'object',
          properties: { patch: { type: 'string', description: 'The whole patch.' } },
          required: ['patch'],
          additionalProperties: false,
        },
      };
  }
}

/** Makes the model call the patch tool. */
export function patchToolChoice(
  form: PatchToolForm,
): ToolChoiceApplyPatch | ToolChoiceCustom | ToolChoiceFunction {
  return form === 'apply_patch' ? { type: 'apply_patch' } : { type: form, name: patchToolName };
}
