import { attempt, type Disturbance, hunkFormats } from './disturbance.ts';

/** What models put round a patch. */
export const wrappings: readonly Disturbance[] = [
  {
    name: 'in a heredoc',
    formats: ['v4a'],
    make: (change, format) =>
      attempt(change, format, { rewrite: (patch) => `apply_patch <<'EOF'\n${patch}EOF\n` }),
  },
  {
    name: 'in a fence',
    formats: hunkFormats,
    make: (change, format) => {
      if (change.hunks.some(({ lines }) => lines.some(({ text }) => /^\s*`{3}/.test(text)))) return undefined;
      return attempt(change, format, {
        rewrite: (patch) => {
          if (format === 'v4a') return `\`\`\`diff\n${patch}\`\`\`\n`;
          const [name, ...blocks] = patch.split('\n');
          return [name, '```', ...blocks.slice(0, -1), '```', ''].join('\n');
        },
      });
    },
  },
  {
    name: 'between prose',
    formats: [...hunkFormats, 'whole_file'],
    make: (change, format) =>
      attempt(change, format, {
        rewrite: (patch) => `I have found the cause. Here is the change:\n\n${patch}\nThis mends it.\n`,
      }),
  },
];
