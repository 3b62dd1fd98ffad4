// What the handshake's request says beside the URL: headers, credentials, cookies, origin, subprotocols, compression.
import { Choice } from '../parts/choice.js';
import { Glyph } from '../parts/glyph.js';
import { html } from '../parts/html.js';
import { useStore } from '../store/store.js';

/** @typedef {import('../session/session.js').Session} Session */
/** @typedef {import('../session/connection-form.js').ConnectionForm} ConnectionForm */
/** @typedef {import('../session/connection-form.js').HeaderLine} HeaderLine */
/** @typedef {{ currentTarget: HTMLInputElement }} InputEvent */

/** @param {{ session: Session }} props */
export function RequestPanel({ session }) {
  const form = useStore(session.form);
  const patch = (/** @type {Partial<ConnectionForm>} */ fields) => session.form.patch(fields);
  const isDirect = form.via === 'direct';
  return html`<div class="panel-body">
    ${
      isDirect &&
      html`<p class="banner">
        A browser lets no page choose headers: connecting from the browser, only the subprotocols below are used.
      </p>`
    }
    <fieldset class="form" disabled=${isDirect}>
      <legend>Headers</legend>
      <${HeaderEditor}
        headers=${form.headers}
        onChange=${(/** @type {readonly HeaderLine[]} */ headers) => patch({ headers })}
      />
    </fieldset>
    <fieldset class="form" disabled=${isDirect}>
      <legend>Credentials</legend>
      <${Choice}
        label="Kind of credentials"
        value=${form.auth}
        options=${[
          ['none', 'None'],
          ['bearer', 'Bearer token'],
          ['basic', 'Name and password'],
        ]}
        onChange=${(/** @type {ConnectionForm['auth']} */ auth) => patch({ auth })}
      />
      ${
        form.auth === 'bearer' &&
        html`<${Field}
          label="Token"
          value=${form.token}
          onInput=${(/** @type {string} */ token) => patch({ token })}
        />`
      }
      ${
        form.auth === 'basic' &&
        html`<div class="pair">
          <${Field} label="Name" value=${form.user} onInput=${(/** @type {string} */ user) => patch({ user })} />
          <${Field}
            label="Password"
            type="password"
            value=${form.password}
            onInput=${(/** @type {string} */ password) => patch({ password })}
          />
        </div>`
      }
      <${Field}
        label="Cookies"
        placeholder="session=abc; theme=dark"
        value=${form.cookies}
        onInput=${(/** @type {string} */ cookies) => patch({ cookies })}
      />
      <${Field}
        label="Origin"
        placeholder="https://example.org, or nothing to send none"
        value=${form.origin}
        onInput=${(/** @type {string} */ origin) => patch({ origin })}
      />
    </fieldset>
    <fieldset class="form">
      <legend>Negotiation</legend>
      <${Field}
        label="Subprotocols, the preferred one first"
        placeholder="chat.v2, chat.v1"
        value=${form.subprotocols}
        onInput=${(/** @type {string} */ subprotocols) => patch({ subprotocols })}
      />
      <label class="check">
        <input
          type="checkbox"
          checked=${form.compression}
          disabled=${isDirect}
          onChange=${(/** @type {InputEvent} */ { currentTarget }) => patch({ compression: currentTarget.checked })}
        />Offer compression (permessage-deflate)
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked=${form.insecure}
          disabled=${isDirect}
          onChange=${(/** @type {InputEvent} */ { currentTarget }) => patch({ insecure: currentTarget.checked })}
        />Accept any certificate (wss)
      </label>
    </fieldset>
    <p class="faint">
      Changes hold from the next connection on. A link to this form leaves out tokens, passwords and cookies, in the URL
      too.
    </p>
  </div>`;
}

/**
 * @param {{ label: string, value: string, placeholder?: string, type?: string, onInput: (value: string) => void }} props
 */
function Field({ label, value, placeholder, type = 'text', onInput }) {
  return html`<label class="labelled">
    <span>${label}</span>
    <input
      class="field mono"
      type=${type}
      autocomplete="off"
      spellcheck=${false}
      placeholder=${placeholder}
      value=${value}
      onInput=${(/** @type {InputEvent} */ { currentTarget }) => onInput(currentTarget.value)}
    />
  </label>`;
}

/** @param {{ headers: readonly HeaderLine[], onChange: (headers: readonly HeaderLine[]) => void }} props */
function HeaderEditor({ headers, onChange }) {
  const change = (/** @type {number} */ at, /** @type {Partial<HeaderLine>} */ fields) =>
    onChange(headers.map((line, index) => (index === at ? { ...line, ...fields } : line)));
  return html`<ul class="header-lines">
      ${headers.map(
        ({ name, value, isOn }, at) =>
          html`<li key=${at}>
            <input
              type="checkbox"
              aria-label=${`Send header ${at + 1}`}
              checked=${isOn}
              onChange=${(/** @type {InputEvent} */ { currentTarget }) => change(at, { isOn: currentTarget.checked })}
            />
            <input
              class="field mono"
              aria-label=${`Name of header ${at + 1}`}
              placeholder="X-Name"
              value=${name}
              onInput=${(/** @type {InputEvent} */ { currentTarget }) => change(at, { name: currentTarget.value })}
            />
            <input
              class="field mono grow"
              aria-label=${`Value of header ${at + 1}`}
              placeholder="value"
              value=${value}
              onInput=${(/** @type {InputEvent} */ { currentTarget }) => change(at, { value: currentTarget.value })}
            />
            <button
              type="button"
              class="button plain icon"
              aria-label=${`Remove header ${at + 1}`}
              onClick=${() => onChange(headers.filter((_, index) => index !== at))}
            >
              <${Glyph} name="close" />
            </button>
          </li>`,
      )}
    </ul>
    <button
      type="button"
      class="button add"
      onClick=${() => onChange([...headers, { name: '', value: '', isOn: true }])}
    >
      <${Glyph} name="plus" />Add header
    </button>`;
}
