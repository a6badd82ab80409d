/* Adds up the ballot while one chooses. Without it the server does, on the next page. */
(() => {
  const form = document.querySelector("form[data-ballot]");
  if (!form) return;
  const note = form.querySelector("[data-sum]"), cap = Number(form.dataset.cap), most = Number(form.dataset.most);
  const german = document.documentElement.lang !== "en";
  const money = (euros) => `${euros.toString().replace(/\B(?=(\d{3})+$)/g, german ? "." : ",")}\u202f€`;
  const words = german
    ? { one: "1 Vorschlag gewählt", some: "Vorschläge gewählt", left: "übrig", over: "zu viel" }
    : { one: "1 proposal chosen", some: "proposals chosen", left: "left", over: "too much" };
  const add = () => {
    const ticked = [...form.querySelectorAll("input[name=v]:checked")];
    const spent = ticked.reduce((sum, box) => sum + Number(box.dataset.cost), 0);
    const text = [ticked.length === 1 ? words.one : `${ticked.length} ${words.some}`, money(spent)];
    let over = false;
    if (cap) { over = spent > cap; text.push(over ? `${money(spent - cap)} ${words.over}` : `${money(cap - spent)} ${words.left}`); }
    if (most) { over = ticked.length > most; text.push(over ? `${ticked.length - most} ${words.over}` : `${most - ticked.length} ${words.left}`); }
    note.textContent = text.join(" · ");
    note.classList.toggle("over", over);
  };
  form.addEventListener("change", add);
  add();
})();
