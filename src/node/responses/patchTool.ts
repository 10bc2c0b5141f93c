import type {
  Tool,
  ToolChoiceApplyPatch,
  ToolChoiceCustom,
  ToolChoiceFunction,
} from 'openai/resources/responses/responses';
import { patchToolDescription, patchToolName, patchToolParameters } from '../../core/model/patchTool.ts';
import type { PatchToolForm } from '../../core/model/tier.ts';

/** The patch tool as the request declares it. */
export function patchTool(form: PatchToolForm): Tool {
  switch (form) {
    case 'apply_patch':
      return { type: 'apply_patch' };
    case 'custom':
      return {
        type: 'custom',
        name: patchToolName,
        description: patchToolDescription,
        format: { type: 'text' },
      };
    case 'function':
      return {
        type: 'function',
        name: patchToolName,
        description: patchToolDescription,
        strict: true,
        parameters: patchToolParameters,
      };
  }
}

/** Makes the model call the patch tool. */
export function patchToolChoice(
  form: PatchToolForm,
): ToolChoiceApplyPatch | ToolChoiceCustom | ToolChoiceFunction {
  return form === 'apply_patch' ? { type: 'apply_patch' } : { type: form, name: patchToolName };
}
