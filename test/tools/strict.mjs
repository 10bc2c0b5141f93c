// Loaded into each process that runs tests.
process.setSourceMapsEnabled(true);

/** @param {unknown} reason */
const fail = (reason) => {
  throw reason;
};

export const mochaHooks = {
  // Without a listener mocha would let a forgotten rejection pass; thrown again, it fails the test that runs. Put back
  // before each file, as mocha's workers remove all listeners after one.
  beforeAll() {
    if (!process.listeners('unhandledRejection').includes(fail)) process.on('unhandledRejection', fail);
  },
};
