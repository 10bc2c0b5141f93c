// Measures the page with a run of 200 tasks and 2,000 hunks, and beside it with a small one; prints JSON:
// `node test/webview/speed.mjs`. Times are milliseconds of the processor that the page's main thread took, so that
// what else the machine does is not counted; those of `wall` are milliseconds of the clock, with all that there is to
// wait for, and mean something only where the machine does nothing else.
import { buildPage, loadLargeState, loadStates, openBrowser, openPanel } from './pageHost.mjs';

const rounds = 3;
const wallRounds = 5;
const scrollFrames = 150;
const updates = 20;

await buildPage();
const { states } = await loadStates();
const small = states.finished;
const large = await loadLargeState();
const browser = await openBrowser();
const figures = {
  small: [],
  large: [],
  scroll: [],
  update: [],
  nodes: 0,
  wall: { small: [], large: [], scroll: [], still: [] },
};
try {
  for (let round = 0; round < rounds; round++) {
    const first = await open(small);
    figures.small.push(sum(first.tasks));
    await first.page.close();
    const { page, tasks } = await open(large);
    figures.large.push(sum(tasks));
    figures.update.push(...(await traced(page, () => update(page))));
    figures.scroll.push(...(await traced(page, () => scroll(page))));
    figures.nodes = Math.max(figures.nodes, await page.evaluate(() => document.querySelectorAll('*').length));
    await page.close();
  }
  for (let round = 0; round < wallRounds; round++) await measureWall();
} finally {
  await browser.close();
}
console.log(JSON.stringify(figures));

function sum(times) {
  return times.reduce((all, time) => all + time, 0);
}

/** From the start of the navigation to the frame that shows the state, and how long frames take after that. */
async function measureWall() {
  const opened = async (state) => {
    const { page } = await openPanel(browser, {
      theme: 'dark',
      width: 420,
      fixedTime: false,
      prepare: (page) => answerAtOnce(page, state),
    });
    return { page, ms: await page.evaluate(() => window.opened) };
  };
  const first = await opened(small);
  figures.wall.small.push(first.ms);
  await first.page.close();
  const { page, ms } = await opened(large);
  figures.wall.large.push(ms);
  figures.wall.scroll.push(await longestFrame(page, true));
  figures.wall.still.push(await longestFrame(page, false));
  await page.close();
}

/** The page is given its state when it asks, and keeps when the frame that shows it was there. */
function answerAtOnce(page, state) {
  return page.addInitScript((sent) => {
    window.sample = sent;
    window.opened = new Promise((done) => {
      window.onPosted = (message) => {
        if (message.type !== 'ready') return;
        window.postMessage({ type: 'state', state: sent });
        const look = () => {
          if (!document.querySelector('[data-testid=proposal]')) requestAnimationFrame(look);
          else requestAnimationFrame(() => setTimeout(() => done(performance.now())));
        };
        look();
      };
    });
  }, state);
}

/** The longest time between two frames while all is scrolled through, or while nothing is done. */
function longestFrame(page, isScrolled) {
  return page.evaluate(
    async ({ count, isScrolled }) => {
      let longest = 0;
      let last = await new Promise(requestAnimationFrame);
      for (let frame = 0; frame < count; frame++) {
        if (isScrolled) scrollTo(0, ((document.documentElement.scrollHeight - innerHeight) * frame) / count);
        const now = await new Promise(requestAnimationFrame);
        longest = Math.max(longest, now - last);
        last = now;
      }
      return longest;
    },
    { count: scrollFrames, isScrolled },
  );
}

/** What the main thread did between the page's first byte and the frame that shows the state. */
async function open(state) {
  const { page } = await openPanel(browser, {
    theme: 'dark',
    width: 420,
    prepare: async (page) => {
      await answerAtOnce(page, state);
      await page.goto('about:blank');
      await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
    },
  });
  await page.getByTestId('proposal').first().waitFor();
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))),
  );
  return { page, tasks: readTasks(await browser.stopTracing()) };
}

async function traced(page, use) {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  await use();
  return readTasks(await browser.stopTracing());
}

/** The processor's time of each task of the page's main thread; a frame can be held up by no more than one. */
function readTasks(buffer) {
  const { traceEvents } = JSON.parse(buffer.toString('utf8'));
  const mains = new Map();
  for (const event of traceEvents) {
    if (event.name === 'thread_name' && event.args.name === 'CrRendererMain') mains.set(event.tid, event.pid);
  }
  const times = new Map();
  for (const { name, tid, pid, tdur } of traceEvents) {
    if (tdur === undefined || mains.get(tid) !== pid || !/RunTask$/.test(name)) continue;
    times.set(pid, [...(times.get(pid) ?? []), tdur / 1000]);
  }
  // Other renderers idle: the page's is the one that worked.
  return [...times.values()].sort((a, b) => sum(b) - sum(a))[0] ?? [];
}

/** Scrolls through the whole run, a frame at a time. */
function scroll(page) {
  return page.evaluate(async (count) => {
    for (let frame = 0; frame < count; frame++) {
      scrollTo(0, ((document.documentElement.scrollHeight - innerHeight) * frame) / count);
      await new Promise(requestAnimationFrame);
    }
  }, scrollFrames);
}

/** Sends a changed task again and again, as the host does. */
function update(page) {
  return page.evaluate(async (count) => {
    const { sample } = window;
    const [run] = sample.runs;
    for (let number = 0; number < count; number++) {
      const tasks = run.tasks.map((task, index) =>
        index === number ? { ...task, note: `Step ${number} of the work` } : task.id,
      );
      const proposals = run.proposals.map(({ id }) => id);
      window.postMessage({ type: 'state', state: { ...sample, runs: [{ ...run, tasks, proposals }] } });
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
    }
  }, updates);
}
