/* Enhances discussions for members: "hilfreich" without reloading, a counter under the text. Everything works without it. */
(() => {
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-like]");
    if (!form) return;
    event.preventDefault();
    const button = form.querySelector("button"), field = form.elements.an;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const { count, liked } = await answer.json();
      form.querySelector("[data-likes]").textContent = count;
      button.setAttribute("aria-pressed", String(liked));
      field.value = liked ? "0" : "1";
    } catch { form.submit(); }
  });

  const german = document.documentElement.lang !== "en";
  for (const area of document.querySelectorAll("textarea[data-count]")) {
    const limit = Number(area.dataset.count), note = document.createElement("p");
    note.className = "meta"; note.setAttribute("aria-live", "polite"); note.hidden = true;
    area.after(note);
    area.addEventListener("input", () => {
      const left = limit - [...area.value].length;
      note.hidden = left > limit / 4;
      note.textContent = german ? `Noch ${left} Zeichen` : `${left} characters left`;
    });
  }

  // A second press while the form is on its way would only cost time: the server stores once anyway.
  for (const form of document.querySelectorAll("form[data-discussion]"))
    form.addEventListener("submit", () => form.querySelector(".btn").setAttribute("aria-disabled", "true"));
})();
