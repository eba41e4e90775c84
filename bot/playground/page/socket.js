// The one connection to the playground. What is said over it stands in bot/playground/viewer.py.

const PATIENCE = 20_000;
const RETRY = 700;

export class Socket {
  #socket = null;
  #number = 0;
  #waiting = new Map();

  /** `heard(type, data)` gets what the playground tells; `changed(connected)` whether it is there. */
  constructor(heard, changed) {
    this.heard = heard;
    this.changed = changed;
  }

  connect() {
    const socket = new WebSocket(`ws://${location.host}/socket`);
    this.#socket = socket;
    socket.addEventListener("open", () => this.changed(true));
    socket.addEventListener("message", (event) => this.#take(JSON.parse(event.data)));
    socket.addEventListener("close", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error("closed"));
      this.#waiting.clear();
      this.changed(false);
      setTimeout(() => this.connect(), RETRY);
    });
  }

  #take(said) {
    if (said.n === undefined) {
      this.heard(said.t, said.d);
      return;
    }
    const waiting = this.#waiting.get(said.n);
    if (!waiting) return;
    this.#waiting.delete(said.n);
    clearTimeout(waiting.timer);
    if (said.error === undefined) waiting.resolve(said);
    else waiting.reject(new Refused(said.error));
  }

  /** Ask for something; resolves with the answer, rejects with `Refused` where the playground declines. */
  ask(what, fields = {}) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return Promise.reject(new Error("closed"));
    const n = ++this.#number;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(n);
        reject(new Error("unanswered"));
      }, PATIENCE);
      this.#waiting.set(n, { resolve, reject, timer });
      this.#socket.send(JSON.stringify({ n, do: what, ...fields }));
    });
  }
}

/** What was asked is declined; the message is a sentence for the person. */
export class Refused extends Error {}
