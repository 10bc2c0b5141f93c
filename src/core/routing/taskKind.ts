export const taskKinds = [
  'classify',
  'extract',
  'rank',
  'label',
  'simple_edit',
  'search',
  'summarize',
  'edit',
  'generate',
  'debug',
  'test',
  'review_file',
  'screenshot',
  'plan',
  'review',
] as const;

export type TaskKind = (typeof taskKinds)[number];
