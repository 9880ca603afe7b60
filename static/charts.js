// Draws every figure of the page with the Vega kept in static/vega. Without this script a figure is its table.

import { hide, settled, show, step } from "./tips.js";

const here = new URL(".", import.meta.url);
// Its look stands in chart-config.json, which the pictures share: Okabe and Ito's colours, told apart by the colour-blind;
// the yellow is left out because it is too pale on white.
const FONT = getComputedStyle(document.body).fontFamily;
let look;

async function config() {
  look ??= { ...(await (await fetch(new URL("chart-config.json", here))).json()), font: FONT };
  return look;
}

function load(name) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL(`vega/${name}`, here);
    script.onload = done;
    script.onerror = () => failed(new Error(name));
    document.head.append(script);
  });
}

async function draw(plot, { vega, vegaLite }, expressionInterpreter) {
  const specification = JSON.parse(plot.dataset.specification);
  const faceted = specification.encoding.facet || specification.encoding.column;
  if (faceted) fit(specification, plot.clientWidth);
  else if (specification.height) specification.autosize = { type: "fit-x", contains: "padding" };
  const compiled = { config: narrow(await config(), plot.clientWidth, specification), logger: vega.logger(vega.Error) };
  const { spec } = vegaLite.compile({ height: 240, ...specification }, compiled);
  plot.textContent = "";
  const view = new vega.View(vega.parse(spec, null, { ast: true }), {
    renderer: "svg",
    container: plot,
    hover: true,
    expr: expressionInterpreter,
    logLevel: vega.Error,
  });
  view.tooltip((_handler, event, _item, value) => (value ? show(lines(value), around(event)) : hide()));
  await view.runAsync();
  const drawing = plot.querySelector("svg");
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", `图：${plot.dataset.title}。数字见下面的数据表。`);
  plot.tabIndex = 0;
  plot.setAttribute("role", "group");
  plot.setAttribute("aria-label", `图：${plot.dataset.title}。用方向键逐个看数字，全部数字见下面的数据表。`);
  plot.dataset.drawn = "";
}

// By the keyboard a chart is one stop; the arrows go from mark to mark, left to right, and each says what it would on hover.
function marksOf(plot) {
  const all = [...plot.querySelectorAll("svg [aria-roledescription]")].filter((one) => typeof one.__data__?.tooltip === "object");
  const placed = all.map((one) => ({ one, box: one.getBoundingClientRect() })).filter(({ box }) => box.width || box.height);
  const near = (a, b) => (Math.abs(a.left - b.left) > 1 ? a.left - b.left : a.top - b.top);
  return placed.sort((a, b) => near(a.box, b.box)).map(({ one }) => one);
}

function read(plot, event) {
  const marks = marksOf(plot);
  const now = marks.indexOf(plot.querySelector(".told"));
  const next = step(event.key, now, marks.length);
  if (next === null) return;
  event.preventDefault();
  forget(plot);
  const mark = marks[next];
  mark.classList.add("told");
  const told = lines(mark.__data__.tooltip);
  mark.scrollIntoView({ block: "nearest", inline: "nearest" });
  settled(() => mark.classList.contains("told") && show(told, mark.getBoundingClientRect()));
  let said = plot.querySelector(".said");
  if (!said) {
    said = document.createElement("p");
    said.className = "said";
    said.setAttribute("aria-live", "polite");
    plot.append(said);
  }
  said.textContent = told.map((line) => (Array.isArray(line) ? line.join("：") : line)).join("，");
}

function forget(plot) {
  for (const one of plot.querySelectorAll(".told")) one.classList.remove("told");
}

for (const plot of document.querySelectorAll(".plot[data-specification]")) {
  plot.addEventListener("keydown", (event) => read(plot, event));
  plot.addEventListener("blur", () => {
    forget(plot);
    hide();
  });
}

// What a mark says of itself: a line for each of its fields.
const lines = (value) => (typeof value === "object" ? Object.entries(value).map(counted) : [String(value)]);
const counted = ([name, text]) => [name, /年/.test(name) || !/^\d{4,}$/.test(text) ? text : Number(text).toLocaleString("zh-CN")];
const around = ({ clientX, clientY }) => ({ left: clientX, bottom: clientY + 8, top: clientY - 8 });

// A legend has as many columns as the chart has room for.
function narrow(told, width, { data, encoding }) {
  const names = (data.values ?? []).map((row) => String(row[encoding.color?.field] ?? ""));
  const longest = Math.min(told.legend.labelLimit, Math.max(0, ...names.map((name) => name.length * 12.5)));
  const columns = Math.max(1, Math.min(told.legend.columns, Math.floor((width - 60) / (longest + 30))));
  return { ...told, legend: { ...told.legend, columns } };
}

// Small charts side by side: as many in a row as the page is wide.
function fit(specification, width) {
  const { encoding } = specification;
  const all = (encoding.column ?? encoding.facet).sort?.length ?? 1;
  let columns = Math.max(1, Math.min(3, Math.floor(width / 270)));
  while (all > 1 && all % columns) columns -= 1; // no empty panel in the last row
  if (columns === 1) specification.height = Math.min(specification.height ?? 130, 130);
  if (encoding.column) {
    encoding.facet = { ...encoding.column, columns };
    delete encoding.column;
  }
  encoding.facet.columns = columns;
  specification.width = Math.floor(width / columns) - 76;
}

async function drawAll() {
  const plots = [...document.querySelectorAll(".plot[data-specification]")];
  if (!plots.length) return;
  if (!window.vega) {
    await load("vega.min.js");
    await load("vega-lite.min.js");
  }
  const { expressionInterpreter } = await import(new URL("vega/vega-interpreter.js", here));
  for (const plot of plots) await draw(plot, window, expressionInterpreter);
  document.documentElement.dataset.charts = "drawn";
}

drawAll();
let width = window.innerWidth;
let waiting;
window.addEventListener("resize", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    if (window.innerWidth !== width) drawAll();
    width = window.innerWidth;
  }, 250);
});
