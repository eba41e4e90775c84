// Discord's times: <t:seconds:style>, in the reader's own language and zone.

let ahead = 0; // milliseconds that the stage's clock is ahead of this machine's

/** Take over the stage's clock, so that "in 2 days" is right on a stage that was moved through time. */
export function setNow(iso) {
  ahead = Date.parse(iso) - Date.now();
}

function now() {
  return Date.now() + ahead;
}

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};

const UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

/** Write a moment (milliseconds since 1970) in a style of Discord's; R is relative to now. */
export function write(moment, style) {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return "?";
  if (style !== "R") return new Intl.DateTimeFormat(undefined, STYLES[style] ?? STYLES.f).format(date);
  const seconds = Math.round((moment - now()) / 1000);
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS.at(-1);
  return relative.format(Math.round(seconds / size), unit);
}

/** The hour and minute of an ISO moment, and the day where it is another one. */
export function short(iso) {
  const moment = Date.parse(iso);
  const sameDay = new Date(moment).toDateString() === new Date(now()).toDateString();
  return write(moment, sameDay ? "t" : "s");
}

/** Keep every relative time in the document true. */
export function keepTrue() {
  setInterval(() => {
    for (const element of document.querySelectorAll("time[data-relative]")) {
      const written = write(Number(element.dataset.relative), "R");
      if (element.textContent !== written) element.textContent = written;
    }
  }, 1000);
}
