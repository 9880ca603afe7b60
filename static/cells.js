// A report's cells: each has an address (#table-row-column) and a citation with its line, to be copied by a click or by c.
// Without this script a cell is still reached by its address, and a number leads to its line.

const bar = document.createElement("div");
bar.className = "cell-bar";
bar.setAttribute("role", "region");
bar.setAttribute("aria-label", "选中的单元格");
bar.hidden = true;
bar.innerHTML = '<p></p><button type="button" name="address">复制地址</button> <button type="button" name="citation">复制引用</button> <button type="button" name="close" aria-label="关闭">×</button>';
document.body.append(bar);

const pad = (number) => String(number).padStart(2, "0");
const now = new Date();
const today = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
for (const time of document.querySelectorAll("time.today")) {
  time.dateTime = today;
  time.textContent = today;
}

let chosen = null;
const words = (element) => element?.textContent.replace(/\s+/g, " ").replace(/[误疑注]\d+/g, "").trim() ?? "";

// The head above a cell: the one that ends where the cell does, counted by columns as they are spanned.
function head(cell) {
  const at = cell.getBoundingClientRect();
  const heads = [...cell.closest("table").querySelectorAll("th")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.bottom <= at.top + 2 && box.left <= at.left + 2 && box.right >= at.right - 2 && !one.classList.contains("band");
  });
  heads.sort((a, b) => b.getBoundingClientRect().bottom - a.getBoundingClientRect().bottom);
  return words(heads[0]);
}

function told(cell) {
  const row = words(cell.parentElement.querySelector('th[scope="row"]'));
  const line = cell.querySelector('a[href*="#L"]')?.hash.slice(2) ?? cell.parentElement.querySelector('a.line')?.hash.slice(2);
  const value = words(cell.querySelector("a")) || words(cell) || "空白";
  return { place: [row, head(cell)].filter(Boolean).join("，"), value, line };
}

const address = (cell) => `${location.href.split("#")[0]}#${cell.id}`;

function citation(cell) {
  const { place, value, line } = told(cell);
  const whole = words(document.querySelector(".report-footer p")).replace(/^引用/, "").split(/\s*https?:/)[0].trim();
  return `${whole.replace(/。$/, "")}。${place}：${value}${line ? `，原文第 ${line} 行` : ""}。${address(cell)}`;
}

function choose(cell) {
  chosen?.classList.remove("chosen");
  chosen = cell;
  bar.hidden = !cell;
  if (!cell) return;
  cell.classList.add("chosen");
  const { place, value, line } = told(cell);
  bar.firstChild.textContent = `${place}：${value}${line ? `（原文第 ${line} 行）` : ""}`;
}

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    if (button) button.dataset.done = "";
    bar.firstChild.textContent = "已复制";
  } catch {
    window.prompt("复制：", text);
  }
}

document.addEventListener("click", (event) => {
  const cell = event.target.closest("table.statutory td[id]");
  if (!cell || event.target.closest("a")) return;
  choose(cell);
  history.replaceState(null, "", `#${cell.id}`);
});
document.addEventListener("focusin", (event) => {
  const cell = event.target.closest("table.statutory td[id]");
  if (cell && event.target.matches(":focus-visible")) choose(cell);
});
document.addEventListener("keydown", (event) => {
  const cell = document.activeElement?.closest?.("table.statutory td[id]");
  if (event.key === "c" && cell && !event.ctrlKey && !event.metaKey) {
    choose(cell);
    copy(address(cell));
  }
  if (event.key === "Escape") choose(null);
});
bar.addEventListener("click", ({ target }) => {
  if (target.name === "close") choose(null);
  else if (target.name === "address") copy(address(chosen), target);
  else if (target.name === "citation") copy(citation(chosen), target);
});

// A finding that is folded away is unfolded by its address.
function unfold() {
  const at = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let fold = at && at.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  if (at && at.closest("details")) at.scrollIntoView();
}
addEventListener("hashchange", unfold);
unfold();
