/* Folds questions that depend on another one. Without it they are all there, and the server decides what counts. */
(() => {
  const fold = () => {
    for (const box of document.querySelectorAll("[data-if]")) {
      const values = box.dataset.values.split(" ");
      const taken = [...document.querySelectorAll(`[name="${CSS.escape(box.dataset.if)}"]:checked`)];
      // a question inside a folded one counts as not answered
      box.hidden = !taken.some((field) => values.includes(field.value) && !field.closest("[data-if][hidden]"));
    }
  };
  document.addEventListener("change", fold);
  fold();
})();
