// Draws every figure of the page with the Vega kept in static/vega. Without this script a figure is its table.

const here = new URL(".", import.meta.url);
// Okabe and Ito's colours, told apart by the colour-blind; the yellow is left out because it is too pale on white.
const COLOURS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#5A5A5A", "#8C6BB1"];
const FONT = getComputedStyle(document.body).fontFamily;
const CONFIG = {
  font: FONT,
  background: null,
  range: { category: COLOURS },
  mark: { color: COLOURS[0] },
  axis: { labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", labelColor: "#1f2328", titleColor: "#57606a", gridColor: "#e3e6ea", labelAngle: 0 },
  axisX: { labelOverlap: "parity" },
  legend: { orient: "top", title: null, labelFontSize: 12, symbolSize: 110, columns: 4, labelLimit: 240 },
  header: { labelFontSize: 13, labelFontWeight: "bold", labelColor: "#1f2328" },
  view: { stroke: null },
};

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
  const { spec } = vegaLite.compile({ height: 240, ...specification }, { config: CONFIG, logger: vega.logger(vega.Error) });
  plot.textContent = "";
  const view = new vega.View(vega.parse(spec, null, { ast: true }), {
    renderer: "svg",
    container: plot,
    hover: true,
    expr: expressionInterpreter,
    logLevel: vega.Error,
  });
  await view.runAsync();
  const drawing = plot.querySelector("svg");
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", `图：${plot.dataset.title}。数字见下面的数据表。`);
  plot.dataset.drawn = "";
}

// Small charts side by side: as many in a row as the page is wide.
function fit(specification, width) {
  const { encoding } = specification;
  const columns = Math.max(1, Math.min(3, Math.floor(width / 270)));
  if (encoding.column) {
    encoding.facet = { ...encoding.column, columns };
    delete encoding.column;
  }
  encoding.facet.columns = columns;
  specification.width = Math.floor(width / columns) - 64;
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
