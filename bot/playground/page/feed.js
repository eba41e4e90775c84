// A list of any length of which only the rows in view, and a little around them, are in the document.

const AROUND = 500; // pixels above and below the view that are drawn too
const GUESS = 84; // a row that was never measured

export class Feed {
  #items = []; // {id, ...}, in order
  #heights = new Map();
  #drawn = new Map(); // id -> element
  #first = 0;
  #last = -1;
  #numbered = 0; // the length that the drawn rows know of
  #queued = false;
  #toEnd = true;
  #sizes;

  /** `draw(item, previous)` makes a row; `top()` the element above the first row; `scrolled(state)` hears of moves. */
  constructor(root, { draw, top, scrolled }) {
    this.root = root;
    this.draw = draw;
    this.scrolled = scrolled;
    this.above = document.createElement("div");
    this.rows = document.createElement("div");
    this.rows.className = "rows";
    this.head = document.createElement("div");
    this.makeTop = top;
    root.replaceChildren(this.head, this.above, this.rows);
    this.#sizes = new ResizeObserver((entries) => this.#measured(entries));
    this.#sizes.observe(root);
    root.addEventListener("scroll", () => this.#onScroll(), { passive: true });
    root.addEventListener("keydown", (event) => this.#onKey(event));
  }

  get items() {
    return this.#items;
  }

  get atEnd() {
    return this.root.scrollHeight - this.root.scrollTop - this.root.clientHeight < 60;
  }

  /** Show another list, at its end. */
  reset(items) {
    for (const element of this.#drawn.values()) this.#sizes.unobserve(element);
    this.#drawn.clear();
    this.#heights.clear();
    this.rows.replaceChildren();
    this.#items = items;
    this.#numbered = -1;
    this.head.replaceChildren(...[this.makeTop()].filter(Boolean));
    this.#toEnd = true;
    this.#render();
    this.toEnd();
  }

  /** Put a new item at the end; the view follows if it was there. */
  append(item) {
    const follow = this.atEnd || this.#toEnd;
    this.#items.push(item);
    this.#toEnd = follow;
    this.#render();
    if (follow) this.toEnd();
    return follow;
  }

  /** Put earlier items in front; what is in view stays where it is. */
  prepend(items) {
    this.#items = [...items, ...this.#items];
    this.head.replaceChildren(...[this.makeTop()].filter(Boolean));
    const added = items.reduce((sum, item) => sum + this.#height(item), 0);
    // Set the spacer first: a scroll position beyond the present height would be cut off.
    this.above.style.height = `${parseFloat(this.above.style.height || "0") + added}px`;
    this.root.scrollTop += added;
    this.#render();
  }

  /** Draw an item again, or an item that replaces the one of that id. */
  replace(item) {
    const index = this.#items.findIndex((one) => one.id === item.id);
    if (index < 0) return false;
    this.#items[index] = item;
    const old = this.#drawn.get(item.id);
    if (old) {
      const follow = this.atEnd;
      const kept = focusWithin(old);
      this.#sizes.unobserve(old);
      const fresh = this.#make(index);
      old.replaceWith(fresh);
      kept(fresh);
      if (follow) this.toEnd();
    }
    return true;
  }

  remove(id) {
    const index = this.#items.findIndex((one) => one.id === id);
    if (index < 0) return;
    this.#items.splice(index, 1);
    const old = this.#drawn.get(id);
    if (old) {
      this.#sizes.unobserve(old);
      if (old.contains(document.activeElement)) this.root.focus({ preventScroll: true });
      old.remove();
      this.#drawn.delete(id);
    }
    this.#render();
  }

  toEnd() {
    this.#toEnd = true;
    this.root.scrollTop = this.root.scrollHeight;
    this.#onScroll();
  }

  /** Bring an item into the middle of the view and return its row, or null. */
  show(id) {
    const index = this.#items.findIndex((one) => one.id === id);
    if (index < 0) return null;
    this.#toEnd = false;
    // Heights above are guesses until drawn: go there, let it be drawn and measured, and correct.
    for (let turn = 0; turn < 4; turn += 1) {
      this.root.scrollTop = this.#offset(index) - this.root.clientHeight / 3;
      this.#render();
      this.#measureDrawn();
    }
    const row = this.row(id);
    row?.scrollIntoView({ block: "center" });
    return row;
  }

  row(id) {
    return this.#drawn.get(id) ?? null;
  }

  #height(item) {
    return this.#heights.get(item.id) ?? GUESS;
  }

  #offset(index) {
    let sum = this.head.offsetHeight;
    for (let i = 0; i < index; i += 1) sum += this.#height(this.#items[i]);
    return sum;
  }

  #onScroll() {
    this.#toEnd = this.atEnd;
    if (!this.#queued) {
      this.#queued = true;
      requestAnimationFrame(() => {
        this.#queued = false;
        this.#render();
      });
    }
    this.scrolled({ atEnd: this.#toEnd, atTop: this.root.scrollTop < 400 });
  }

  /** Draw exactly the rows that the view needs. */
  #render() {
    // All that is read is read before anything is written: the browser lays the page out once.
    const { scrollTop, clientHeight } = this.root;
    const top = scrollTop - this.head.offsetHeight - AROUND;
    const bottom = top + clientHeight + 2 * AROUND;
    let sum = 0;
    let first = 0;
    while (first < this.#items.length - 1 && sum + this.#height(this.#items[first]) < top) sum += this.#height(this.#items[first++]);
    const before = sum;
    let last = first - 1;
    while (last < this.#items.length - 1 && sum < bottom) sum += this.#height(this.#items[++last]);
    let after = 0;
    for (let i = last + 1; i < this.#items.length; i += 1) after += this.#height(this.#items[i]);
    this.above.style.height = `${before}px`;
    this.rows.style.paddingBottom = `${after}px`;
    const size = this.#items.length;
    if (first !== this.#first || last !== this.#last || size !== this.#numbered || this.#drawn.size !== last - first + 1) this.#place(first, last);
  }

  #place(first, last) {
    const wanted = new Set();
    for (let i = first; i <= last; i += 1) wanted.add(this.#items[i].id);
    for (const [id, element] of this.#drawn) {
      if (wanted.has(id)) continue;
      this.#sizes.unobserve(element);
      if (element.contains(document.activeElement)) this.root.focus({ preventScroll: true });
      element.remove();
      this.#drawn.delete(id);
    }
    let next = this.rows.firstChild;
    for (let i = first; i <= last; i += 1) {
      const known = this.#drawn.get(this.#items[i].id);
      if (known && known === next) {
        next = next.nextSibling;
      } else {
        this.rows.insertBefore(known ?? this.#make(i), next);
      }
    }
    this.#first = first;
    this.#last = last;
    this.#number();
  }

  #make(index) {
    const item = this.#items[index];
    const element = this.draw(item, this.#items[index - 1] ?? null);
    this.#drawn.set(item.id, element);
    this.#sizes.observe(element);
    return element;
  }

  #number() {
    this.#numbered = this.#items.length;
    const size = String(this.#numbered);
    for (let i = this.#first; i <= this.#last && i < this.#items.length; i += 1) {
      const element = this.#drawn.get(this.#items[i].id);
      if (!element || (element.ariaPosInSet === String(i + 1) && element.ariaSetSize === size)) continue;
      element.ariaPosInSet = String(i + 1);
      element.ariaSetSize = size;
    }
  }

  #measureDrawn() {
    for (const [id, element] of this.#drawn) this.#heights.set(id, element.offsetHeight);
  }

  #measured(entries) {
    const follow = this.#toEnd;
    let moved = 0;
    for (const { target } of entries) {
      const id = target.dataset.id;
      if (!id || this.#drawn.get(id) !== target) continue;
      const was = this.#height({ id });
      const is = target.offsetHeight;
      if (is === 0 || was === is) continue;
      this.#heights.set(id, is);
      // A row above the view that turns out taller must not push down what is being read.
      if (target.offsetTop + is <= this.root.scrollTop + 1) moved += is - was;
    }
    this.#render();
    if (follow) this.toEnd();
    else if (moved) this.root.scrollTop += moved;
  }

  #onKey(event) {
    const row = document.activeElement?.closest?.(".message");
    const step = { PageDown: 1, PageUp: -1 }[event.key];
    if (step && row) {
      const index = this.#items.findIndex((one) => one.id === row.dataset.id) + step;
      if (this.#items[index]) this.show(this.#items[index].id)?.focus();
      event.preventDefault();
    } else if (event.key === "End" && event.target === this.root) {
      this.toEnd();
      event.preventDefault();
    }
  }
}

/** Note where the focus is in a row that is about to be drawn again; the result puts it back. */
function focusWithin(row) {
  const focused = document.activeElement;
  if (!row.contains(focused)) return () => {};
  const key = focused.dataset?.key;
  return (fresh) => {
    const same = key ? [...fresh.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key) : null;
    (same && !same.disabled ? same : fresh).focus({ preventScroll: true });
  };
}
