import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readInside } from '../../../../src/node/diskWorkspace.ts';
import { listFiles } from '../../../../src/node/files/listFiles.ts';
import { type SearchedFolder, searchFolder } from '../../../../src/node/search/searchFolder.ts';

const { signal } = new AbortController();

describe('searching a folder', () => {
  let folder = '';
  const root = () => path.join(folder, 'project');
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tiercel-search-'));
    await put('a.ts', 'const heron = 1;\n');
    await put('b.ts', 'one\r\nconst Heron = 2;\r\n');
  });
  afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

  async function put(file: string, text: string) {
    await mkdir(path.dirname(path.join(root(), file)), { recursive: true });
    await writeFile(path.join(root(), file), text);
  }
  const without = (own: Partial<SearchedFolder> = {}): SearchedFolder => ({
    root: root(),
    ripgrep: [path.join(folder, 'not-there')],
    list: (each) => listFiles(root(), each),
    read: (file) => readInside(root(), file),
    ...own,
  });
  async function check(
    [text, isRegex, limit]: readonly [string, boolean, number],
    expected: readonly string[],
    searched = without(),
  ) {
    const found = await searchFolder({ text, isRegex, limit }, searched, signal);
    assert.deepEqual(
      found.map((match) => `${match.path}:${match.line} ${match.text}`),
      expected,
    );
  }
  /** Counts how often the thread that asks gets its turn. */
  async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
    let turns = 0;
    const timer = setInterval(() => turns++, 10);
    try {
      await work();
    } finally {
      clearInterval(timer);
    }
    return turns;
  }

  const [first, second] = ['a.ts:1 const heron = 1;', 'b.ts:2 const Heron = 2;'];
  it('finds texts in capitals or not', () => check(['HERON', false, 9], [first, second]));
  it('finds what patterns match', () => check(['^const H.*;$', true, 9], [second]));
  it('takes an invalid pattern for a text', () => check(['heron = (', true, 9], []));
  it('stops at the limit', () => check(['const', true, 1], [first]));
  it('finds nothing over several lines', () => check(['one\nconst', false, 9], []));

  for (const pattern of ['(a|aa)+$', '.*.*.*.*.*.*.*x', '(\\w+\\s?)+!'])
    it(`is not held up by ${pattern}`, async () => {
      await put('0.ts', 'aab\n');
      await put('c.ts', `${'a'.repeat(1_900)}b\n`);
      const query = ['aab', true, 9] as const;
      await check(query, ['0.ts:1 aab', `c.ts:1 ${'a'.repeat(300)}`]);
      const turns = await turnsDuring(() =>
        searchFolder({ text: pattern, isRegex: true, limit: 9 }, without(), signal),
      );
      assert.ok(turns > 10, `${turns} turns`);
    }).timeout(10_000);
  it('is cancelled while a pattern runs', async () => {
    await put('c.ts', `${'a'.repeat(1_900)}b\n`);
    const cancel = new AbortController();
    const found = searchFolder({ text: '(a|aa)+$', isRegex: true, limit: 9 }, without(), cancel.signal);
    setTimeout(() => cancel.abort(new Error('enough')), 50);
    await assert.rejects(found, /enough/);
  });

  describe('with ripgrep', () => {
    /** Stands in for the program: prints lines of its JSON, and notes how it was started. */
    async function ripgrep(code: number, ...lines: readonly object[]): Promise<SearchedFolder> {
      const program = path.join(folder, 'rg');
      const output = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
      await writeFile(path.join(folder, 'output'), output);
      const script = `#!/bin/sh\nprintf '%s\\n' "$@" >'${folder}/started'\ncat '${folder}/output'\nexit ${code}\n`;
      await writeFile(program, script);
      await chmod(program, 0o755);
      return without({
        ripgrep: [path.join(folder, 'not-there'), program],
        ...(code < 2 && { list: () => Promise.reject(new Error('no need to list')) }),
      });
    }
    const match = (file: string, line: number, text: string) => ({
      type: 'match',
      data: { path: { text: file }, lines: { text }, line_number: line },
    });

    it('gives its matches, and leaves out those of hidden and ignored files and what is no text', async () => {
      await put('sub/.tiercelignore', 'kept*\n');
      await put('odd/.gitignore/x', 'A folder says nothing of what is ignored.');
      await put('wide/.gitignore', '');
      await writeFile(path.join(root(), 'wide/.gitignore'), Buffer.from('\ufeffkept*\r\n', 'utf16le'));
      const searched = await ripgrep(
        0,
        { type: 'begin', data: { path: { text: './a.ts' } } },
        match('./a.ts', 1, 'const heron = 1;\n'),
        match('./hidden.ts', 1, 'heron\n'),
        match('./sub/kept.ts', 1, 'heron\n'),
        match('./odd/b.ts', 1, 'heron\n'),
        match('./wide/kept.ts', 1, 'heron\n'),
        match('./line\nbreak.ts', 3, 'heron\r\n'),
        { type: 'match', data: { path: { bytes: '/w==' }, lines: { text: 'heron' }, line_number: 1 } },
        { type: 'end', data: {} },
      );
      const isHidden = (file: string) => file === 'hidden.ts';
      await check(['heron', true, 9], [first, 'line\nbreak.ts:3 heron'], { ...searched, isHidden });
      const started = (await readFile(path.join(folder, 'started'), 'utf8')).split('\n');
      for (const needed of ['--no-config', '--glob=!**/.git', '--glob=!**/node_modules'])
        assert.ok(started.includes(needed), needed);
      assert.deepEqual(started.slice(-4, -1), ['--regexp', 'heron', '.']);
    });
    it('goes by no rule that names the whole of the folder that was opened, though git gives no answer', async () => {
      await mkdir(path.join(folder, '.git'));
      await writeFile(path.join(folder, '.git/HEAD'), 'no head');
      const searched = await ripgrep(
        0,
        match('./a.ts', 1, 'const heron = 1;\n'),
        match('./a.log', 1, 'heron\n'),
      );
      const heedsAbove = async () =>
        !(await readFile(path.join(folder, 'started'), 'utf8')).split('\n').includes('--no-ignore-parent');
      for (const rule of ['', 'project', 'project/*', '/project/**']) {
        await writeFile(path.join(folder, '.gitignore'), `*.log\n${rule}\n`);
        await check(['heron', true, 9], [first], searched);
        assert.equal(await heedsAbove(), rule === '', rule);
      }
    });
    it('starts no git to tell that nothing names the top of a repository', async () => {
      await mkdir(path.join(root(), '.git'));
      const bin = path.join(folder, 'bin');
      await mkdir(bin);
      await writeFile(path.join(bin, 'git'), `#!/bin/sh\ntouch '${folder}/git-started'\nexit 1\n`, {
        mode: 0o755,
      });
      const searched = await ripgrep(1);
      const before = process.env.PATH;
      process.env.PATH = `${bin}${path.delimiter}${before}`;
      try {
        await check(['heron', true, 9], [], searched);
      } finally {
        process.env.PATH = before;
      }
      await assert.rejects(stat(path.join(folder, 'git-started')), { code: 'ENOENT' });
    });
    it('puts unsaved texts in the place of what it finds on the disk', async () => {
      const searched = await ripgrep(
        0,
        match('./a.ts', 1, 'const heron = 1;\n'),
        match('./b.ts', 2, 'x heron'),
      );
      const text = 'first\nheron typed\n';
      await check(['heron', true, 9], ['a.ts:2 heron typed', 'b.ts:2 x heron'], {
        ...searched,
        list: () => Promise.resolve(['a.ts', 'b.ts']),
        unsaved: new Map([['a.ts', text]]),
        read: async () => ({ type: 'text', text }),
      });
    });
    it('stops at the limit, and finds nothing where it finds nothing', async () => {
      const many = Array.from({ length: 50 }, (_, k) => match('./a.ts', k + 1, 'x\n'));
      await check(['x', false, 2], ['a.ts:1 x', 'a.ts:2 x'], await ripgrep(0, ...many));
      await check(['x', false, 2], [], await ripgrep(1));
    });
    it('searches by itself where ripgrep does not know the pattern', async () =>
      check(['(?<=const )Heron', true, 9], [second], await ripgrep(2)));
  });
});
