import type { JsonSchema } from './modelClient.ts';

export const patchToolName = 'apply_patch';

export const patchToolDescription =
  'Changes files by a patch of this form: "*** Begin Patch", then for each file "*** Update File: PATH", ' +
  '"*** Add File: PATH" or "*** Delete File: PATH", then "*** End Patch". An update has hunks that begin with "@@" ' +
  'and hold lines that begin with " " (kept), "-" (removed) or "+" (added); each line of a new file begins with "+". ' +
  'Give three kept lines before and after each change, so that the place is found. Paths are relative.';

/** The arguments of the patch tool where it has to be a function. */
export const patchToolParameters: JsonSchema = {
  type: 'object',
  properties: { patch: { type: 'string', description: 'The whole patch.' } },
  required: ['patch'],
  additionalProperties: false,
};
