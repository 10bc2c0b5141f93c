// Ends a process when its parent is gone. The extension host asks after its parent in JavaScript as well, so nothing
// is lost without the native module.
exports.start = () => {};
