// A click on a heading of an answer sorts its rows; another turns them round. Blanks stay last. Without this script they stand as asked.

const number = (text) => {
  const found = /^-?[\d,]+(\.\d+)?%?/.exec(text.trim());
  return found ? Number(found[0].replace(/[,%]/g, "")) : NaN;
};

for (const table of document.querySelectorAll("body.query table.rows-and-columns")) {
  const heads = [...table.querySelectorAll("thead th")];
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.className = "sort-rows";
    button.title = "按此栏排序";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") !== "descending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const body = table.tBodies[0];
      const rows = [...body.rows].map((row) => ({ row, text: row.cells[at].textContent.trim() }));
      const blank = ({ text }) => text === "" || text === " ";
      const numbers = rows.every((one) => blank(one) || !Number.isNaN(number(one.text)));
      const compare = (a, b) => (numbers ? number(a.text) - number(b.text) : a.text.localeCompare(b.text, "zh"));
      rows.sort((a, b) => blank(a) - blank(b) || (blank(a) ? 0 : down ? compare(b, a) : compare(a, b)));
      body.append(...rows.map(({ row }) => row));
    });
  });
}

// On paper the heads stand on every page: Chromium repeats none that holds buttons.
addEventListener("beforeprint", () => {
  for (const button of document.querySelectorAll(".sort-rows")) {
    const head = button.parentElement;
    head.append(...button.childNodes);
    button.remove();
    const back = () => {
      button.append(...head.childNodes);
      head.append(button);
    };
    addEventListener("afterprint", back, { once: true });
  }
});
