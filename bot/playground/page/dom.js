// Nodes without markup: text only ever becomes text, so that nothing a person wrote can become an element.

/**
 * Make an element. `props`: `class`, `on` (listeners by event), `data`, `style` (custom properties), and attributes;
 * false, null and undefined leave an attribute out, true writes it empty. Children: nodes, text, null, nested arrays.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (name === "data") {
      for (const [key, one] of Object.entries(value)) element.dataset[key] = one;
    } else if (name === "style") {
      for (const [key, one] of Object.entries(value)) element.style.setProperty(key, one);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  put(element, children);
  return element;
}

function put(parent, children) {
  for (const child of children) {
    if (Array.isArray(child)) put(parent, child);
    else if (child !== null && child !== undefined && child !== false) parent.append(child);
  }
}

/** Replace everything inside an element. */
export function fill(element, ...children) {
  element.replaceChildren();
  put(element, children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

// 24 x 24 outlines, drawn with the text's colour.
const ICONS = {
  hash: "M9 4 7 20M17 4l-2 16M4.5 9h16M3.5 15h16",
  thread: "M5 5h14v10H10l-4 4v-4H5zM9 9h6M9 12h4",
  people: "M9 11a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 9 11zM3 19.5c.4-3.4 2.7-5.4 6-5.4s5.600 2 6 5.400M16 5.200a3 3 0 0 1 0 5.600M17.500 14.500c2 .6 3.200 2.400 3.500 5",
  menu: "M4 7h16M4 12h16M4 17h16",
  wire: "M3 12h4l2.500-7 5 14 2.500-7h4",
  close: "M6 6l12 12M18 6 6 18",
  reply: "M10 6 4 11.500 10 17M4.500 11.500H14c3.500 0 6 2.500 6 6.500",
  link: "M10 14a4 4 0 0 0 5.700 0l3-3a4 4 0 0 0-5.700-5.700l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1",
  crowd: "M12 10.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM6 19c.3-3.300 2.700-5.500 6-5.500s5.700 2.200 6 5.500M5.500 11.500a2 2 0 1 0 0-4M2 17c.2-1.800 1-3 2.500-3.700M18.500 11.500a2 2 0 1 1 0-4M22 17c-.2-1.800-1-3-2.500-3.700",
  send: "M4 12 20 4l-5 16-3.500-6.500zM11.500 13.500 20 4",
  eye: "M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12zM12 14.800a2.800 2.800 0 1 0 0-5.600 2.800 2.800 0 0 0 0 5.600z",
  restart: "M19.500 12a7.500 7.500 0 1 1-2.200-5.300L19.500 9M19.500 4v5h-5",
  file: "M7 3h7l5 5v13H7zM14 3v5h5",
  out: "M14 4h6v6M20 4l-9 9M17 14v6H4V7h6",
  down: "M6 9.500l6 6 6-6",
  check: "M5 12.500l4.500 4.500L19 7",
  slash: "M15 5 9 19",
};

/** Draw an icon; it says nothing to a screen reader, so its button needs a label. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** Draw the round initial of an account, in one of eight hues that its id chooses. */
export function avatar(user, isBot = Boolean(user.bot)) {
  if (isBot) return h("img", { class: "avatar", src: "/page/mark.svg", alt: "", width: 40, height: 40 });
  const name = nameOf(user);
  const hue = Number(BigInt(user.id) % 8n);
  return h("span", { class: `avatar hue-${hue}`, "aria-hidden": "true" }, [...name][0]?.toUpperCase() ?? "?");
}

/** The name that others see. */
export function nameOf(user, member = null) {
  return member?.nick || user.global_name || user.username;
}

/** Say something to a screen reader, without moving anything. */
export function announce(sentence) {
  document.getElementById("said").textContent = sentence;
}
