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
document.addEventListener("focusin", open);
document.addEventListener("focusout", hide);
document.addEventListener("click", (event) => (event.target.closest("a, button, input, select") ? null : open(event)));
document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
document.addEventListener("scroll", () => !tip.hidden && hide(), { capture: true, passive: true });

// Where they are few they can be reached by the keyboard; where a table is full of them their sense stands beside it.
const MOST = 40;
const bare = [...document.querySelectorAll("main [title]")].filter((one) => one.tabIndex < 0 && !one.closest("svg"));
if (bare.length <= MOST) for (const one of bare) one.tabIndex = 0;
