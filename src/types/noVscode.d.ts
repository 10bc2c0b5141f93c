// Stands where the "vscode" module would be in layers that must not import it: naming anything from it is a compile error.
export {};
