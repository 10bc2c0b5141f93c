// Writes VS Code's log files in plain JavaScript where the native module would need a compiler. Only what VS Code
// calls is here; log files don't rotate, since a test run is over before they would.
const fs = require('node:fs');
const path = require('node:path');

const levelNames = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
const flushDelayMs = 20;
let defaultLevel = 2;

class FileLogger {
  #file;
  #level = defaultLevel;
  #pending = [];
  #timer;
  #raw = false;

  constructor(file) {
    this.#file = file;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.appendFileSync(file, '');
  }

  #write(level, message) {
    if (level < this.#level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    this.#pending.push(this.#raw ? message : `${time} [${levelNames[level]}] ${message}\n`);
    this.#timer ??= setTimeout(() => this.flush(), flushDelayMs);
  }

  trace(message) {
    this.#write(0, message);
  }
  debug(message) {
    this.#write(1, message);
  }
  info(message) {
    this.#write(2, message);
  }
  warn(message) {
    this.#write(3, message);
  }
  error(message) {
    this.#write(4, message);
  }
  critical(message) {
    this.#write(5, message);
  }

  getLevel() {
    return this.#level;
  }
  setLevel(level) {
    this.#level = level;
  }
  setPattern() {}
  clearFormatters() {
    this.#raw = true;
  }

  flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const text = this.#pending.join('');
    this.#pending = [];
    try {
      if (text) fs.appendFileSync(this.#file, text);
    } catch (error) {
      // The folder of a finished run may be gone before its last lines are written.
      if (error.code !== 'ENOENT') throw error;
    }
  }
  drop() {
    this.flush();
  }
}

// VS Code imports this file as a module, and Node sees the names of a CommonJS file only in this form.
exports.version = 11000;
exports.setLevel = (level) => {
  defaultLevel = level;
};
exports.setFlushOn = () => {};
exports.Logger = FileLogger;
exports.createRotatingLogger = async (_name, file) => new FileLogger(file);
exports.createAsyncRotatingLogger = async (_name, file) => new FileLogger(file);
