/** What of the editor's API the benchmarks meet when they run the panel's side of the host outside of the editor. */
export const Uri = {
  joinPath: (base: { readonly path: string }, ...parts: readonly string[]) => ({
    path: [base.path, ...parts].join('/'),
  }),
};
/** Nothing that is measured asks these for anything. */
export const window = {};
export const commands = {};
