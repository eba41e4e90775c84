// Slash commands as typed: finding them, reading their options, checking what Discord's client checks.

import * as text from "./text.js";

const INTEGER = 4, BOOLEAN = 5, USER = 6, CHANNEL = 7, ROLE = 8, MENTIONABLE = 9, NUMBER = 10, FILE = 11;

/** The commands that fit what was typed after the slash, the best first. */
export function fitting(rows, typed) {
  const wanted = typed.toLowerCase().trim();
  const rank = (row) => {
    if (row.path.startsWith(wanted)) return 0;
    if (row.path.split(" ").some((word) => word.startsWith(wanted))) return 1;
    if (row.path.includes(wanted)) return 2;
    return row.description.toLowerCase().includes(wanted) ? 3 : 9;
  };
  return rows.map((row) => [rank(row), row]).filter(([rank]) => rank < 9).sort(([one, left], [other, right]) => one - other || (left.path < right.path ? -1 : 1)).map(([, row]) => row);
}

/** Split "/poll start preset:ending" into the command and what was written for its options; null for no command. */
export function read(rows, written) {
  const words = written.slice(1);
  const row = rows
    .filter((one) => words.toLowerCase() === one.path || words.toLowerCase().startsWith(`${one.path} `))
    .sort((one, other) => other.path.length - one.path.length)[0];
  return row ? { row, given: optionsOf(row, words.slice(row.path.length).trim()) } : null;
}

function optionsOf(row, words) {
  if (!words || !row.options.length) return {};
  const names = new Set(row.options.map((option) => option.name));
  const given = {};
  let name = null;
  for (const word of words.split(/ +/)) {
    const colon = word.indexOf(":");
    const begins = colon > 0 ? word.slice(0, colon) : null;
    if (begins && names.has(begins)) {
      name = begins;
      given[name] = word.slice(colon + 1);
    } else {
      name ??= row.options[0].name;
      given[name] = given[name] ? `${given[name]} ${word}` : word;
    }
  }
  return given;
}

/** What an option offers by itself, without the bot: {label, value, hint} or null where it is written freely. */
export function ownChoices(option, server) {
  if (option.choices?.length) return option.choices.map((one) => ({ label: one.name, value: one.value }));
  if (option.type === BOOLEAN) return [{ label: text.yes(), value: true }, { label: text.no(), value: false }];
  if (!server) return null;
  const members = () => server.members.map(({ user, nick }) => ({ label: nick || user.global_name || user.username, hint: user.username, value: user.id }));
  const roles = () => server.roles.map((role) => ({ label: role.name.replace(/^@?/, "@"), value: role.id }));
  switch (option.type) {
    case USER: return members();
    case ROLE: return roles();
    case MENTIONABLE: return [...members(), ...roles()];
    case CHANNEL: {
      const kinds = option.channel_types?.length ? new Set(option.channel_types) : null;
      return server.channels.filter((channel) => !kinds || kinds.has(channel.type)).map((channel) => ({ label: `#${channel.name}`, value: channel.id }));
    }
    default: return null;
  }
}

/**
 * Read the value of an option from what was typed and, where one was, picked. Returns {value} (undefined: left out)
 * or {problem}.
 */
export function valueOf(option, typed, picked, server) {
  if (!typed.trim()) return option.required ? { problem: text.optionMissing(option.name) } : {};
  if (picked !== undefined) return { value: picked };
  const choices = ownChoices(option, server);
  if (choices) {
    const same = choices.find((one) => [one.label, one.hint, String(one.value)].some((words) => words?.toLowerCase() === typed.trim().toLowerCase()));
    return same ? { value: same.value } : { problem: text.optionChoice(option.name) };
  }
  if (option.type === INTEGER) return /^-?\d+$/.test(typed.trim()) ? { value: Number(typed) } : { problem: text.optionWhole(option.name) };
  if (option.type === NUMBER) return Number.isFinite(Number(typed)) ? { value: Number(typed) } : { problem: text.optionNumber(option.name) };
  if (option.type === FILE) return { problem: text.optionFile(option.name) };
  return { value: typed };
}
