// The opening handshake: both heads, what was agreed on, and why a refusal was one.
import { spanText } from '../parts/amounts.js';
import { EmptyState } from '../parts/empty-state.js';
import { html } from '../parts/html.js';
import { useStore } from '../store/store.js';

/** @typedef {import('../relay/transport.js').HandshakeReport} HandshakeReport */
/** @typedef {import('../relay/transport.js').Refusal} Refusal */

/** Errors from before the first byte of a request: names, networks and certificates. */
const NEVER_SENT = /^(ENOTFOUND|EAI_\w+|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENETDOWN)$|CERT|SIGNATURE|ALTNAME/;

/** @param {{ session: import('../session/session.js').Session }} props */
export function HandshakePanel({ session }) {
  const known = useStore(session.handshake);
  if (!known) {
    return html`<${EmptyState} glyph="plug" title="No handshake yet">
      After a connection, or a refusal, this shows both heads as they were on the wire, and what was agreed on.
    <//>`;
  }
  const { refusal, via } = known;
  // What was written for nobody is not shown as if it had been sent.
  const isSent = !NEVER_SENT.test(refusal?.code ?? '');
  const report = isSent ? known.report : { url: known.report.url, duration: known.report.duration };
  return html`<div class="panel-body">
    ${refusal && html`<${Why} refusal=${refusal} />`}
    ${
      via === 'direct' &&
      html`<p class="banner">
        The browser does not show handshakes to a page: connect through the dev server to see it all.
      </p>`
    }
    <${Outcome} report=${report} isSent=${isSent} />
    ${
      (report.requestHead || report.responseHead) &&
      html`<div class="heads">
        ${report.requestHead && html`<${Head} title="Request" text=${report.requestHead} />`}
        ${report.responseHead && html`<${Head} title="Response" text=${report.responseHead} />`}
      </div>`
    }
  </div>`;
}

/** @param {{ refusal: Refusal }} props */
function Why({ refusal: { explanation, status, statusText, headers, body, code } }) {
  return html`<section class="refusal">
    <h2>${status ? `Refused with ${status} ${statusText ?? ''}` : 'No connection'}</h2>
    <p>${explanation}</p>
    ${code && html`<p class="quiet mono">${code}</p>`}
    ${
      headers &&
      headers.length > 0 &&
      html`<details>
        <summary>Headers of the answer</summary>
        <pre class="wrapped">${headers.map(([name, value]) => `${name}: ${value}`).join('\n')}</pre>
      </details>`
    }
    ${body && html`<pre class="wrapped body">${body}</pre>`}
  </section>`;
}

/** @param {{ report: Partial<HandshakeReport>, isSent: boolean }} props */
function Outcome({ report, isSent }) {
  const { url, key, expectedAccept, receivedAccept, subprotocol, extensions, duration, remote } = report;
  const none = html`<span class="faint">none</span>`;
  const matches = expectedAccept === receivedAccept;
  return html`<dl class="facts">
    ${
      url &&
      html`<dt>URL</dt>
        <dd class="mono">${url}</dd>`
    }
    ${
      remote &&
      html`<dt>Remote</dt>
        <dd class="mono">${remote}</dd>`
    }
    ${
      duration !== undefined &&
      html`<dt>Took</dt>
        <dd>${spanText(duration)}</dd>`
    }
    ${
      key &&
      html`<dt>Key sent</dt>
        <dd class="mono">${key}</dd>`
    }
    ${
      expectedAccept &&
      html`<dt>Accept computed</dt>
        <dd class="mono">${expectedAccept}</dd>`
    }
    ${
      receivedAccept &&
      html`<dt>Accept received</dt>
        <dd class="mono">
          ${receivedAccept}${' '}<span class=${`verdict ${matches ? 'good' : 'bad'}`}
            >${matches ? 'matches' : 'does not match'}</span
          >
        </dd>`
    }
    ${
      isSent
        ? html`<dt>Subprotocol</dt>
            <dd class="mono">${subprotocol || none}</dd>
            <dt>Extensions</dt>
            <dd class="mono">${extensions || none}</dd>`
        : html`<dt>Request</dt>
            <dd>not sent: there was no connection to send it on</dd>`
    }
  </dl>`;
}

/** @param {{ title: string, text: string }} props */
function Head({ title, text }) {
  const [first, ...lines] = text.trimEnd().split(/\r?\n/);
  return html`<section class="head" aria-label=${title}>
    <h2>${title}</h2>
    <pre tabindex="0"><b>${first}</b>${'\n'}${lines.map((line, at) => {
      const colon = line.indexOf(':');
      return html`<span key=${at}
        ><span class="key">${line.slice(0, colon + 1)}</span>${line.slice(colon + 1)}${'\n'}</span
      >`;
    })}</pre>
  </section>`;
}
