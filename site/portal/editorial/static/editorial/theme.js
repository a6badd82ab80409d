// Theme screen: every change reloads the preview's style sheet and asks the server for the contrast findings.
const form = document.querySelector("[data-theme-form]");
const sheet = document.querySelector("[data-theme-sheet]");
if (form && sheet) {
  const box = form.querySelector("[data-theme-findings]");
  const list = box.querySelector("ul");
  let timer = 0;
  let latest = 0;
  const choices = () => {
    const data = new FormData(form);
    data.delete("csrfmiddlewaretoken");
    return new URLSearchParams(data);
  };
  const refresh = async () => {
    const turn = ++latest;
    const chosen = choices();
    sheet.href = `${form.dataset.check}?${chosen}`;
    chosen.set("als", "pruefung");
    const answer = await fetch(`${form.dataset.check}?${chosen}`, { headers: { "x-requested-with": "XMLHttpRequest" } });
    if (!answer.ok || turn !== latest) return;
    const { findings, landscape } = await answer.json();
    list.replaceChildren(...findings.slice(0, 6).map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    box.hidden = findings.length === 0;
    for (const use of document.querySelectorAll("[data-landscape]")) use.setAttribute("href", `${landscape}#l`);
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(refresh, 250); };
  form.addEventListener("input", (event) => {
    const name = event.target.dataset.colourFor;
    if (name) document.getElementById(name).value = event.target.value;
    else if (event.target.type === "text" && /^#[0-9a-f]{6}$/i.test(event.target.value)) {
      const picker = form.querySelector(`[data-colour-for="${event.target.id}"]`);
      if (picker) picker.value = event.target.value;
    }
    later();
  });
}
