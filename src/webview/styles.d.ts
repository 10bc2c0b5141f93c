declare module '*.css';

/** The bundler gives the file's text. */
declare module '*.svg' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: that is how the bundler gives it.
  export default text;
}
