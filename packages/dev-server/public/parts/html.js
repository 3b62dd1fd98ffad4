// The template tag that all components are written in.
import htm from 'htm';
import { h } from 'preact';

/** Makes elements of a template: `html`<p>…</p>``. */
export const html = /** @type {(strings: TemplateStringsArray, ...values: unknown[]) => import('preact').VNode} */ (
  htm.bind(/** @type {never} */ (h))
);
