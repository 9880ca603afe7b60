// A file dropped anywhere on the form is the file that is sent; without script the field takes it as well.
const form = document.querySelector("form.draft");
const field = form?.querySelector("input[type=file]");
const mark = (event) => {
  event.preventDefault();
  form.classList.toggle("over", event.type === "dragover");
};
form?.addEventListener("dragover", mark);
form?.addEventListener("dragleave", mark);
form?.addEventListener("drop", (event) => {
  mark(event);
  if (event.dataTransfer.files.length > 0) {
    field.files = event.dataTransfer.files;
    form.requestSubmit();
  }
});
