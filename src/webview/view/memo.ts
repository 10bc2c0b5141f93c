import { Component, type ComponentChildren, createElement, type FunctionComponent } from 'preact';

/** Draws a component again only when one of its properties is another object or value than before. */
export function memo<P extends object>(draw: FunctionComponent<P>): FunctionComponent<P> {
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const now: Readonly<P> = this.props;
      const keys = Object.keys(next) as (keyof P)[];
      return keys.length !== Object.keys(now).length || keys.some((key) => !Object.is(now[key], next[key]));
    }
    override render(): ComponentChildren {
      return createElement(draw, this.props);
    }
  }
  return Memo as unknown as FunctionComponent<P>;
}
