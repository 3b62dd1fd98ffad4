// A payload that is a picture, as a picture.
import { useEffect, useState } from 'preact/hooks';
import { html } from '../parts/html.js';

/** What the kinds of pictures begin with. */
const signatures = /** @type {readonly (readonly [string, readonly number[]])[]} */ ([
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/bmp', [0x42, 0x4d]],
  ['image/webp', [0x52, 0x49, 0x46, 0x46]],
]);

/**
 * Returns the media type of a picture, or undefined for anything else.
 * @param {string | Uint8Array} payload
 */
export function imageType(payload) {
  if (typeof payload === 'string') return undefined;
  return signatures.find(([, start]) => start.every((byte, at) => payload[at] === byte))?.[0];
}

/** @param {{ bytes: Uint8Array, type: string }} props */
export function ImageView({ bytes, type }) {
  const [url, setUrl] = useState('');
  const [size, setSize] = useState('');
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)], { type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes, type]);
  if (url === '') return null;
  const onLoad = (/** @type {{ currentTarget: HTMLImageElement }} */ { currentTarget }) =>
    setSize(`${currentTarget.naturalWidth} × ${currentTarget.naturalHeight}`);
  return html`<figure class="picture">
    <img src=${url} alt="The frame's payload" onLoad=${onLoad} onError=${() => setSize('this picture is broken')} />
    <figcaption class="faint">${type}, ${size}</figcaption>
  </figure>`;
}
