// Talks to the server in envelopes: requests with one answer, streams with many, and what the server tells by itself.

/** One connection. */
export class Envelopes {
  #socket;
  #pending = new Map();
  #ids = 0;

  /** heard: what to do with each event that the server sends by itself; closed: called once, with the code, at the end. */
  constructor(url, { heard, closed }) {
    this.#socket = new WebSocket(url);
    this.#socket.onmessage = ({ data }) => this.#take(JSON.parse(data), heard);
    this.#socket.onclose = ({ code }) => {
      for (const { failed } of this.#pending.values()) failed(new Error('the connection was lost'));
      this.#pending.clear();
      closed(code);
    };
  }

  get isOpen() {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** Sends, and resolves with the answer; rejects with the server's own words when it refuses. */
  request(event, data) {
    return new Promise((resolve, reject) => {
      let last;
      this.#ask(event, data, { next: (value) => (last = value), done: () => resolve(last), failed: reject });
    });
  }

  /** Sends, and calls next with each answer until the server has no more, or until the returned function is called. */
  subscribe(event, data, { next, failed = () => {} }) {
    const id = this.#ask(event, data, { next, done: () => {}, failed });
    return () => {
      if (this.#pending.delete(id) && this.isOpen) this.#send({ event, id, cancel: true });
    };
  }

  /** What is still on its way is not heard any more. */
  close() {
    this.#socket.onmessage = null;
    this.#socket.close();
  }

  #ask(event, data, waiting) {
    const id = ++this.#ids;
    this.#pending.set(id, waiting);
    this.#send({ event, data, id });
    return id;
  }

  #send(envelope) {
    this.#socket.send(JSON.stringify(envelope));
  }

  #take(envelope, heard) {
    const { event, id, data, done } = envelope;
    if (id === undefined) return heard[event]?.(data);
    const waiting = this.#pending.get(id);
    if (waiting === undefined) return;
    if (done) this.#pending.delete(id);
    if (event === 'exception') waiting.failed(new Error([data.message].flat().join('; ')));
    else {
      if ('data' in envelope) waiting.next(data);
      if (done) waiting.done();
    }
  }
}
