import assert from 'node:assert/strict';
import { applicableSections } from '../../../../src/core/context/pack/instructionSections.ts';

const page = `# Shop
Be brief.
## Style
Use tabs.
### TypeScript
No classes.
### Python
No globals.
## Testing instructions
Use mocha.
## PR instructions
Squash.
### Titles
Short.
## \`api/\` only
Validate.
## Either/or
Both.
\`\`\`sh
# Install
npm ci
\`\`\`
`;

describe('the sections of an instruction page that apply', () => {
  const check = (files: readonly string[], isTest: boolean, has: string, lacks: string) => {
    const { text } = applicableSections(page, { files, isTest });
    for (const word of has.split(' ')) assert.ok(text.includes(word), `${word} in\n${text}`);
    for (const word of lacks.split(' ')) assert.ok(!text.includes(word), `${word} in\n${text}`);
  };

  it('are the general ones and those of the files and their language', () => {
    check(['src/a.ts'], false, 'brief tabs classes Both npm', 'globals mocha Squash Short Validate');
    check(['src/a.py'], false, 'brief tabs globals', 'classes mocha');
    check(['src/api/a.go'], false, 'Validate', 'classes globals');
  });
  it('are those on tests where tests are written', () => check(['a.test.ts'], true, 'mocha', 'Squash'));
  it('are told from those that are left out, by name', () =>
    assert.deepEqual(applicableSections(page, { files: ['src/a.ts'], isTest: false }).left, [
      'Python',
      'Testing instructions',
      'PR instructions',
      '`api/` only',
    ]));
  it('are all of a page without headings', () =>
    assert.deepEqual(applicableSections('Be brief.\n', { files: [], isTest: false }), {
      text: 'Be brief.\n',
      left: [],
    }));
});
