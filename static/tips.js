// What an element says of itself beyond its words: on hover, on focus and on a tap, in the page's own type and never cut
// off. Without this script the browser's tooltip says it. Escape puts it away; it stays while the pointer is on it.

const tip = document.createElement("div");
tip.className = "tip";
tip.setAttribute("role", "tooltip");
tip.hidden = true;
document.body.append(tip);

const GAP = 8;
let shown = null; // the element whose tip is shown
let leaving;

function place(box) {
  tip.style.maxWidth = `${Math.min(360, document.documentElement.clientWidth - 2 * GAP)}px`;
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.min(Math.max(box.left, GAP), document.documentElement.clientWidth - width - GAP);
  const below = box.bottom + GAP;
  tip.style.left = `${left}px`;
  tip.style.top = `${below + height > window.innerHeight ? Math.max(box.top - height - GAP, 0) : below}px`;
}

// A line each: a text, or pairs of what it is and its value.
export function show(told, box) {
  clearTimeout(leaving);
  tip.replaceChildren(
    ...told.map((line) => {
      const row = document.createElement("div");
      row.textContent = Array.isArray(line) ? line.join("：") : line;
      return row;
    }),
  );
  tip.hidden = false;
  place(box);
}

export function hide() {
  tip.hidden = true;
  shown = null;
}

function told(element) {
  if (element.title) {
    element.dataset.tip = element.title;
    element.setAttribute("aria-description", element.title);
    element.removeAttribute("title"); // or the browser says it, too
  }
  return element.dataset.tip;
}

const titled = (target) => (target instanceof Element ? target.closest("body [title], body [data-tip]") : null);

function open(event) {
  const element = titled(event.target);
  if (!element || element.tagName === "IFRAME" || element.closest("svg")) return;
  const text = told(element);
  if (!text) return;
  shown = element;
  show(text.split("\n"), element.getBoundingClientRect());
}

document.addEventListener("pointerover", (event) => {
  if (tip.contains(event.target)) clearTimeout(leaving);
  else open(event);
});
document.addEventListener("pointerout", (event) => {
  if (!tip.hidden && (titled(event.target) === shown || tip.contains(event.target))) leaving = setTimeout(hide, 200);
});
// What gets the focus may be scrolled to first, which puts tips away.
export const settled = (then) => requestAnimationFrame(() => requestAnimationFrame(then));
document.addEventListener("focusin", (event) => settled(() => document.activeElement === event.target && open(event)));
document.addEventListener("focusout", hide);
document.addEventListener("click", (event) => (event.target.closest("a, button, input, select") ? null : open(event)));
document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
document.addEventListener("scroll", () => !tip.hidden && hide(), { capture: true, passive: true });

// Where the next is that an arrow leads to, of so many; null where the key is none.
export function step(key, now, count) {
  if (!count) return null;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  if (key === "ArrowRight" || key === "ArrowDown") return Math.min(now + 1, count - 1);
  if (key === "ArrowLeft" || key === "ArrowUp") return Math.max(now - 1, 0);
  return null;
}

// By the keyboard each is a stop where they are few; a table full of them is one stop, and the arrows go from one to the next.
const MOST = 40;
const bare = [...document.querySelectorAll("main [title]")].filter((one) => one.tabIndex < 0 && !one.closest("svg"));
if (bare.length <= MOST) for (const one of bare) one.tabIndex = 0;
else {
  const groups = new Map();
  for (const one of bare) {
    const group = one.closest("table, figure, section, ul, ol") ?? document.body;
    groups.set(group, [...(groups.get(group) ?? []), one]);
  }
  for (const group of groups.values()) {
    for (const one of group) one.tabIndex = -1;
    group[0].tabIndex = 0;
    for (const one of group) {
      one.addEventListener("keydown", (event) => {
        const next = step(event.key, group.indexOf(one), group.length);
        if (next === null || event.target !== one) return;
        event.preventDefault();
        one.tabIndex = -1;
        group[next].tabIndex = 0;
        group[next].focus();
      });
    }
  }
}
