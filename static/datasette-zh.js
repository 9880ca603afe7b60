// What Datasette's and datasette-vega's scripts write in English, in Chinese; and links that set a chart on this page draw it.
const WORDS = {
  "Show charting options": "画图",
  "Hide charting options": "收起画图",
  "Charting options": "画图",
  "Mark": "图形",
  "Marks": "图形",
  "Bar": "柱",
  "Line": "线",
  "Scatter": "点",
  "X column": "横轴",
  "Y column": "纵轴",
  "Type": "类型",
  "Color": "颜色",
  "Size": "大小",
  "Numeric": "数值",
  "Numeric, binned": "数值，分段",
  "Label": "名称",
  "Category": "分类",
  "Date/time": "日期",
  "Date/time, binned": "日期，分段",
  "Download as SVG": "存成 SVG",
  "Download as PNG": "存成 PNG",
  "Swap X and Y": "交换两轴",
  "-- none --": "— 无 —",
  "Sort ascending": "升序",
  "Sort descending": "降序",
  "Facet by this": "按此分类",
  "Hide this column": "不显示这一列",
  "Show all columns": "显示所有列",
  "Show not-blank rows": "只看不空白的行",
};

function translate(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const word = node.data.trim();
    if (Object.hasOwn(WORDS, word) && !node.parentElement.closest("td, pre, code, textarea, script, .content article"))
      node.data = node.data.replace(word, WORDS[word]);
  }
}

// Both scripts write after the page has loaded, and again on every choice.
new MutationObserver((changes) => {
  for (const change of changes) for (const node of change.addedNodes) if (node.nodeType === 1) translate(node);
}).observe(document.body, { childList: true, subtree: true });
translate(document.body);

// A link that differs from this page only after its # would not load it anew, and datasette-vega reads it on loading.
for (const link of document.querySelectorAll("a[data-chart]"))
  link.addEventListener("click", () => {
    const there = new URL(link.href);
    if (there.pathname + there.search === location.pathname + location.search) setTimeout(() => location.reload());
  });
