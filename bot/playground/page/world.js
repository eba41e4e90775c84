// What the page knows: the world as the chosen member sees it, and the messages of the open channel.

export const THREADS = new Set([10, 11, 12]);
export const SPOILER_CHANNEL = 2 ** 21;

export const EPHEMERAL = 1 << 6;
export const LOADING = 1 << 7;
export const COMPONENTS_V2 = 1 << 15;

const ADMINISTRATOR = 8n; // what a command needs whose permissions are set to none

export class World {
  servers = [];
  commands = {};
  me = null;
  bot = null;
  online = false;
  #channels = new Map();
  #users = new Map();
  #roles = new Map();

  /** Take over what the playground tells of the world. */
  take(told) {
    Object.assign(this, { servers: told.servers, commands: told.commands, me: told.me, bot: told.bot, online: told.online });
    this.#channels.clear();
    this.#roles.clear();
    this.know(told.bot);
    for (const server of told.servers) {
      for (const channel of server.channels) this.#channels.set(channel.id, { ...channel, server });
      for (const role of server.roles) this.#roles.set(role.id, role);
      for (const member of server.members) this.know(member.user);
    }
  }

  know(user) {
    this.#users.set(user.id, user);
  }

  channel(id) {
    return this.#channels.get(id) ?? null;
  }

  user(id) {
    return this.#users.get(id) ?? null;
  }

  role(id) {
    return this.#roles.get(id) ?? null;
  }

  /** The member that one is, in a server; null where one is none. */
  member(server, id = this.me.id) {
    return server.members.find((member) => member.user.id === id) ?? null;
  }

  /** Every command that may be used in a server, its subcommands as rows of their own: {path, command, options}. */
  commandRows(server) {
    const may = BigInt(server?.permissions ?? 0);
    const rows = [];
    for (const command of [...(this.commands[""] ?? []), ...(this.commands[server?.id] ?? [])]) {
      if ((command.type ?? 1) !== 1) continue;
      const needs = command.default_member_permissions;
      const needed = needs === null || needs === undefined ? 0n : BigInt(needs) || ADMINISTRATOR;
      if ((may & needed) !== needed) continue;
      spread(command, [command.name], rows);
    }
    return rows;
  }
}

function spread(command, path, rows) {
  const inner = (command.options ?? []).filter((option) => option.type === 1 || option.type === 2);
  if (inner.length) for (const one of inner) spread(one, [...path, one.name], rows);
  else rows.push({ path: path.join(" "), description: command.description, options: command.options ?? [] });
}

/** The channels of a server in order, each thread under its channel. */
export function placesOf(server) {
  const top = server.channels.filter((channel) => !THREADS.has(channel.type));
  top.sort((one, other) => (one.position ?? 0) - (other.position ?? 0));
  return top.flatMap((channel) => [channel, ...server.channels.filter((one) => THREADS.has(one.type) && one.parent_id === channel.id)]);
}
