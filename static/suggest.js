// Lists that are asked as one types: <input data-suggest="place" list="…">. Without this script one types the whole name.

const WAIT = 200;

for (const input of document.querySelectorAll("input[data-suggest]")) {
  let waiting;
  let last = "";
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const typed = input.value.trim();
      if (!typed || typed === last) return;
      last = typed;
      const answer = await fetch(new URL(`../-/suggest.json?${new URLSearchParams({ kind: input.dataset.suggest, q: typed })}`, import.meta.url));
      if (!answer.ok || input.value.trim() !== typed) return;
      const options = (await answer.json()).map(({ name }) => {
        const option = document.createElement("option");
        option.value = name;
        return option;
      });
      input.list.replaceChildren(...options);
    }, WAIT);
  });
}
