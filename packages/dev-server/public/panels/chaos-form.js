// How badly a connection is to behave: the same form for a session and for a connection of the server.
import { html } from '../parts/html.js';

/** @typedef {import('../../src/chaos/chaos-settings.js').ChaosSettings} ChaosSettings */

/** Name, label, unit, most, step, and what 0 means; a part is shown in percent. */
const fields = /** @type {readonly (readonly [keyof ChaosSettings, string, string, number, number, string?])[]} */ ([
  ['latency', 'Latency', 'ms', 60_000, 10],
  ['jitter', 'Jitter', 'ms', 60_000, 10],
  ['loss', 'Loss', '%', 100, 1],
  ['duplication', 'Duplication', '%', 100, 1],
  ['bandwidth', 'Bandwidth', 'B/s', 1_000_000_000, 1000, 'no limit'],
  ['fragmentation', 'Pieces of', 'bytes', 1_000_000, 1, 'whole'],
  ['fragments', 'Frames of', 'bytes', 1_000_000, 1, 'as sent'],
]);

const presets = /** @type {readonly (readonly [string, Partial<ChaosSettings>])[]} */ ([
  ['None', {}],
  ['Mobile', { latency: 120, jitter: 80, bandwidth: 200_000 }],
  ['Satellite', { latency: 600, jitter: 50 }],
  ['Bad Wi-Fi', { latency: 40, jitter: 300, duplication: 0.02 }],
  ['Byte by byte', { fragmentation: 1 }],
]);

const calm = /** @type {ChaosSettings} */ ({
  ...Object.fromEntries(fields.map(([name]) => [name, 0])),
  halfOpen: false,
});

/**
 * Says how many things are wrong with a connection on purpose.
 * @param {Partial<ChaosSettings>} chaos
 */
export function chaosCount(chaos) {
  return Object.values(chaos).filter(Boolean).length;
}

/**
 * @param {{ chaos: Partial<ChaosSettings>, disabled?: boolean, onChange: (chaos: Partial<ChaosSettings>) => void }} props
 */
export function ChaosForm({ chaos, disabled = false, onChange }) {
  const set = { ...calm, ...chaos };
  return html`<fieldset class="form chaos" disabled=${disabled}>
    <legend>Network</legend>
    <div class="presets">
      ${presets.map(
        ([name, values]) =>
          html`<button
            type="button"
            class="button"
            key=${name}
            aria-pressed=${Object.entries({ ...calm, ...values }).every(
              ([field, value]) => set[/** @type {keyof ChaosSettings} */ (field)] === value,
            )}
            onClick=${() => onChange({ ...calm, ...values })}
          >
            ${name}
          </button>`,
      )}
    </div>
    <div class="chaos-grid">
      ${fields.map(([name, label, unit, most, step, zero]) => {
        const scale = unit === '%' ? 100 : 1;
        return html`<label class="labelled" key=${name}>
          <span>${label} <span class="faint">(${unit})</span></span>
          <input
            class="field"
            type="number"
            min="0"
            max=${most}
            step=${step}
            placeholder=${zero}
            value=${zero && set[name] === 0 ? '' : Math.round(Number(set[name]) * scale)}
            onChange=${(/** @type {{ currentTarget: HTMLInputElement }} */ { currentTarget }) =>
              onChange({ [name]: Math.min(most, Math.max(0, Number(currentTarget.value) || 0)) / scale })}
          />
        </label>`;
      })}
    </div>
    <label class="check">
      <input
        type="checkbox"
        checked=${set.halfOpen}
        onChange=${(/** @type {{ currentTarget: HTMLInputElement }} */ { currentTarget }) =>
          onChange({ halfOpen: currentTarget.checked })}
      />Half-open: nothing gets through, and nobody is told
    </label>
  </fieldset>`;
}
